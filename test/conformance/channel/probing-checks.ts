import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HttpResult, Prober, ProbeOutcome } from '../../../src/adapter-sdk/index.js';
import type { ConformanceInput } from './kit-input.js';
import { answer, contextFor, partFor, type ScriptedContext } from './scripted-http.js';

const HTML = '<!doctype html><title>Gateway</title>';
const MAX_TIMEOUT_MS = 60_000;
const WEBHOOK = { url: 'https://schakel.example/webhooks/x', secret: 'webhook-secret' };

/** Every secret of the settings that stands in an address; the one that the platform wants in the path is left out. */
function secretsInAddresses(context: ScriptedContext, input: ConformanceInput): readonly string[] {
  const names = Object.keys(input.settings).filter((name) => /token|secret|password/i.test(name));
  const urls = [...context.requests, ...context.preparations].map(({ url }) => decodeURIComponent(url));
  return names.filter(
    (name) => name !== input.secretInPath && urls.some((url) => url.includes(String(input.settings[name]))),
  );
}

function checks(input: ConformanceInput, prober: Prober): void {
  const { account } = partFor(input);
  const probed = async (
    result: HttpResult,
  ): Promise<{ readonly outcome: ProbeOutcome; readonly context: ScriptedContext }> => {
    const context = contextFor(input, result);
    return { outcome: await prober.probe({ account, webhook: WEBHOOK }, context), context };
  };

  it('is unsure while the platform is away, and does not believe the page of a proxy', async () => {
    const results: readonly HttpResult[] = [
      { kind: 'not-sent', cause: 'ECONNREFUSED' },
      { kind: 'no-answer', cause: 'timeout' },
      answer(200, HTML),
      answer(502, HTML),
    ];
    for (const result of results) {
      expect((await probed(result)).outcome).toMatchObject({ kind: 'unsure' });
    }
  });

  it('says that an account whose token is refused is dead', async () => {
    const refused = input.answers.tokenRefused ?? JSON.stringify({ error: { code: 190, message: 'x' } });
    const result = input.pulls?.refused ?? answer(401, refused);
    expect((await probed(result)).outcome).toMatchObject({ kind: 'dead' });
  });

  it('gives an outcome for any status and text, and never throws', async () => {
    const text = fc.oneof(fc.string(), fc.json());
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: 599 }), text, async (status, body) => {
        const { outcome } = await probed(answer(status, body));
        expect(['well', 'dead', 'unsure']).toContain(outcome.kind);
        expect(
          await prober.resubscribe?.({ account, webhook: WEBHOOK }, contextFor(input, answer(status, body))),
        ).not.toBe(null);
      }),
    );
  });

  it('makes a few calls, bounded in time, and puts no secret into an address', async () => {
    const { context } = await probed(answer(200, input.answers.accepted));
    expect(context.requests.length).toBeLessThanOrEqual(10);
    for (const { timeoutMs } of [...context.requests, ...context.preparations]) {
      expect(timeoutMs).toBeGreaterThan(0);
      expect(timeoutMs).toBeLessThanOrEqual(MAX_TIMEOUT_MS);
    }
    expect(secretsInAddresses(context, input)).toEqual([]);
  });
}

/** What every prober must do, whatever its platform; nothing for a channel that cannot be asked. */
export function probingChecks(input: ConformanceInput): void {
  const { prober } = input.adapter;
  if (prober !== undefined) {
    describe('probing', () => {
      // A probe prepares no other call: all that it asks gets the answer that is tried.
      checks({ ...input, prepares: () => undefined }, prober);
    });
  }
}
