export type AdapterKind = 'channel' | 'crm' | 'contact-center';

/** What checking needs to know of adapters. Handed in by the composition root: settings imports no adapter. */
export interface AdapterCatalogue {
  /** Names that configuration may use. */
  ids(kind: AdapterKind): readonly string[];
  /** The adapter's `settings.schema.json`; secrets appear in it as texts. Undefined for a name that `ids` lacks. */
  settingsSchema(kind: AdapterKind, id: string): object | undefined;
  /** Items that the rate card of this channel's platform must have, where the channel tells them all. */
  priceItems?(channel: string): readonly string[];
}
