/** As `settings.schema.json` says. */
export interface ZammadSettings {
  readonly url: string;
  readonly token: string;
  readonly group: string;
  readonly integrationUserId: number;
  readonly webhookToken: string;
  readonly previousWebhookToken?: string;
  readonly searchLagMs: number;
}

const DEFAULT_SEARCH_LAG_MS = 30_000;

/** The values were checked against the schema when the configuration was loaded; only the default is filled in here. */
export function zammadSettings(settings: Readonly<Record<string, unknown>>): ZammadSettings {
  return { searchLagMs: DEFAULT_SEARCH_LAG_MS, ...settings } as unknown as ZammadSettings;
}
