import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metaSettings } from './settings.js';

interface Schema {
  readonly properties: Readonly<Record<string, { readonly default?: unknown }>>;
}

function defaultsOf(channel: string): Readonly<Record<string, unknown>> {
  const path = join(import.meta.dirname, '..', '..', 'channels', channel, 'settings.schema.json');
  const schema = JSON.parse(readFileSync(path, 'utf8')) as Schema;
  const entries = Object.entries(schema.properties).map(([name, property]) => [name, property.default] as const);
  // Of invitations only WhatsApp knows; its own test holds them.
  return Object.fromEntries(entries.filter(([name, value]) => value !== undefined && !name.startsWith('invitation')));
}

describe('settings', () => {
  it.each(['facebook', 'messenger', 'instagram', 'whatsapp'])(
    'of %s have the defaults that the schema tells',
    (channel) => {
      expect(metaSettings({})).toMatchObject(defaultsOf(channel));
    },
  );

  it('are taken as given', () => {
    const known = { accessToken: 't', appSecret: 's', apiVersion: 'v25.0', humanAgent: true, confirmWaitMs: 0 };
    const given = { ...known, appId: '900000000000001', wabaId: '102290000000001' };
    expect(metaSettings(given)).toEqual(given);
  });
});
