/** As `settings.schema.json` says. */
export interface StandardWebhooksSettings {
  readonly url: string;
  readonly secret: string;
  readonly hookSecret: string;
  readonly previousHookSecret?: string;
}

/** The values were checked against the schema when the configuration was loaded. */
export function standardWebhooksSettings(settings: Readonly<Record<string, unknown>>): StandardWebhooksSettings {
  return settings as unknown as StandardWebhooksSettings;
}
