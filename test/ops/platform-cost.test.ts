import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { closingParts } from '../../src/app/invoicing.js';
import { releaseParked } from '../../src/handling/release/release-parked.js';
import { billingPeriod, ledgerDays, previewMonth, rateUsage, renderInvoice } from '../../src/billing/index.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import type { Database } from '../../src/platform/store/store.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { newestDatabase } from '../support/newest-database.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL, CRM, SETTINGS, smallWorld } from './small-settings.js';

/** Longer than one part may be, so that there are two. */
const LONG_ANSWER = 'Wij komen de stoep morgen herstellen. Daarna ruimen wij alles weer op.';
const [SERVICE, UTILITY] = [`${CHANNEL}.service`, `${CHANNEL}.utility`];

/** Other prices from 1 January 2027 in Brussels on, passed on as they are. */
const settings: Settings = {
  ...SETTINGS,
  tariffs: SETTINGS.tariffs.map((tariff) => ({
    ...tariff,
    unitPriceEuro: { ...tariff.unitPriceEuro, 'platform.cost': '1' },
  })),
  platformPrices: [
    { platform: CHANNEL, validFrom: '2026-10-01', source: 'test', prices: { [SERVICE]: '0.0456' } },
    { platform: CHANNEL, validFrom: '2027-01-01', source: 'test', prices: { [SERVICE]: '0.05' } },
  ],
};
const withUtility: Settings = {
  ...settings,
  hash: 'with-utility',
  platformPrices: (settings.platformPrices ?? []).map((card) => ({
    ...card,
    prices: { ...card.prices, [UTILITY]: '0.07' },
  })),
};

const NOW = Date.parse('2026-12-31T22:30:00Z');
let db: Database;
let pipeline: Pipeline;
let world = smallWorld(settings);

beforeAll(async () => {
  db = await newestDatabase();
  pipeline = await pipelineOn(
    db,
    ({ delivery }) => [
      delivery.target === CRM && delivery.kind === 'opened'
        ? { kind: 'delivered', remoteTicketId: `record-${delivery.ticketId}` }
        : { kind: 'delivered', remoteId: `remote-${delivery.id}` },
    ],
    { world: () => world, now: () => NOW },
  );
});

afterAll(() => db.close());

async function take(...events: ChannelEvent[]): Promise<void> {
  for (const event of events) {
    await pipeline.post({ events: [event] });
  }
  await pipeline.split();
  await pipeline.decide();
}

function at(who: string, key: string, occurredAtMs: number) {
  return { channel: CHANNEL, account: 'page-alfa', key, conversation: who, occurredAtMs };
}

/** Sends an answer to a citizen who wrote, and gives the ids of its parts. */
async function answer(who: string, text: string): Promise<readonly string[]> {
  const message = { id: `m-${who}`, text: 'Mijn stoep is stuk', attachments: [], isPublic: false };
  const citizen = { aliases: [{ kind: 'id', value: who }], name: 'Mia' };
  await take({ ...at(who, `m:${who}`, NOW - 60_000), action: 'open', message, citizen });
  const ticket = await pipeline.ticketOf(who);
  await pipeline.command(`reply-${who}`, ticket, { type: 'reply', text, author: 'Jan', isFinal: true });
  await pipeline.decide();
  await pipeline.deliver();
  await pipeline.decide();
  const rows = await db.handling.query<{ id: string }>(
    "select id from delivery where ticket_id = $1 and kind = 'reply' order by part",
    [ticket],
  );
  return rows.map(({ id }) => id);
}

interface Told {
  readonly who: string;
  readonly part: string;
  readonly status: 'sent' | 'delivered' | 'read';
  readonly item?: string;
  readonly atMs?: number;
}

let told = 0;

function receipt({ who, part, status, item, atMs = NOW }: Told): ChannelEvent {
  told += 1;
  return {
    ...at(who, `r:${told}`, atMs),
    action: 'delivery',
    receipt: {
      ...{ status, reference: `schakel:${part}`, messageId: `remote-${part}` },
      ...(item === undefined ? {} : { pricing: { type: 'regular' }, price: { item } }),
    },
  };
}

interface Entry {
  readonly fact_id: string;
  readonly quantity: number;
  readonly target: string;
  readonly billing_day: string;
  readonly fact_kind: string;
}

async function entriesOf(who: string): Promise<readonly Entry[]> {
  return db.handling.query<Entry>(
    `select fact_id, quantity, target, billing_day::text, fact_kind from usage_entry
     where ticket_id = $1 and meter = 'platform.cost' order by fact_id, quantity`,
    [await pipeline.ticketOf(who)],
  );
}

async function findings(): Promise<readonly string[]> {
  const report = await reconcile(db.handling, NOW);
  return report.findings.map(({ check }) => check).filter((check) => check.startsWith('platform'));
}

describe('what a platform charges', () => {
  it('is charged once for each part, whatever receipts come and in whatever order', async () => {
    const [one = '', two = ''] = await answer('c1', LONG_ANSWER);
    await take(
      receipt({ who: 'c1', part: one, status: 'read', item: SERVICE }),
      receipt({ who: 'c1', part: one, status: 'sent' }),
      receipt({ who: 'c1', part: one, status: 'delivered', item: SERVICE }),
      receipt({ who: 'c1', part: two, status: 'delivered', item: SERVICE }),
      receipt({ who: 'c1', part: two, status: 'read', item: SERVICE }),
    );
    await take(receipt({ who: 'c1', part: two, status: 'read', item: SERVICE }));
    const entry = { quantity: 45_600, target: SERVICE, billing_day: '2026-12-31', fact_kind: 'delivery' };
    expect(await entriesOf('c1')).toEqual([one, two].toSorted().map((part) => ({ ...entry, fact_id: part })));
  });

  it('stands in the month to the last decimal, in words that say an amount', async () => {
    const period = billingPeriod('2026-12');
    const days = await ledgerDays(db.handling, ['t-alfa'], period);
    const { lines } = rateUsage({
      ...{ period, days, versions: settings.tariffs },
      subscriptions: [{ tariff: 'basic', fromDate: '2026-01-01' }],
    });
    const { sentence, ...line } = lines.find(({ meter }) => meter === 'platform.cost') ?? {};
    expect(line).toMatchObject({ units: 91_200, quantity: 0.0912, unitPriceEuro: '1', amountEuro: '0.0912' });
    expect(sentence).toBe(
      '€ 0,0912 aan kosten van berichtenplatformen, doorgerekend zoals ze zijn: € 0,0912 (tarief "basic", versie van 2020-01-01).',
    );
  });

  it('stands on the invoice as euros times the factor, in each of its forms', async () => {
    const parts = closingParts(db.handling, settings, Date.parse('2027-01-02T12:00:00Z'));
    const [invoice] = await previewMonth(parts, { period: billingPeriod('2026-12') });
    const line = invoice?.lines.find(({ tenant, meter }) => tenant === 't-alfa' && meter === 'platform.cost');
    expect(line).toMatchObject({ units: 91_200, quantity: '0.0912', unitPriceEuro: '1', exactEuro: '0.0912' });
    const draft = invoice ?? fail();
    const [ubl, csv] = [(await renderInvoice(draft, 'xml')).body, (await renderInvoice(draft, 'csv')).body];
    expect(ubl).toContain('<cbc:InvoicedQuantity unitCode="C62">0.0912</cbc:InvoicedQuantity>');
    expect(csv).toContain(';91200;0,0912;1;0,0912;');
  });

  it('goes by the card of the day in Brussels', async () => {
    const [part = ''] = await answer('c2', 'Morgen.');
    const [late = ''] = await answer('c3', 'Morgen.');
    const newYear = Date.parse('2027-01-01T00:00:00+01:00');
    await take(
      receipt({ who: 'c2', part, status: 'delivered', item: SERVICE, atMs: newYear - 1000 }),
      receipt({ who: 'c3', part: late, status: 'delivered', item: SERVICE, atMs: newYear }),
    );
    expect((await entriesOf('c2')).map(({ quantity, billing_day: day }) => [quantity, day])).toEqual([
      [45_600, '2026-12-31'],
    ]);
    expect((await entriesOf('c3')).map(({ quantity, billing_day: day }) => [quantity, day])).toEqual([
      [50_000, '2027-01-01'],
    ]);
  });

  it('is nothing for a message that the platform gives for free, and before the first card', async () => {
    const [part = ''] = await answer('c4', 'Morgen.');
    const [early = ''] = await answer('c5', 'Morgen.');
    const before = Date.parse('2026-09-30T23:59:59+02:00');
    await take(
      receipt({ who: 'c4', part, status: 'delivered' }),
      receipt({ who: 'c5', part: early, status: 'delivered', item: SERVICE, atMs: before }),
    );
    expect([...(await entriesOf('c4')), ...(await entriesOf('c5'))]).toEqual([]);
    expect(await findings()).toEqual([]);
  });

  it('is given back when a person calls the ticket spam, also what comes after', async () => {
    const [one = '', two = ''] = await answer('c6', LONG_ANSWER);
    await take(receipt({ who: 'c6', part: one, status: 'delivered', item: SERVICE }));
    const close = { type: 'status', status: 'closed', author: 'Jan', isSpam: true } as const;
    await pipeline.command('spam', await pipeline.ticketOf('c6'), close);
    await pipeline.decide();
    await take(receipt({ who: 'c6', part: two, status: 'delivered', item: SERVICE }));
    expect((await entriesOf('c6')).map(({ quantity }) => quantity)).toEqual([-45_600, 45_600, -45_600, 45_600]);
  });

  it('waits, to be seen, for a price that the card lacks, and is charged once the price is there', async () => {
    const [part = ''] = await answer('c7', 'Morgen.');
    await take(receipt({ who: 'c7', part, status: 'delivered', item: UTILITY }));
    expect(await entriesOf('c7')).toEqual([]);
    expect(await findings()).toEqual(['platform-price']);
    world = smallWorld(withUtility);
    await releaseParked(db.handling, [], withUtility.hash);
    await pipeline.decide();
    expect((await entriesOf('c7')).map(({ quantity, target }) => [quantity, target])).toEqual([[70_000, UTILITY]]);
    expect(await findings()).toEqual([]);
  });
});

function fail(): never {
  throw new Error('there is no invoice');
}
