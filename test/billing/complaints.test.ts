import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { billingPeriod, ledgerDays, rateUsage, type DayUsage } from '../../src/billing/index.js';
import { sumEuro } from '../../src/domain/money.js';
import type { Tariff } from '../../src/domain/tariff.js';
import { newId } from '../../src/domain/ids.js';
import type { Database } from '../../src/platform/store/store.js';
import { pipelineOn, type Pipeline } from '../ops/pipeline.js';
import { CHANNEL } from '../ops/small-settings.js';
import { newestDatabase } from '../support/newest-database.js';

/** What users of other billing systems complain about; each name says where. */

const FLAT: Tariff = {
  ...{ name: 'basic', validFrom: '2026-01-01', monthlyFeeEuro: '0' },
  unitPriceEuro: {
    ...{ 'ticket.opened': '1', 'message.received': '0', 'answer.sent': '0.1' },
    ...{ 'forward.1700': '0', 'delivery.crm': '0', 'platform.cost': '0' },
  },
};

function used(units: number, change: Partial<DayUsage> = {}): DayUsage {
  return {
    ...{ meter: 'ticket.opened', tariff: 'basic', tariffVersion: '2026-01-01', date: '2026-11-10' },
    ...{ channel: 'x', outsideHours: false, units, ...change },
  };
}

function total(days: readonly DayUsage[], ...versions: readonly Tariff[]): string {
  const subscriptions = [{ tariff: 'basic', fromDate: '2026-01-01' }];
  return rateUsage({ period: billingPeriod('2026-11'), days, subscriptions, versions }).totalEuro;
}

let db: Database;
let pipeline: Pipeline;

beforeAll(async () => {
  db = await newestDatabase();
  pipeline = await pipelineOn(db, () => [{ kind: 'delivered' }]);
});

afterAll(() => db.close());

function says(id: string, page = 'page-alfa'): ChannelEvent {
  return {
    ...{ channel: CHANNEL, account: page, key: `m:${id}`, conversation: id, action: 'open' },
    occurredAtMs: pipeline.nowMs - 60_000,
    citizen: { aliases: [{ kind: 'id', value: id }], name: 'Mia' },
    message: { id, text: 'Een vraag', attachments: [], isPublic: false },
  };
}

async function opened(tenant: string): Promise<number> {
  const [row] = await db.handling.query<{ units: number }>(
    `select coalesce(sum(quantity), 0)::int as units from usage_entry where meter = 'ticket.opened' and tenant = $1`,
    [tenant],
  );
  return row?.units ?? 0;
}

async function entryAt(iso: string): Promise<void> {
  const id = newId(Date.parse(iso));
  await db.handling.query(
    `insert into usage_entry (id, tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff, settings_hash, occurred_at)
     values ($1, 't-clock', 'ticket.opened', 1, 'x', $1, 'event', $1, 'basic', 'x', $2)`,
    [id, new Date(iso)],
  );
}

async function daysIn(period: string): Promise<readonly (readonly [string, number])[]> {
  const days = await ledgerDays(db.handling, ['t-clock'], billingPeriod(period));
  return days.map(({ date, units }) => [date, units]);
}

describe('what others are blamed for', () => {
  it('does not bill twice what a platform tells twice, and one duplicate fails nothing (lago-api#5870, #3049)', async () => {
    await pipeline.post({ events: [says('d1'), says('d1'), says('d2')] }, { events: [says('d1')] });
    await pipeline.split();
    await pipeline.decide();
    expect(await opened('t-alfa')).toBe(2);
  });

  it('bills the same message id of two municipalities to each of them (openmeter PR#126)', async () => {
    await pipeline.post({ events: [says('same')] }, { events: [says('same', 'page-beta')] });
    await pipeline.split();
    await pipeline.decide();
    expect([await opened('t-alfa'), await opened('t-beta')]).toEqual([3, 1]);
  });

  it('puts use in the day and month of Brussels, both clock changes and the turn of the year included (killbill PR#1856, lago-api PR#879)', async () => {
    // The night of 29 March has 23 hours, that of 25 October 25.
    for (const iso of [
      ...['2026-03-28T22:59:59.999Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59.999Z', '2026-03-29T22:00:00Z'],
      ...['2026-10-24T21:59:59.999Z', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59.999Z', '2026-10-25T23:00:00Z'],
      ...['2026-12-31T22:59:59.999Z', '2026-12-31T23:00:00Z'],
    ]) {
      await entryAt(iso);
    }
    expect(await daysIn('2026-03')).toEqual([
      ['2026-03-28', 1],
      ['2026-03-29', 2],
      ['2026-03-30', 1],
    ]);
    expect(await daysIn('2026-10')).toEqual([
      ['2026-10-24', 1],
      ['2026-10-25', 2],
      ['2026-10-26', 1],
    ]);
    expect(await daysIn('2026-12')).toEqual([['2026-12-31', 1]]);
    expect(await daysIn('2027-01')).toEqual([['2027-01-01', 1]]);
  });

  it('keeps late use in the month in which it happened, with the time at which it was known beside it (killbill#876)', async () => {
    await entryAt('2026-07-31T21:59:00Z');
    expect(await daysIn('2026-07')).toEqual([['2026-07-31', 1]]);
    const [row] = await db.handling.query<{ late: boolean }>(
      `select known_at > occurred_at + interval '30 days' as late from usage_entry where tenant = 't-clock' and billing_day = '2026-07-31'`,
    );
    expect(row?.late).toBe(true);
  });

  it('undoes one unit under brackets: the price of the last one goes, not that of the average (lago#67, #105)', () => {
    const stairs = [{ upTo: 10, unitPriceEuro: '1' }, { unitPriceEuro: '0.25' }];
    const tariff = { ...FLAT, rates: { 'ticket.opened': { graduated: stairs } } };
    expect(total([used(12)], tariff)).toBe('10.5');
    expect(total([used(12), used(-1)], tariff)).toBe('10.25');
    expect(total([used(12), used(-1), used(1)], tariff)).toBe('10.5');
  });

  it('charges what is above a tier at the price above it, and the unit on the border below it (flexprice#793)', () => {
    const stairs = [{ upTo: 10, unitPriceEuro: '1' }, { unitPriceEuro: '0.25' }];
    const graduated = { ...FLAT, rates: { 'ticket.opened': { graduated: stairs } } };
    const volume = { ...FLAT, rates: { 'ticket.opened': { volume: stairs } } };
    expect([9, 10, 11].map((units) => total([used(units)], graduated))).toEqual(['9', '10', '10.25']);
    expect([9, 10, 11].map((units) => total([used(units)], volume))).toEqual(['9', '10', '2.75']);
  });

  it('never lets a later version reach back (killbill#1862, #1882, #1887)', () => {
    const later = { ...FLAT, validFrom: '2026-11-05', unitPriceEuro: { ...FLAT.unitPriceEuro, 'ticket.opened': '9' } };
    // The entry of the 10th was written before anybody knew of the version of the 5th.
    expect(total([used(1)], FLAT, later)).toBe(total([used(1)], FLAT));
  });

  it('names for each line the rule, the version and the units of the ledger (openmeter PR#3273)', () => {
    const tariff = { ...FLAT, rates: { 'ticket.opened': { free: 2 } }, minimumEuro: '50' };
    const { lines, totalEuro } = rateUsage({
      ...{ period: billingPeriod('2026-11'), days: [used(3), used(4, { meter: 'answer.sent' })], versions: [tariff] },
      subscriptions: [{ tariff: 'basic', fromDate: '2026-01-01' }],
    });
    expect(lines.map(({ rule, units, tariffVersion }) => [rule, units, tariffVersion])).toEqual([
      ['subscription', 0, '2026-01-01'],
      ['free', 2, '2026-01-01'],
      ['unit', 1, '2026-01-01'],
      ['unit', 4, '2026-01-01'],
      ['minimum', 0, '2026-01-01'],
    ]);
    expect(lines.every(({ sentence }) => sentence.includes('tarief "basic", versie van 2026-01-01'))).toBe(true);
    expect(sumEuro(lines.map(({ amountEuro }) => amountEuro ?? 'missing'))).toBe(totalEuro);
  });
});
