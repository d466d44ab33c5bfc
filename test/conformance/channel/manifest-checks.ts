import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compileSchema, limitAt, tightestText, type ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { faultsOfLimits } from '../../../src/domain/dated-limit.js';
import { jsonFile, RECEIVED_AT_MS, type ConformanceInput } from './kit-input.js';
import { lateLookUp, partFor } from './scripted-http.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Every adapter answers each of these: done, with the test that proves it, todo, or exempt with the reason. */
const QUALITY_RULES = [
  'dedupes-redelivery',
  'error-codes',
  'outcome-unknown',
  'previous-secret',
  'reply-window',
  'signature',
  'survives-garbage',
];

const README_HEADINGS = ['## What it does', '## Set-up', '## Limits and windows', '## Quirks', '## Links'];

interface SettingsSchema {
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, { description?: string; default?: unknown; writeOnly?: boolean }>>;
}

function ownEvents(input: ConformanceInput): readonly ChannelEvent[] {
  return input.fixtures.list.flatMap((one) => one.expected).filter((event) => event.channel === input.adapter.id);
}

/** What the code can do, found by looking at what it does. */
async function observedCapabilities(input: ConformanceInput): Promise<readonly string[]> {
  const { adapter } = input;
  const events = ownEvents(input);
  const facts = { lastCitizenAtMs: 0, isPublic: false, isHumanAuthor: true, settings: { humanAgent: true } };
  const later = adapter.replyWindow({ ...facts, nowMs: 3 * DAY_MS });
  const automated = adapter.replyWindow({ ...facts, isHumanAuthor: false, nowMs: 3 * DAY_MS });
  const context = lateLookUp(input);
  await adapter.lookUp(partFor(input), context);
  const observed: Readonly<Record<string, boolean>> = {
    handshake: 'handshake' in adapter.receiver,
    sends: true,
    'looks-up': context.requests.length > 0,
    'reply-window': !adapter.replyWindow({ ...facts, nowMs: 365 * DAY_MS }).open,
    'human-agent': later.open && !automated.open,
    'private-reply': adapter.privateReply !== undefined,
    public: events.some((event) => event.message?.isPublic === true),
    edits: events.some((event) => event.action === 'amend'),
    deletions: events.some((event) => event.action === 'redact'),
    'outside-answers': events.some((event) => event.action === 'outside'),
    receipts: events.some((event) => event.action === 'delivery'),
    'identity-changes': events.some((event) => event.action === 'identity'),
    'account-alerts': events.some((event) => event.action === 'ops'),
  };
  return Object.keys(observed).filter((name) => observed[name] === true);
}

function settingsChecks(input: ConformanceInput): void {
  const schema = jsonFile<SettingsSchema>(join(input.fixtures.folder, 'settings.schema.json'));
  const check = compileSchema(schema);

  it('accepts the example settings and refuses a key that it does not know', () => {
    expect(check(input.settings)).toEqual({ ok: true, value: input.settings });
    expect(check({ ...input.settings, noSuchSetting: 1 }).ok).toBe(false);
  });

  it('describes each setting, gives each optional one a default, and marks the secrets', () => {
    for (const [name, property] of Object.entries(schema.properties)) {
      expect({ name, described: (property.description ?? '') !== '' }).toEqual({ name, described: true });
      const isRequired = schema.required?.includes(name) === true;
      expect({ name, settled: isRequired || property.default !== undefined }).toEqual({ name, settled: true });
      const isSecret = /token|secret|password/i.test(name);
      expect({ name, marked: property.writeOnly === true }).toEqual({ name, marked: isSecret });
    }
  });
}

/** What the window of the platform is called, and how it opens for whom. */
const WINDOWS = [
  ['reply-window', false],
  ['human-agent-window', true],
] as const;
/** A window may be closed a little early, because an answer travels and clocks differ. */
const MARGIN_MS = 15 * 60_000;

function limitChecks(input: ConformanceInput): void {
  const { adapter } = input;
  const { limits = [] } = adapter;

  it('dates its limits, without gap or overlap, each with its source', () => {
    expect(faultsOfLimits(limits)).toEqual([]);
    expect(limits.map(({ what }) => what)).toContain('text');
  });

  it('cuts answers and closes windows by the dated limits', () => {
    expect(adapter.textLimit).toEqual(tightestText(limits));
    const settings = { ...input.settings, humanAgent: true };
    const facts = { lastCitizenAtMs: RECEIVED_AT_MS, nowMs: RECEIVED_AT_MS, isPublic: false, settings };
    const closing = (isHumanAuthor: boolean): number | null => {
      const window = adapter.replyWindow({ ...facts, isHumanAuthor });
      if (window.open) {
        return window.closesAtMs;
      }
      return 'closedAtMs' in window ? window.closedAtMs : null;
    };
    const dated = WINDOWS.filter(([what]) => limits.some((one) => one.what === what));
    for (const [what, isHumanAuthor] of dated) {
      const endMs = RECEIVED_AT_MS + Number(limitAt(limits, what, RECEIVED_AT_MS).value) * HOUR_MS;
      const closesAtMs = closing(isHumanAuthor) ?? Number.POSITIVE_INFINITY;
      expect({ what, fits: closesAtMs <= endMs && closesAtMs > endMs - MARGIN_MS }).toEqual({ what, fits: true });
    }
    expect({ hasWindow: closing(false) !== null }).toEqual({ hasWindow: dated.length > 0 });
  });

  it('says where a message stands whose text may be kept for some hours only, and takes in no profile that may not', () => {
    const told = ownEvents(input);
    if (limits.some(({ what }) => what === 'text-storage')) {
      const opened = told.filter(({ action, message }) => action === 'open' && message !== undefined);
      expect(opened.length).toBeGreaterThan(0);
      for (const { message } of opened) {
        expect(adapter.original?.permalink(message?.id ?? '')).toMatch(/^https:\/\//);
      }
    }
    // Nothing erases a name before the text that it came with.
    const isBound = limits.some(({ what }) => what === 'profile-storage');
    expect(isBound && told.some(({ citizen }) => citizen?.name !== undefined)).toBe(false);
  });

  it('calls the version of an API that its limits list, unless the settings name another', () => {
    const versions = limits.filter(({ unit }) => unit === 'version');
    const schema = jsonFile<SettingsSchema>(join(input.fixtures.folder, 'settings.schema.json'));
    const standard = (schema.properties['apiVersion'] ?? schema.properties['version'])?.default;
    const listed = versions.length === 0 ? undefined : limitAt(limits, 'api-version', Number.POSITIVE_INFINITY).value;
    expect(standard).toBe(listed);
  });
}

/** A claim of done names `conformance` or a test file of the adapter or its vendor. */
function proofExists(folder: string, done: string): boolean {
  return done === 'conformance' || (done.endsWith('.test.ts') && existsSync(join(folder, done)));
}

function qualityChecks(input: ConformanceInput): void {
  it('answers every quality rule, and each claim of done names a test that exists', () => {
    const { quality } = input.manifest;
    expect(Object.keys(quality).toSorted()).toEqual(QUALITY_RULES);
    for (const [rule, claim] of Object.entries(quality)) {
      const holds = 'done' in claim ? proofExists(input.fixtures.folder, claim.done) : Object.values(claim)[0] !== '';
      expect({ rule, holds }).toEqual({ rule, holds: true });
    }
  });
}

/** What the template of a new channel says must still be done, by file. */
function leftToWrite(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|json|md)$/.test(name))
    .toSorted()
    .flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/TO WRITE: ([^"\n]*)/g)].map(
        ([, what = '']) => `${name}: ${what}`,
      ),
    );
}

export function manifestChecks(input: ConformanceInput): void {
  const { adapter, manifest, fixtures } = input;

  describe('manifest', () => {
    it('names the adapter, its folder and its receiver', () => {
      expect(manifest).toMatchObject({ id: adapter.id, kind: 'channel', receiver: adapter.receiver.id });
      expect(basename(fixtures.folder)).toBe(adapter.id);
      expect([manifest.owner, manifest.eventKey].every((text) => text !== '')).toBe(true);
      expect(manifest.personalData.length).toBeGreaterThan(0);
    });

    it('declares what the code does, and the code does what it declares', async () => {
      expect([...manifest.capabilities].toSorted()).toEqual([...(await observedCapabilities(input))].toSorted());
    });

    limitChecks(input);

    it('states the text limit of the code', () => {
      const { max, unit } = adapter.textLimit;
      const named = { characters: 'textCharacters', bytes: 'textBytes', weighted: 'textWeighted' } as const;
      expect(manifest.limits).toEqual({ [named[unit]]: max });
    });

    qualityChecks(input);
    settingsChecks(input);

    it('has a README by the template', () => {
      const readme = readFileSync(join(fixtures.folder, 'README.md'), 'utf8');
      expect(README_HEADINGS.filter((heading) => !readme.includes(heading))).toEqual([]);
    });

    it('has nothing left to write', () => {
      expect(leftToWrite(fixtures.folder)).toEqual([]);
    });

    it('can be moved to another address by a variable of its own', () => {
      const own = `SCHAKEL_${adapter.id.toUpperCase()}_BASE_URL`;
      expect(adapter.baseUrl.env.slice(0, 1)).toEqual(input.answers.callsNobody === true ? [] : [own]);
      expect(adapter.baseUrl.standard.endsWith('/')).toBe(false);
    });
  });
}
