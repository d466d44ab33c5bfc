import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { ChannelAdapter, ContactCenterAdapter, CrmAdapter } from '../adapter-sdk/index.js';
import { modulePath, projectPath } from '../platform/files/project-path.js';
import type { AdapterCatalogue, AdapterKind } from '../settings/adapter-catalogue.js';

/** Every adapter, found by its folder: adding one touches no other file. */
export interface Adapters {
  readonly channels: ReadonlyMap<string, ChannelAdapter>;
  readonly crms: ReadonlyMap<string, CrmAdapter>;
  readonly contactCenters: ReadonlyMap<string, ContactCenterAdapter>;
  readonly catalogue: AdapterCatalogue;
}

const FOLDERS = {
  channel: 'channels',
  crm: 'crms',
  'contact-center': 'contact-centers',
} as const satisfies Record<AdapterKind, string>;

function namesIn(kind: AdapterKind): readonly string[] {
  const folder = projectPath('adapters', FOLDERS[kind]);
  return existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .toSorted()
    : [];
}

async function load<Adapter extends { readonly id: string }>(kind: AdapterKind): Promise<Map<string, Adapter>> {
  const adapters = new Map<string, Adapter>();
  for (const name of namesIn(kind)) {
    const file = pathToFileURL(modulePath('adapters', FOLDERS[kind], name, 'index'));
    // The folder's own conformance test proves that the module has this shape.
    const { adapter } = (await import(file.href)) as { readonly adapter: Adapter };
    if (adapter.id !== name) {
      throw new Error(`The adapter in adapters/${FOLDERS[kind]}/${name} calls itself "${adapter.id}"`);
    }
    adapters.set(name, adapter);
  }
  return adapters;
}

function settingsSchema(kind: AdapterKind, id: string): object | undefined {
  const file = projectPath('adapters', FOLDERS[kind], id, 'settings.schema.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : undefined;
}

/** Loads all adapters. Throws when one of them cannot be loaded: better at the start than at its first message. */
export async function loadAdapters(): Promise<Adapters> {
  const channels = await load<ChannelAdapter>('channel');
  const priceItems = (id: string): readonly string[] => channels.get(id)?.priceItems ?? [];
  return {
    channels,
    crms: await load<CrmAdapter>('crm'),
    contactCenters: await load<ContactCenterAdapter>('contact-center'),
    catalogue: { ids: namesIn, settingsSchema, priceItems },
  };
}
