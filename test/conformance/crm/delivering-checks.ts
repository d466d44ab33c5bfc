import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LookUpOutcome, SendOutcome, TargetContext, TargetDelivery } from '../../../src/adapter-sdk/index.js';
import type { Fault } from '../../support/faulty-server.js';
import { exampleDelivery, exampleTicket } from './example-delivery.js';
import type { CrmConformanceInput, CrmHarness } from './kit-input.js';
import { httpGiving, type QuickHttp, quickHttp } from './quick-http.js';

const LONG_AFTER_MS = 24 * 3_600_000;
const MAX_TIME_LIMIT_MS = 30_000;

/** Each kind on a ticket that exists, each with something to change. */
function followUps(remoteTicketId: string | null): readonly TargetDelivery[] {
  const kinds = ['message-added', 'amended', 'redacted', 'priority-changed', 'withdrawn', 'closed'] as const;
  return kinds.map((kind, index) =>
    exampleDelivery(kind, {
      id: `delivery-${kind}`,
      revision: index + 2,
      remoteTicketId,
      ...(kind === 'priority-changed' ? { ticket: { ...exampleTicket, priority: 'high' as const } } : {}),
    }),
  );
}

const opened = exampleDelivery('opened', { id: 'delivery-opened' });
const kinds = [opened, ...followUps(null)].map((delivery) => delivery.kind);

/** An answer that does not say what became of the request, and whether it took effect. */
const doubts: readonly (readonly [string, Fault])[] = [
  ['hangs after the effect', { kind: 'hang', hasEffect: true }],
  ['hangs before the effect', { kind: 'hang', hasEffect: false }],
  ['cuts the answer after the effect', { kind: 'cut', hasEffect: true }],
  ['says 500 after the effect', { kind: 'answer', hasEffect: true, answer: { status: 500, body: '{"error":"boom"}' } }],
  [
    'says 502 before the effect',
    { kind: 'answer', hasEffect: false, answer: { status: 502, body: '<html>502</html>' } },
  ],
];

const refusals: readonly (readonly [string, Fault & { kind: 'answer' }, Partial<SendOutcome>])[] = [
  ['401', answering(401), { kind: 'park' }],
  ['402', answering(402), { kind: 'park' }],
  ['403', answering(403), { kind: 'park' }],
  ['400', answering(400), { kind: 'quarantined' }],
  ['413', answering(413), { kind: 'quarantined' }],
  ['422', answering(422), { kind: 'quarantined' }],
  ['429 with a time', answering(429, { 'retry-after': '120' }), { kind: 'retry', afterMs: 120_000 }],
  ['429 without one', answering(429), { kind: 'retry' }],
  ['301', answering(301, { location: 'http://127.0.0.1:9/' }), { kind: 'park' }],
  [
    '200 with an error inside',
    { kind: 'answer', hasEffect: false, answer: { status: 200, body: '{"error":"no"}' } },
    { kind: 'quarantined' },
  ],
];

function answering(status: number, headers: Readonly<Record<string, string>> = {}): Fault & { kind: 'answer' } {
  return { kind: 'answer', hasEffect: false, answer: { status, headers, body: '{"error":"no"}' } };
}

export function deliveringChecks(input: CrmConformanceInput): void {
  const { adapter } = input;
  let harness: CrmHarness;
  let quick: QuickHttp;

  beforeEach(async () => {
    harness = await input.startHarness();
    quick = quickHttp();
  });
  afterEach(() => harness.close());

  const contextAt = (nowMs: number): TargetContext => ({ http: quick.http, settings: harness.settings, nowMs });
  const deliver = (delivery: TargetDelivery): Promise<SendOutcome> =>
    adapter.deliver(delivery, contextAt(delivery.firstAttemptAtMs));
  const lookLater = (delivery: TargetDelivery): Promise<LookUpOutcome> =>
    adapter.lookUp(delivery, contextAt(delivery.firstAttemptAtMs + LONG_AFTER_MS));

  /** The ticket that follow-ups are about exists first. */
  async function prepared(kind: TargetDelivery['kind']): Promise<TargetDelivery> {
    if (kind === 'opened') {
      return opened;
    }
    const outcome = await deliver(opened);
    const remoteTicketId = outcome.kind === 'delivered' ? (outcome.remoteTicketId ?? null) : null;
    const found = followUps(remoteTicketId).find((delivery) => delivery.kind === kind);
    return found ?? opened;
  }

  /** What the delivery engine does about doubt: look, and repeat only what is absent. */
  async function settle(delivery: TargetDelivery, first: SendOutcome): Promise<void> {
    if (first.kind === 'unknown' && (await lookLater(delivery)).kind === 'found') {
      return;
    }
    expect((await deliver(delivery)).kind).toBe('delivered');
  }

  describe('delivering', () => {
    it('tells everything that happens to a ticket, each once', async () => {
      const outcome = await deliver(opened);
      expect(outcome.kind).toBe('delivered');
      const remoteTicketId = outcome.kind === 'delivered' ? (outcome.remoteTicketId ?? null) : null;
      for (const delivery of followUps(remoteTicketId).filter((each) => each.kind !== 'closed')) {
        expect([delivery.kind, await deliver(delivery)]).toMatchObject([delivery.kind, { kind: 'delivered' }]);
        expect([delivery.kind, harness.effectsOf(delivery)]).toEqual([delivery.kind, 1]);
      }
      expect(harness.effectsOf(opened)).toBe(1);
    });

    it.each(kinds)('%s happens once, however the other side leaves us in doubt', async (kind) => {
      for (const [what, fault] of doubts) {
        await harness.close();
        harness = await input.startHarness();
        const delivery = await prepared(kind);
        harness.fault(fault);
        const first = await deliver(delivery);
        expect([what, ['unknown', 'retry'].includes(first.kind)]).toEqual([what, true]);
        await settle(delivery, first);
        expect([what, harness.effectsOf(delivery)]).toEqual([what, 1]);
      }
    });

    it('tries again what was never sent', async () => {
      await harness.close();
      expect(await deliver(opened)).toMatchObject({ kind: 'retry' });
      expect((await lookLater(opened)).kind).not.toBe('found');
    });

    it.each(refusals)('%s has its own verdict, without a second request', async (_what, fault, expected) => {
      harness.fault(fault);
      expect(await deliver(opened)).toMatchObject(expected);
      expect(harness.requestCount()).toBe(1);
      expect(harness.effectsOf(opened)).toBe(0);
    });

    it('gives every request a time limit', async () => {
      for (const kind of kinds) {
        const delivery = await prepared(kind);
        await deliver(delivery);
        await lookLater(delivery);
      }
      const limits = quick.requests.map((request) => request.timeoutMs);
      expect(Math.min(...limits)).toBeGreaterThan(0);
      expect(Math.max(...limits)).toBeLessThanOrEqual(MAX_TIME_LIMIT_MS);
    });

    it('sends to the configured address only', async () => {
      await deliver(opened);
      await lookLater(opened);
      const origins = new Set(quick.requests.map((request) => new URL(request.url).origin));
      expect([...origins]).toEqual([new URL(String(harness.settings['url'])).origin]);
    });
  });

  garbageChecks(input, () => harness);
}

/** What no server should say, and some do. */
function garbageChecks(input: CrmConformanceInput, harness: () => CrmHarness): void {
  const texts = [
    '',
    'null',
    '[]',
    '[1,2]',
    '{}',
    '{"id":"x"}',
    '"ok"',
    '<!DOCTYPE html><title>Log in</title>',
    '{"id":',
    '\u0000',
  ];

  describe('an answer that makes no sense', () => {
    it.each(texts)('%j never makes it throw or find what is not there', async (text) => {
      for (const status of [200, 201, 204, 299, 404, 418, 500, 599, 100]) {
        const { http } = httpGiving({ kind: 'answer', status, headers: { 'retry-after': 'soon' }, text });
        const context = { http, settings: harness().settings, nowMs: opened.firstAttemptAtMs + LONG_AFTER_MS };
        const outcome = await input.adapter.deliver(opened, context);
        expect(outcome.kind === 'retry' && outcome.afterMs !== undefined).toBe(false);
        expect((await input.adapter.lookUp(opened, context)).kind).not.toBe('found');
      }
    });

    it('a page with status 200 is not a delivery', async () => {
      const page = { kind: 'answer', status: 200, headers: {}, text: '<!DOCTYPE html><title>Log in</title>' } as const;
      const context = { http: httpGiving(page).http, settings: harness().settings, nowMs: opened.firstAttemptAtMs };
      expect((await input.adapter.deliver(opened, context)).kind).not.toBe('delivered');
    });

    it('never puts a secret in an outcome', async () => {
      const secrets = input.secretSettings.map((name) => String(harness().settings[name]));
      for (const cause of ['connect ECONNREFUSED', 'timeout']) {
        for (const kind of ['not-sent', 'no-answer'] as const) {
          const context = { http: httpGiving({ kind, cause }).http, settings: harness().settings, nowMs: 0 };
          const said = JSON.stringify([
            await input.adapter.deliver(opened, context),
            await input.adapter.lookUp(opened, context),
          ]);
          expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
        }
      }
    });
  });
}
