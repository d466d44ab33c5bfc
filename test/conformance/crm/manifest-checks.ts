import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compileSchema } from '../../../src/adapter-sdk/index.js';
import { exampleDelivery } from './example-delivery.js';
import {
  type CrmConformanceInput,
  type CrmManifest,
  HOOK_RECEIVED_AT_MS,
  hookFixturesIn,
  jsonFile,
} from './kit-input.js';
import { httpGiving } from './quick-http.js';

/** Every adapter answers each of these: done, with the test that proves it, todo, or exempt with the reason. */
const QUALITY_RULES = [
  'dedupes-redelivery',
  'echo-filter',
  'error-classes',
  'once-only',
  'outcome-unknown',
  'previous-secret',
  'signature',
  'survives-garbage',
  'time-limit',
];
const README_HEADINGS = ['## What it does', '## Set-up', '## Limits and windows', '## Quirks', '## Links'];

interface SettingsSchema {
  readonly additionalProperties?: boolean;
  readonly properties: Readonly<Record<string, { readonly description?: string; readonly writeOnly?: boolean }>>;
}

/** Whether the code asks the other side at all for such a delivery. */
async function doesCall(
  input: CrmConformanceInput,
  kind: 'opened' | 'message-added' | 'closed' | 'priority-changed',
): Promise<boolean> {
  const quick = httpGiving({ kind: 'no-answer', cause: 'the kit' });
  const delivery = exampleDelivery(kind, { remoteTicketId: '1' });
  await input.adapter.deliver(delivery, { http: quick.http, settings: input.exampleSettings, nowMs: 0 });
  return quick.requests.length > 0;
}

async function observedCapabilities(input: CrmConformanceInput): Promise<readonly string[]> {
  const looking = httpGiving({ kind: 'answer', status: 200, headers: {}, text: '[]' });
  await input.adapter.lookUp(exampleDelivery('opened'), {
    http: looking.http,
    settings: input.exampleSettings,
    nowMs: 0,
  });
  const types = new Set(
    hookFixturesIn(input.folder)
      .flatMap((fixture) => {
        const { hooks } = input.adapter;
        const request = { rawBody: fixture.body, headers: fixture.headers };
        return hooks?.split(request, input.exampleSettings, HOOK_RECEIVED_AT_MS) ?? [];
      })
      .flatMap((item) => (item.kind === 'event' ? [item.event.type] : [])),
  );
  const observed: Readonly<Record<string, boolean>> = {
    creates: await doesCall(input, 'opened'),
    appends: await doesCall(input, 'message-added'),
    closes: await doesCall(input, 'closed'),
    prioritises: await doesCall(input, 'priority-changed'),
    'looks-up': looking.requests.length > 0,
    replies: types.has('reply'),
    statuses: types.has('status'),
    forwards: types.has('forward'),
    notes: types.has('note'),
  };
  return Object.keys(observed).filter((name) => observed[name] === true);
}

function isProven(folder: string, claim: { done?: string; exempt?: string; todo?: string } | undefined): boolean {
  if (claim?.done !== undefined) {
    return claim.done === 'conformance' || existsSync(join(folder, claim.done));
  }
  return (claim?.exempt ?? claim?.todo ?? '') !== '';
}

export function manifestChecks(input: CrmConformanceInput): void {
  const { adapter, folder } = input;
  const manifest = jsonFile<CrmManifest>(join(folder, 'manifest.json'));
  const schema = jsonFile<SettingsSchema>(join(folder, 'settings.schema.json'));

  describe('the manifest', () => {
    it('names the adapter as its code and folder do', () => {
      expect([manifest.id, adapter.id]).toEqual([basename(folder), basename(folder)]);
      expect(manifest.kind).toBe('crm');
      expect(manifest.personalData.length).toBeGreaterThan(0);
    });

    it('claims what the code does, and all of it', async () => {
      expect([...manifest.capabilities].sort()).toEqual([...(await observedCapabilities(input))].sort());
    });

    it('answers every rule of quality', () => {
      expect(Object.keys(manifest.quality).sort()).toEqual(QUALITY_RULES);
      const unproven = QUALITY_RULES.filter((rule) => !isProven(folder, manifest.quality[rule]));
      expect(unproven).toEqual([]);
    });
  });

  describe('the settings', () => {
    const validate = compileSchema<unknown>(schema);

    it('accept the example, and no key that they do not know', () => {
      expect(validate(input.exampleSettings)).toMatchObject({ ok: true });
      expect(validate({ ...input.exampleSettings, colour: 'red' }).ok).toBe(false);
    });

    it('describe each key, and say which are secret', () => {
      const undescribed = Object.keys(schema.properties).filter((name) => !schema.properties[name]?.description);
      const secret = Object.keys(schema.properties).filter((name) => schema.properties[name]?.writeOnly === true);
      expect(undescribed).toEqual([]);
      expect(secret.sort()).toEqual([...input.secretSettings].sort());
    });
  });

  it('has a README by the template', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(readme.split('\n').filter((line) => line.startsWith('## '))).toEqual(README_HEADINGS);
  });
}
