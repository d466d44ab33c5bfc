import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelEvent, RawRequest, Verification, WebhookReceiver } from '../../../src/adapter-sdk/index.js';
import { RECEIVED_AT_MS, type ConformanceInput, type Fixture, type Signing } from './kit-input.js';

function requestOf(fixture: Fixture): RawRequest {
  const account = fixture.account === undefined ? {} : { account: fixture.account };
  return { rawBody: fixture.body, headers: fixture.headers, ...account };
}

function signatureChecks(signing: Signing, receiver: WebhookReceiver): void {
  const body = Buffer.from('{"text":"Caf\\u00e9 De Kroon \\ud83d\\udea7"}');
  const signed = (secret: string): RawRequest => ({
    rawBody: body,
    headers: signing.headers(body, secret, RECEIVED_AT_MS),
  });
  const verified = (request: RawRequest, secrets: readonly string[]): Verification =>
    receiver.verify(request, { signing: secrets }, RECEIVED_AT_MS);
  const wrong: Verification = { ok: false, code: 'SIGNATURE_WRONG' };

  it('accepts the current secret and the previous one', () => {
    expect(verified(signed(signing.secret), [signing.secret])).toEqual({ ok: true });
    expect(verified(signed(signing.secret), [signing.otherSecret, signing.secret])).toEqual({ ok: true });
  });

  it('refuses a wrong secret, another body where it is signed, and everything while no secret is configured', () => {
    expect(verified(signed(signing.otherSecret), [signing.secret])).toEqual(wrong);
    const changed = verified({ ...signed(signing.secret), rawBody: Buffer.from('{}') }, [signing.secret]);
    expect(changed).toEqual(signing.leavesBodyOut === true ? { ok: true } : wrong);
    expect(verified(signed(signing.secret), [])).toEqual(wrong);
    expect(verified(signed(signing.secret), [''])).toEqual(wrong);
  });

  it('refuses a missing signature', () => {
    const missing: Verification = { ok: false, code: 'SIGNATURE_MISSING' };
    expect(verified({ rawBody: body, headers: {} }, [signing.secret])).toEqual(missing);
  });

  it('refuses arbitrary header values without throwing', () => {
    const names = Object.keys(signed(signing.secret).headers);
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: names.length, maxLength: names.length }), (values) => {
        const headers = Object.fromEntries(names.map((name, index) => [name, values[index]]));
        expect(verified({ rawBody: body, headers }, [signing.secret]).ok).toBe(false);
      }),
    );
  });
}

function isPlaced(event: ChannelEvent): boolean {
  return [event.channel, event.account, event.key, event.conversation].every((text) => text !== '');
}

function garbageChecks(input: ConformanceInput): void {
  const { receiver } = input.adapter;
  const survives = (rawBody: Buffer): void => {
    const events = receiver.split({ rawBody, headers: {} }, RECEIVED_AT_MS);
    expect(events.length).toBeGreaterThan(0);
    expect(events.every((event) => isPlaced(event))).toBe(true);
    expect(receiver.split({ rawBody, headers: {} }, RECEIVED_AT_MS)).toEqual(events);
  };

  it('gives at least one event for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => survives(Buffer.from(bytes))));
  });

  it('gives at least one event for any JSON', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 5 }), (text) => survives(Buffer.from(text))));
  });

  it('gives at least one event for a body nested a hundred thousand deep', () => {
    survives(Buffer.from('['.repeat(100_000) + ']'.repeat(100_000)));
  });

  it.each(input.fixtures.list.map((one) => [one.file, one] as const))('survives %s cut at any place', (_file, one) => {
    for (let length = 0; length < one.body.length; length += 7) {
      survives(one.body.subarray(0, length));
    }
  });
}

function fixtureChecks(input: ConformanceInput): void {
  const { receiver } = input.adapter;

  it.each(input.fixtures.list.map((one) => [one.label, one] as const))('splits: %s', (_label, one) => {
    expect(one.source).toMatch(/^(recorded|documented|constructed)\b/);
    const events = receiver.split(requestOf(one), RECEIVED_AT_MS);
    expect(events).toEqual(one.expected);
    expect(events.every((event) => isPlaced(event))).toBe(true);
  });

  it.each(input.fixtures.list.map((one) => [one.label, one] as const))(
    'gives the same keys when delivered again later: %s',
    (_label, one) => {
      const keysAt = (atMs: number): readonly string[] =>
        receiver.split(requestOf(one), atMs).map((event) => event.key);
      const keys = keysAt(RECEIVED_AT_MS);
      expect(keysAt(RECEIVED_AT_MS + 86_400_000)).toEqual(keys);
      expect(new Set(keys).size).toBe(keys.length);
    },
  );
}

export function receivingChecks(input: ConformanceInput): void {
  const { signing, adapter, manifest } = input;
  const { receiver } = adapter;
  it('has a front door where the manifest says that the platform posts, and nowhere else', () => {
    const posts = manifest.modes.includes('webhook');
    expect({ door: 'verify' in receiver, examples: signing !== undefined }).toEqual({ door: posts, examples: posts });
  });
  if (signing !== undefined && 'verify' in receiver) {
    describe('signature', () => signatureChecks(signing, receiver));
  }
  describe('fixtures', () => fixtureChecks(input));
  describe('garbage', () => garbageChecks(input));
}
