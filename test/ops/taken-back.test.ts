import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { billingPeriodAt, ledgerDays } from '../../src/billing/index.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { sceneApi } from './scene-api.js';
import { CHANNEL, CRM } from './small-settings.js';

const MINUTE = 60_000;
let db: Database;
let pipeline: Pipeline;

beforeAll(async () => {
  db = await newestDatabase();
  pipeline = await pipelineOn(db, ({ delivery }) => [
    delivery.target === CRM && delivery.kind === 'opened'
      ? { kind: 'delivered', remoteTicketId: `record-${delivery.ticketId}` }
      : { kind: 'delivered', remoteId: `remote-${delivery.id}` },
  ]);
});

afterAll(() => db.close());

function says(who: string, id: string, occurredAtMs: number): ChannelEvent {
  return {
    ...{ channel: CHANNEL, account: 'page-alfa', key: `m:${id}`, conversation: who, action: 'open', occurredAtMs },
    citizen: { aliases: [{ kind: 'id', value: who }], name: 'Mia' },
    message: { id, text: 'Win nu een fiets', attachments: [], isPublic: false },
  };
}

async function take(...events: ChannelEvent[]): Promise<void> {
  await pipeline.post({ events });
  await pipeline.split();
  await pipeline.decide();
}

async function deliver(): Promise<void> {
  await pipeline.deliver();
  await pipeline.decide();
}

async function judge(key: string, who: string, isSpam: boolean): Promise<void> {
  const ticket = await pipeline.ticketOf(who);
  await pipeline.command(key, ticket, { type: 'status', status: 'closed', author: 'Jan', isSpam });
  await pipeline.decide();
}

/** Net units of a ticket by meter, without those that add up to nothing. */
async function chargedFor(who: string): Promise<Record<string, number>> {
  const rows = await db.handling.query<{ meter: string; units: number }>(
    `select meter, sum(quantity)::int as units from usage_entry where ticket_id = $1 group by 1 having sum(quantity) <> 0`,
    [await pipeline.ticketOf(who)],
  );
  return Object.fromEntries(rows.map(({ meter, units }) => [meter, units]));
}

async function entriesOf(who: string): Promise<number> {
  const rows = await db.handling.query('select from usage_entry where ticket_id = $1', [await pipeline.ticketOf(who)]);
  return rows.length;
}

describe('spam that a person confirmed', () => {
  const all = { 'ticket.opened': 1, 'message.received': 1, 'delivery.crm': 1 };

  it('is taken back whole, with what was done for it, and charged again when it was none', async () => {
    await take(says('s1', 's1', pipeline.nowMs - 30 * MINUTE));
    await deliver();
    expect(await chargedFor('s1')).toEqual(all);
    await judge('spam', 's1', true);
    expect(await chargedFor('s1')).toEqual({});
    await judge('no spam', 's1', false);
    expect(await chargedFor('s1')).toEqual(all);
    // Nothing was deleted: three entries, each taken back and given back.
    expect(await entriesOf('s1')).toBe(9);
  });

  it('is judged once, however often somebody says the same', async () => {
    await judge('spam again', 's1', true);
    await judge('and again', 's1', true);
    expect([await chargedFor('s1'), await entriesOf('s1')]).toEqual([{}, 12]);
  });

  it('stays free when it goes on, also for a delivery that arrives after the judgement', async () => {
    await take(says('s2', 's2', pipeline.nowMs - 20 * MINUTE));
    await judge('spam 2', 's2', true);
    await deliver();
    expect([await chargedFor('s2'), await entriesOf('s2')]).toEqual([{}, 6]);
    await take(says('s2', 's2b', pipeline.nowMs - 10 * MINUTE));
    expect([await chargedFor('s2'), await entriesOf('s2')]).toEqual([{}, 8]);
  });
});

describe('a crisis', () => {
  it('makes messages free while it lasts, also one that comes late, and not those of before or after', async () => {
    const post = sceneApi(db, () => pipeline.nowMs);
    const until = new Date(pipeline.nowMs + 60 * MINUTE).toISOString();
    const declared = await post('/municipalities/44001/crisis', { mode: 'suspend', until, reason: 'Storm' });
    expect(declared.status).toBe(200);
    await db.owner.query(`update sla_change set from_at = from_at - interval '1 hour' where kind = 'crisis'`);
    await take(says('k1', 'k1', pipeline.nowMs - 5 * MINUTE), says('k2', 'k2', pipeline.nowMs - 70 * MINUTE));
    expect((await post('/municipalities/44001/crisis/end', { reason: 'Voorbij' })).status).toBe(200);
    await db.owner.query(`update sla_change set until_at = now() - interval '2 minutes' where kind = 'crisis'`);
    await take(says('k3', 'k3', pipeline.nowMs - 4 * MINUTE), says('k4', 'k4', pipeline.nowMs - MINUTE));
    await deliver();
    const message = { 'ticket.opened': 1, 'message.received': 1 };
    expect([await chargedFor('k1'), await chargedFor('k3')]).toEqual([{ 'delivery.crm': 1 }, { 'delivery.crm': 1 }]);
    expect([await chargedFor('k2'), await chargedFor('k4')]).toEqual([
      { ...message, 'delivery.crm': 1 },
      { ...message, 'delivery.crm': 1 },
    ]);
  });
});

describe('the ledger after all that', () => {
  it('nets what was taken back in the days that rating reads', async () => {
    const days = await ledgerDays(db.handling, ['t-alfa'], billingPeriodAt(pipeline.nowMs));
    const units = days.filter(({ meter }) => meter === 'ticket.opened').reduce((sum, day) => sum + day.units, 0);
    expect(units).toBe(2);
  });

  it('holds every check of reconciliation', async () => {
    expect((await reconcile(db.handling, pipeline.nowMs)).findings).toEqual([]);
  });
});
