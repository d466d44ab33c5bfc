import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { HookItem, RawRequest } from '../../../src/adapter-sdk/index.js';
import { type CrmConformanceInput, HOOK_RECEIVED_AT_MS, type HookFixture, hookFixturesIn } from './kit-input.js';

function keyOf(item: HookItem): string {
  return item.kind === 'event' ? item.event.key : item.key;
}

export function hookChecks(input: CrmConformanceInput): void {
  const { hooks } = input.adapter;
  if (hooks === undefined) {
    return;
  }
  const settings = input.exampleSettings;
  const fixtures = hookFixturesIn(input.folder);
  const requestOf = (fixture: HookFixture): RawRequest => {
    const signed = input.signHook(fixture.body, settings, HOOK_RECEIVED_AT_MS);
    return { ...signed, headers: { ...signed.headers, ...fixture.headers } };
  };
  const body = Buffer.from('{"any":"bytes"}');
  const signed = input.signHook(body, settings, HOOK_RECEIVED_AT_MS);
  const verify = (request: RawRequest, nowMs = HOOK_RECEIVED_AT_MS) => hooks.verify(request, settings, nowMs);

  describe('a hook', () => {
    it('is accepted when the other side signed it', () => {
      expect(verify(signed)).toEqual({ ok: true });
    });

    it('is refused without a signature, even when it is empty', () => {
      for (const rawBody of [body, Buffer.alloc(0)]) {
        expect(verify({ rawBody, headers: {} })).toEqual({ ok: false, code: 'SIGNATURE_MISSING' });
      }
    });

    it('is refused when a byte changed, or the signature is of somebody else', () => {
      const other = Object.fromEntries(
        Object.keys(settings).map((name) => [
          name,
          input.secretSettings.includes(name) ? `whsec_${'B'.repeat(32)}` : settings[name],
        ]),
      );
      const wrong = [
        { ...signed, rawBody: Buffer.from('{"any":"bytez"}') },
        { ...signed, rawBody: Buffer.concat([body, Buffer.from(' ')]) },
        input.signHook(body, other, HOOK_RECEIVED_AT_MS),
      ];
      for (const request of wrong) {
        expect(verify(request)).toEqual({ ok: false, code: 'SIGNATURE_WRONG' });
      }
    });

    it('never throws on a signature of any shape', () => {
      const names = Object.keys(signed.headers);
      fc.assert(
        fc.property(fc.constantFrom(...names), fc.string({ maxLength: 100 }), (name, value) => {
          const changed = { ...signed, headers: { ...signed.headers, [name]: value } };
          expect(verify(changed).ok).toBe(value === signed.headers[name]);
        }),
      );
    });

    it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
      '%s gives what its fixture says',
      (_name, fixture) => {
        expect(hooks.split(requestOf(fixture), settings, HOOK_RECEIVED_AT_MS)).toEqual(fixture.expected);
      },
    );

    it('gives the same keys when it comes again later', () => {
      for (const fixture of fixtures) {
        const keysAt = (atMs: number): string[] => hooks.split(requestOf(fixture), settings, atMs).map(keyOf);
        expect(keysAt(HOOK_RECEIVED_AT_MS + 60_000)).toEqual(keysAt(HOOK_RECEIVED_AT_MS));
      }
    });

    it('gives at least one item and never throws, whatever the bytes', () => {
      fc.assert(
        fc.property(
          fc.oneof(
            fc.uint8Array({ maxLength: 300 }),
            fc.json().map((text) => Buffer.from(text)),
          ),
          (bytes) => {
            const items = hooks.split({ rawBody: Buffer.from(bytes), headers: {} }, settings, HOOK_RECEIVED_AT_MS);
            expect(items.length).toBeGreaterThan(0);
            expect(items.every((item) => item.kind !== 'event' && keyOf(item).length <= 300)).toBe(true);
          },
        ),
      );
    });

    it('never throws when a field of a good body becomes something else', () => {
      const objects = fixtures.filter((fixture) => jsonOf(fixture.body.toString()) !== undefined);
      fc.assert(
        fc.property(fc.constantFrom(...objects), fc.nat(60), fc.jsonValue(), (fixture, position, value) => {
          const rawBody = Buffer.from(withOddField(fixture.body.toString(), position, value));
          expect(
            hooks.split({ rawBody, headers: fixture.headers }, settings, HOOK_RECEIVED_AT_MS).length,
          ).toBeGreaterThan(0);
        }),
      );
    });
  });
}

/** The same JSON with the n-th field that is met replaced. */
function withOddField(text: string, position: number, odd: unknown): string {
  let met = 0;
  return JSON.stringify(JSON.parse(text), (_key, value: unknown) => {
    met += 1;
    return met === position + 2 ? odd : value;
  });
}
