import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FaultKind } from './faults.js';
import type { FakePlatformOptions } from './options.js';
import { PAGE, type PlatformFixture, startFixture } from './platform-fixture.js';

const ANSWER = { recipient: { id: '61001' }, message: { text: 'Dag' } };

let fixture: PlatformFixture | undefined;

async function start(options: Partial<FakePlatformOptions> = {}): Promise<PlatformFixture> {
  fixture = await startFixture(options);
  fixture.platform.say({ channel: 'messenger', account: PAGE, citizen: { id: '61001' }, text: 'Vraag' });
  await fixture.platform.settled();
  return fixture;
}

/** Long enough for an answer that comes on a machine with much to do. */
const PATIENCE_MS = 10_000;
/** For an answer that never comes, from when the call arrived. */
const LITTLE_PATIENCE_MS = 60;

type Answer = { readonly status: number; readonly text: string } | 'none';

/** One call, as a caller with a time limit makes it. */
async function send({ platform }: PlatformFixture, signal = AbortSignal.timeout(PATIENCE_MS)): Promise<Answer> {
  try {
    const response = await fetch(`${platform.url}/v26.0/${PAGE}/messages`, {
      method: 'POST',
      headers: { authorization: 'Bearer page-token', 'content-type': 'application/json' },
      body: JSON.stringify(ANSWER),
      signal,
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return 'none';
  }
}

/** Gives up only after the platform had the call, however slowly it got there. */
async function sendAndGiveUp(current: PlatformFixture): Promise<Answer> {
  const giveUp = new AbortController();
  const answer = send(current, giveUp.signal);
  while (current.platform.calls().length === 0) {
    await delay(2);
  }
  await delay(LITTLE_PATIENCE_MS);
  giveUp.abort();
  return answer;
}

function answersSeen({ platform }: PlatformFixture): number {
  return platform.transcript({ who: 'service' }).length;
}

afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

describe('faults on calls', () => {
  it.each<{ kind: FaultKind; status: number | 'none'; text: string; seen: number }>([
    { kind: 'http-500', status: 500, text: '"is_transient":true', seen: 0 },
    { kind: 'throttled', status: 400, text: '"code":613', seen: 0 },
    { kind: 'html-200', status: 200, text: '<html>', seen: 0 },
    { kind: 'error-200', status: 200, text: '"error"', seen: 0 },
    { kind: 'api-error', status: 400, text: '"code":1', seen: 0 },
    { kind: 'slow', status: 200, text: '"message_id"', seen: 1 },
    { kind: 'hang-before-effect', status: 'none', text: '', seen: 0 },
    { kind: 'hang-after-effect', status: 'none', text: '', seen: 1 },
    { kind: 'close-before-effect', status: 'none', text: '', seen: 0 },
    { kind: 'close-after-effect', status: 'none', text: '', seen: 1 },
  ])('$kind gives $status and the citizen sees $seen answers', async ({ kind, status, text, seen }) => {
    const current = await start();
    current.platform.fault({ endpoint: 'messages.write', kind, delayMs: 2 });
    const answer = await (kind.startsWith('hang') ? sendAndGiveUp(current) : send(current));
    expect(answer === 'none' ? 'none' : answer.status).toBe(status);
    expect(answer === 'none' ? '' : answer.text).toContain(text);
    expect(answersSeen(current)).toBe(seen);
  });

  it('hit the next calls to their endpoint and account only', async () => {
    const current = await start();
    current.platform.fault({ endpoint: 'messages.write', account: 'another', kind: 'http-500' });
    current.platform.fault({ endpoint: 'comments.write', kind: 'http-500' });
    current.platform.fault({ endpoint: 'any', account: PAGE, kind: 'api-error', code: 10, subcode: 1893063, times: 2 });
    const statuses: unknown[] = [];
    for (let number = 0; number < 3; number += 1) {
      const answer = await send(current);
      statuses.push(answer === 'none' ? answer : answer.status);
    }
    expect(statuses).toEqual([400, 400, 200]);
  });

  it('still send the echo of an answer that the caller never heard of', async () => {
    const current = await start();
    current.platform.fault({ endpoint: 'messages.write', kind: 'close-after-effect' });
    await send(current);
    await current.platform.settled();
    expect(current.receiver.items().at(-1)).toMatchObject({ message: { is_echo: true, text: 'Dag' } });
    expect(current.platform.calls()).toMatchObject([{ endpoint: 'messages.write', outcome: 'closed' }]);
  });

  it('can lose the answers of a share of all sends, by seed', async () => {
    const outcomes: unknown[] = [];
    for (const seed of ['one', 'one']) {
      const current = await start({ faultPlan: { seed, dropConnectionAfterSend: 0.5 } });
      for (let number = 0; number < 8; number += 1) {
        await send(current);
      }
      expect(answersSeen(current)).toBe(8);
      outcomes.push(current.platform.calls().map(({ outcome }) => outcome));
      await current.close();
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]).toContain('closed');
    expect(outcomes[0]).toContain(200);
  });
});

it('keeps a bounded number of entries per conversation', async () => {
  const current = await start({ transcriptLimit: 3 });
  for (let number = 0; number < 5; number += 1) {
    await send(current);
  }
  expect(current.platform.transcript()).toHaveLength(3);
});
