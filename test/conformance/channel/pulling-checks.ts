import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HttpResult, Puller, PullOutcome } from '../../../src/adapter-sdk/index.js';
import { RECEIVED_AT_MS, type ConformanceInput, type Pulls } from './kit-input.js';
import { answer, BASE_URL, contextFor, type ScriptedContext } from './scripted-http.js';

const HTML = '<!doctype html><title>Gateway</title>';
const MAX_TIMEOUT_MS = 60_000;

function lookChecks(input: ConformanceInput, pulls: Pulls, puller: Puller): void {
  const { settings } = input;
  const account = pulls.account;
  const from = pulls.from ?? '10';
  const looked = async (
    result: HttpResult,
    cursor: string | null,
  ): Promise<{ readonly outcome: PullOutcome; readonly context: ScriptedContext }> => {
    const context = contextFor(input, result);
    return { outcome: await puller.pull({ account, cursor }, context), context };
  };
  const outcomeOf = async (result: HttpResult): Promise<PullOutcome> => (await looked(result, from)).outcome;

  it('finds where to begin without taking anything in', async () => {
    for (const text of [pulls.page, pulls.empty]) {
      const { outcome } = await looked(answer(200, text), null);
      expect(outcome).toMatchObject({ kind: 'pulled', body: null, cursor: expect.any(String) });
    }
  });

  it('keeps what it got as it is, and goes on after it', async () => {
    const outcome = await outcomeOf(answer(200, pulls.page));
    expect(outcome).toMatchObject({ kind: 'pulled', cursor: pulls.cursor });
    const body = outcome.kind === 'pulled' ? outcome.body : null;
    const events = input.adapter.receiver.split(
      { rawBody: body ?? Buffer.alloc(0), headers: {}, account },
      RECEIVED_AT_MS,
    );
    expect(events.some(({ action, account: of }) => action === 'open' && of === account)).toBe(true);
  });

  it('stays where it is when nothing is new', async () => {
    expect(await outcomeOf(answer(200, pulls.empty))).toEqual({
      ...{ kind: 'pulled', body: null, cursor: from, hasMore: false },
    });
  });

  it('looks again later when it got no answer, or one that it cannot read', async () => {
    for (const result of [
      { kind: 'not-sent', cause: 'ECONNREFUSED' } as const,
      { kind: 'no-answer', cause: 'timeout' } as const,
      ...[answer(200, HTML), answer(200, pulls.page.slice(0, -2)), answer(502, HTML), answer(500, '{}')],
    ]) {
      expect(await outcomeOf(result)).toMatchObject({ kind: 'retry' });
    }
  });

  it('waits for a person when the account may not look', async () => {
    expect(await outcomeOf(pulls.refused)).toMatchObject({ kind: 'park' });
  });

  it('asks safely: a time limit, this platform only, and no secret in an address', async () => {
    for (const cursor of [null, from]) {
      const { context } = await looked(answer(200, pulls.page), cursor);
      expect(context.requests.length).toBeGreaterThan(0);
      for (const request of [...context.requests, ...context.preparations]) {
        expect(request.timeoutMs).toBeGreaterThan(0);
        expect(request.timeoutMs).toBeLessThanOrEqual(MAX_TIMEOUT_MS);
        expect(request.url.startsWith(`${BASE_URL}/`)).toBe(true);
        for (const [, secret] of Object.entries(settings).filter(([name]) => /token|secret|password/i.test(name))) {
          expect(decodeURIComponent(request.url)).not.toContain(String(secret));
        }
      }
    }
  });

  it('gives one of the known outcomes for any status, text and cursor', async () => {
    const text = fc.oneof(fc.string(), fc.json());
    const cursors = fc.oneof(fc.constant(null), fc.constant(from), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: 599 }), text, cursors, async (status, body, cursor) => {
        const { outcome } = await looked(answer(status, body), cursor);
        expect(['pulled', 'retry', 'park']).toContain(outcome.kind);
      }),
    );
  });
}

/** A channel that is pulled says how; one that is not has no puller. */
export function pullingChecks(input: ConformanceInput): void {
  const { puller } = input.adapter;
  const { pulls } = input;
  describe('pulling', () => {
    it('is done by the adapter where the manifest says so, and nowhere else', () => {
      expect({ puller: puller !== undefined, examples: pulls !== undefined }).toEqual({
        puller: input.manifest.modes.includes('pull'),
        examples: puller !== undefined,
      });
    });
    if (puller !== undefined && pulls !== undefined) {
      lookChecks(input, pulls, puller);
    }
  });
}
