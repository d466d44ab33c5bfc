import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deliveryAnswer, DELIVERY_COLUMNS, type DeliveryRow } from '../../src/api/tickets/ticket-rows.js';
import { showFlow } from '../../src/app/flow-gauges.js';
import { openMetrics } from '../../src/app/recorders.js';
import { newId } from '../../src/domain/ids.js';
import type { SendingApp, SendingRate } from '../../src/domain/sending-rate.js';
import { claimDeliveries, dueTargets, type ClaimedDelivery } from '../../src/handling/deliver/claim.js';
import { afterSend } from '../../src/handling/deliver/next-state.js';
import { settleDeliveries } from '../../src/handling/deliver/settle.js';
import type { SendOutcome } from '../../src/adapter-sdk/index.js';
import type { Database } from '../../src/platform/store/store.js';
import { createSealer } from '../../src/platform/crypto/sealer.js';
import { newestDatabase } from '../support/newest-database.js';

const SEALER = createSealer('22'.repeat(32));
const BOT = 'telegram:bot';
/** So long that nothing leaves the window while a test runs. */
const FIVE_AN_HOUR: SendingRate = { limit: 5, perSeconds: 3600, scope: 'account' };

let db: Database;
let rates: readonly SendingRate[];
let app: SendingApp | undefined;

beforeAll(async () => {
  db = await newestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  rates = [FIVE_AN_HOUR];
  app = undefined;
  await db.owner.query('truncate delivery, delivery_attempt, breaker, sending_use, sending_pause, ticket');
});

interface Answer {
  readonly ticket?: string;
  readonly citizen?: string;
  readonly seq?: number;
  readonly isAutomatic?: boolean;
  readonly way?: 'public' | 'private' | 'private-reply';
  readonly waitedMinutes?: number;
  readonly target?: string;
}

let tickets = 0;

async function ticketOf(citizen: string): Promise<string> {
  const id = newId(Date.now());
  tickets += 1;
  await db.owner.query(
    `insert into ticket (id, tenant, number, channel, account, conversation, shard, citizen_id, kind, status, topic, language,
       level, priority, target, opened_at, updated_at, messages, seq, settings_hash)
     values ($1, 'alfa', $2, 'telegram', 'bot', $3, 1, $4, 'question', 'new', 't', 'nl', 'local', 'normal', '1700', now(), now(),
       1, 1, '')`,
    [id, tickets, id, citizen],
  );
  return id;
}

/** An answer that waits, of a ticket and citizen of its own unless told otherwise. */
async function waits(answer: Answer = {}): Promise<string> {
  const { citizen = newId(Date.now()), seq = 1, isAutomatic = false, way = 'private', waitedMinutes = 0 } = answer;
  const ticket = answer.ticket ?? (await ticketOf(citizen));
  const id = newId(Date.now());
  await db.owner.query(
    `insert into delivery (id, tenant, ticket_id, seq, target, kind, event_id, state, is_automatic, next_attempt_at, way)
     values ($1, 'alfa', $2, $3, $4, 'reply', $5, 'due', $6, now() - make_interval(mins => $7), $8)`,
    [id, ticket, seq, answer.target ?? BOT, newId(Date.now()), isAutomatic, waitedMinutes, way],
  );
  return id;
}

async function waitMany(count: number, answer: Answer = {}): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(await waits({ waitedMinutes: count - n, ...answer }));
  }
  return ids;
}

async function claim(target = BOT): Promise<readonly ClaimedDelivery[]> {
  const request = {
    target,
    maxInFlight: 10,
    maxBatch: 10,
    leaseMs: 60_000,
    owner: 'test',
    weights: new Map(),
    rates,
    app,
  };
  return (await claimDeliveries(db.handling, request)).deliveries;
}

async function settle(claimed: readonly ClaimedDelivery[], outcome: SendOutcome): Promise<void> {
  const nowMs = Date.now();
  await settleDeliveries(
    {
      ...{ store: db.handling, sealer: SEALER, settingsHash: '', nowMs, random: () => 0.5 },
      ...{ wasTroubled: () => false, paceOf: () => ({ rates, app }) },
    },
    claimed.map((delivery) => ({
      ...{ delivery, meter: undefined, charging: undefined, cost: undefined, pausesTarget: false },
      next: afterSend(outcome, { attempts: delivery.attempts, failures: delivery.failures, nowMs, random: 0.5 }),
    })),
  );
}

const ARRIVED: SendOutcome = { kind: 'delivered', remoteId: 'r' };

/** Until when nothing is sent to the account, in seconds from now, and why. */
async function heldFor(): Promise<{ readonly seconds: number; readonly code: string } | undefined> {
  const [row] = await db.handling.query<{ seconds: number; code: string }>(
    `select extract(epoch from held_until - now())::float8 as seconds, held_code as code from breaker
     where target = $1 and held_until > now()`,
    [BOT],
  );
  return row;
}

describe('the rate of an account', () => {
  it('lets so many go, whether they are under way or ended, and then waits for the window', async () => {
    await waitMany(9);
    const first = await claim();
    expect(first).toHaveLength(5);
    expect(await claim()).toEqual([]);
    // While attempts are under way nobody knows when they end.
    expect(await heldFor()).toBeUndefined();
    await settle(first, ARRIVED);
    expect(await claim()).toEqual([]);
    const held = await heldFor();
    expect(held?.code).toBe('RATE_REACHED');
    expect(held?.seconds).toBeGreaterThan(3600);
    expect(held?.seconds).toBeLessThanOrEqual(3960);
  });

  it('counts refusals and what nobody knows, and gives back what has left the window', async () => {
    await waitMany(7);
    const claimed = await claim();
    await settle(claimed.slice(0, 1), { kind: 'refused', code: 'PERSON_UNREACHABLE' });
    await settle(claimed.slice(1, 2), { kind: 'unknown', code: 'NO_ANSWER' });
    await settle(claimed.slice(2), ARRIVED);
    expect(await claim()).toEqual([]);
    await db.handling.query('update sending_use set bucket = bucket - 11');
    await db.handling.query('update breaker set held_until = now()');
    expect(await claim()).toHaveLength(2);
  });

  it('does not count what the guard of a process held back', async () => {
    await waitMany(6);
    await settle(await claim(), { kind: 'retry', code: 'LOCAL_BREAKER_OPEN', afterMs: 1 });
    await db.handling.query('update delivery set next_attempt_at = now()');
    expect(await claim()).toHaveLength(5);
  });

  it('is kept in a ring that does not grow', async () => {
    for (let turn = 0; turn < 15; turn += 1) {
      await waits();
      await settle(await claim(), ARRIVED);
      await db.handling.query('update sending_use set bucket = bucket - 1, slot = (slot + 10) % 11');
    }
    const [row] = await db.handling.query<{ rows: number }>('select count(*)::int as rows from sending_use');
    expect(row?.rows).toBeLessThanOrEqual(11);
  });

  it('does not touch an account whose platform documents none', async () => {
    rates = [];
    await waitMany(9);
    const claimed = await claim();
    expect(claimed).toHaveLength(9);
    await settle(claimed, ARRIVED);
    expect(await db.handling.query('select from sending_use')).toEqual([]);
  });

  it('is counted apart for what everybody reads, and one way does not wait for the other', async () => {
    rates = [
      { limit: 1, perSeconds: 3600, scope: 'account', way: 'private' },
      { limit: 3, perSeconds: 3600, scope: 'account', way: 'public' },
    ];
    await waitMany(12, { way: 'private', waitedMinutes: 60 });
    const open = await waitMany(2, { way: 'public' });
    await settle(await claim(), ARRIVED);
    const claimed = await claim();
    expect(claimed.map(({ id }) => id)).toEqual(open);
  });
});

it('private answers to public messages are counted apart, and hold up nothing else', async () => {
  rates = [{ limit: 2, perSeconds: 3600, scope: 'account', way: 'private-reply' }];
  await waitMany(4, { way: 'private-reply', waitedMinutes: 60 });
  const others = [...(await waitMany(1, { way: 'public' })), ...(await waitMany(1))];
  const claimed = await claim();
  expect(claimed).toHaveLength(4);
  expect(claimed.map(({ id }) => id)).toEqual(expect.arrayContaining(others));
  await settle(claimed, ARRIVED);
  expect(await claim()).toEqual([]);
  expect(await heldFor()).toBeUndefined();
});

it('a private answer to a public message counts with what is private, under way and ended', async () => {
  rates = [{ limit: 2, perSeconds: 3600, scope: 'account', way: 'private' }];
  await waitMany(1, { way: 'private-reply', waitedMinutes: 60 });
  await waitMany(3);
  const claimed = await claim();
  expect(claimed).toHaveLength(2);
  expect(await claim()).toEqual([]);
  await settle(claimed, ARRIVED);
  expect(await claim()).toEqual([]);
  expect(await heldFor()).toBeUndefined();
});

describe('the rate of an app', () => {
  const [FIRST, SECOND] = ['x:first', 'x:second'];
  const FOUR_AN_HOUR: SendingRate = { limit: 4, perSeconds: 3600, scope: 'app', way: 'private' };

  beforeEach(() => {
    rates = [FOUR_AN_HOUR];
    app = { name: 'app:x:1', targets: [FIRST, SECOND] };
  });

  it('is that of all its accounts together, under way or ended, and each gets a share', async () => {
    rates = [{ limit: 4, perSeconds: 3600, scope: 'app' }];
    await waitMany(6, { target: FIRST });
    await waitMany(6, { target: SECOND });
    const first = await claim(FIRST);
    const second = await claim(SECOND);
    expect([first.length, second.length]).toEqual([2, 1]);
    await settle(first, ARRIVED);
    await settle(second, ARRIVED);
    const last = await claim(SECOND);
    expect(last).toHaveLength(1);
    await settle(last, ARRIVED);
    expect([await claim(FIRST), await claim(SECOND)]).toEqual([[], []]);
    const held = await db.handling.query<{ target: string }>(
      'select target from breaker where held_until > now() order by 1',
    );
    expect(held).toEqual([{ target: FIRST }, { target: SECOND }]);
  });

  it('is wholly for the account that waits alone, and counts no other way', async () => {
    await waitMany(6, { target: FIRST });
    await waitMany(2, { target: FIRST, way: 'public' });
    expect(await claim(FIRST)).toHaveLength(6);
  });

  it('is counted under a name of its own, beside the rates of the account', async () => {
    rates = [FOUR_AN_HOUR, { ...FOUR_AN_HOUR, scope: 'account', limit: 3 }];
    await waitMany(6, { target: FIRST });
    await settle(await claim(FIRST), ARRIVED);
    const rows = await db.handling.query('select target, count from sending_use order by target');
    expect(rows).toEqual([
      { target: 'app:x:1', count: 3 },
      { target: FIRST, count: 3 },
    ]);
  });
});

describe('what one person gets', () => {
  it('is one at a time with a pause between, over all tickets; others go on, in the order of each ticket', async () => {
    rates = [{ limit: 1, perSeconds: 3600, scope: 'recipient' }];
    const citizen = newId(1);
    const ticket = await ticketOf(citizen);
    const first = await waits({ ticket, seq: 1, waitedMinutes: 9 });
    const second = await waits({ ticket, seq: 2, waitedMinutes: 9 });
    await waits({ citizen, waitedMinutes: 8 });
    const other = await waits();
    const claimed = await claim();
    expect(claimed.map(({ id }) => id)).toEqual([first, other]);
    // The other ticket of the same person waits for the one under way.
    expect(await claim()).toEqual([]);
    await settle(claimed, ARRIVED);
    expect(await claim()).toEqual([]);
    await db.handling.query('update sending_pause set free_at = now()');
    expect((await claim()).map(({ id }) => id)).toEqual([second]);
  });
});

describe('when a rate is scarce', () => {
  it('what people wrote goes first, however long what no person wrote has waited', async () => {
    const automatic = await waitMany(20, { isAutomatic: true, waitedMinutes: 60 });
    const written = await waitMany(3);
    const claimed = (await claim()).map(({ id }) => id);
    expect(claimed.slice(0, 3)).toEqual(written);
    expect(automatic).toEqual(expect.arrayContaining(claimed.slice(3)));
    expect(claimed).toHaveLength(5);
  });
});

describe('a platform that asks to wait', () => {
  const WAIT: SendOutcome = { kind: 'retry', code: 'TELEGRAM_RATE_LIMITED', afterMs: 90_000, holdsAccount: true };

  it('is not asked again by anybody before, and that is no failure of its', async () => {
    rates = [];
    await waitMany(12);
    await settle(await claim(), WAIT);
    expect(await claim()).toEqual([]);
    const held = await heldFor();
    expect(held).toEqual({ seconds: expect.any(Number), code: 'TELEGRAM_RATE_LIMITED' });
    expect(Math.abs((held?.seconds ?? 0) - 90)).toBeLessThan(5);
    expect(await db.handling.query('select state, failures from breaker')).toEqual([{ state: 'closed', failures: 0 }]);
    await db.handling.query('update breaker set held_until = now()');
    expect(await claim()).toHaveLength(2);
  });

  it('holds nothing up where the wish is about one message', async () => {
    rates = [];
    await waitMany(12);
    await settle(await claim(), { kind: 'retry', code: 'WHATSAPP_PAIR_RATE', afterMs: 6_000 });
    expect(await heldFor()).toBeUndefined();
  });

  it('does not take the place of a target that may go on', async () => {
    await waits();
    await waits({ target: 'telegram:other' });
    await waits({ target: 'telegram:open-breaker' });
    await db.handling.query(
      `insert into breaker (target, state, held_until, open_until) values
         ($1, 'closed', now() + interval '1 minute', null),
         ('telegram:open-breaker', 'open', null, now() + interval '1 minute')`,
      [BOT],
    );
    expect(await dueTargets(db.handling)).toEqual(['telegram:other']);
  });
});

describe('what waits for a rate', () => {
  const NOBODY = { municipalityByTenant: () => undefined, municipalities: [] } as never;

  it('is shown by channel, and on each delivery with the time until when', async () => {
    await waitMany(7);
    await waits({ target: 'mastodon:free' });
    await settle(await claim(), ARRIVED);
    await claim();
    const metrics = openMetrics();
    await showFlow({ store: db.handling, now: Date.now }, metrics, { compiled: NOBODY });
    const shown = (await metrics.text()).split('\n').filter((line) => line.startsWith('schakel_rate_held'));
    expect(shown).toEqual(['schakel_rate_held{channel="telegram"} 2']);
    const rows = await db.handling.query<DeliveryRow>(`select ${DELIVERY_COLUMNS} from delivery`);
    const held = rows.filter((row) => row.held_until !== null);
    expect(held.map(({ target, state }) => `${target} ${state}`)).toEqual([`${BOT} due`, `${BOT} due`]);
    const answer = deliveryAnswer(held[0] ?? ({} as never), NOBODY);
    expect(answer.heldUntil).toBe(held[0]?.held_until?.toISOString());
  });
});
