import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { previewInvoices } from '../../src/app/invoicing.js';
import { billingPeriod, ledgerDays, lineFacts, rateUsage } from '../../src/billing/index.js';
import type { Invoice, InvoiceLine } from '../../src/domain/invoice.js';
import { sumEuro } from '../../src/domain/money.js';
import type { Database } from '../../src/platform/store/store.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { SETTINGS } from '../ops/small-settings.js';
import { newestDatabase } from '../support/newest-database.js';
import { closingScene, type ClosingScene } from './closing-scene.js';

/** The months of one autumn, told in order: each test goes on where the one before it stopped. */
let db: Database;
let scene: ClosingScene;

beforeAll(async () => {
  db = await newestDatabase();
  scene = await closingScene(db);
  await scene.says('an', '2026-09-10T08:00:00Z');
  await scene.says('bea', '2026-09-11T08:00:00Z', 'page-beta');
  // In Brussels it is October already.
  await scene.says('cas', '2026-09-30T22:30:00Z');
});

afterAll(() => db.close());

function shown({ number, kind, period, netEuro, payableEuro, buyer, preceding, dueDate }: Invoice) {
  return [number, kind, period, buyer.name, netEuro, payableEuro, dueDate, preceding.map((one) => one.number)];
}

function lineOf({ lines }: Invoice, meter: string): InvoiceLine {
  const line = lines.find((one) => one.meter === meter);
  if (line === undefined) {
    throw new Error(`there is no line of ${meter}`);
  }
  return line;
}

async function invoiceNamed(number: string): Promise<Invoice> {
  const found = (await scene.issued()).find((one) => one.number === number);
  if (found === undefined) {
    throw new Error(`${number} was not issued`);
  }
  return found;
}

async function factsOf(number: string, meter: string) {
  const invoice = await invoiceNamed(number);
  const line = lineOf(invoice, meter);
  return lineFacts(db.handling, { invoice, line }, SETTINGS.tariffs, { after: 0, limit: 50 });
}

describe('closing a month', () => {
  it('waits for the months before it', async () => {
    expect(await scene.close('2026-10')).toEqual([
      { kind: 'refused', debtor: '0207521503', name: 'alfa', reason: 'alfa: close 2026-09 first' },
      { kind: 'refused', debtor: '0207500123', name: 'beta', reason: 'beta: close 2026-09 first' },
    ]);
    expect(await scene.close('2026-08')).toMatchObject([{ kind: 'before-start' }, { kind: 'before-start' }]);
    expect(await scene.issued()).toEqual([]);
  });

  it('is previewed with the charges that the usage of the month shows, to the last decimal', async () => {
    const period = billingPeriod('2026-09');
    const days = await ledgerDays(db.handling, ['t-alfa'], period);
    const subscriptions = [{ tariff: 'basic', fromDate: '2026-01-01' }];
    const { totalEuro } = rateUsage({ period, days, subscriptions, versions: SETTINGS.tariffs });
    const parts = { store: db.handling, settings: SETTINGS, nowMs: Date.now() };
    const preview = await previewInvoices(parts, 't-alfa', period);
    const documents = preview.kind === 'documents' ? preview.documents : [];
    expect(documents.map(({ number, buyer }) => [number, buyer.name])).toEqual([['CONCEPT-000000', 'alfa']]);
    expect(sumEuro(documents.flatMap(({ lines }) => lines.map(({ exactEuro }) => exactEuro)))).toBe(totalEuro);
    expect(totalEuro).toBe('10.2');
  });

  it('is not previewed for who is not invoiced, and names a tariff that is gone', async () => {
    const period = billingPeriod('2026-09');
    const { invoicing: _, ...without } = SETTINGS;
    const ask = (settings: Settings) =>
      previewInvoices({ store: db.handling, settings, nowMs: Date.now() }, 't-alfa', period);
    expect(await ask(without)).toEqual({ kind: 'documents', documents: [] });
    expect(await ask({ ...SETTINGS, tariffs: [] })).toMatchObject({
      kind: 'unknown-price',
      detail: 'alfa, 2026-09: tariff "basic" is not in the settings, so its use has no price.',
    });
  });

  it('issues what the preview showed, one invoice for each debtor, with numbers in a row', async () => {
    const preview = await scene.preview('2026-09');
    await scene.close('2026-09', '2026-10-02T09:00:00Z');
    const issued = await scene.issued();
    // The fee of 10, a ticket and a message at 0.10: 10.20, and 21 % of it.
    expect(issued.map(shown)).toEqual([
      ['SCH-2026-000001', 'invoice', '2026-09', 'alfa', '10.20', '12.34', '2026-11-01', []],
      ['SCH-2026-000002', 'invoice', '2026-09', 'beta', '10.20', '12.34', '2026-11-01', []],
    ]);
    expect(preview.map(({ netEuro, lines }) => [netEuro, lines])).toEqual(
      issued.map(({ netEuro, lines }) => [netEuro, lines]),
    );
    expect(await scene.findings()).toEqual([]);
  });

  it('does nothing a second time', async () => {
    expect(await scene.close('2026-09')).toMatchObject([{ kind: 'closed' }, { kind: 'closed' }]);
    expect(await scene.issued()).toHaveLength(2);
    expect(await scene.preview('2026-09')).toEqual([]);
  });

  it('bills late use on the next invoice, with its month, and never touches the closed one', async () => {
    const before = await invoiceNamed('SCH-2026-000001');
    await scene.says('dirk', '2026-09-20T08:00:00Z');
    await scene.close('2026-10', '2026-11-02T09:00:00Z');
    const next = await invoiceNamed('SCH-2026-000003');
    expect(
      next.lines.map(({ kind, period, meter, units, amountEuro, corrects }) => [
        kind,
        period,
        meter,
        units,
        amountEuro,
        corrects,
      ]),
    ).toEqual([
      ['charge', '2026-10', null, 0, '10.00', null],
      ['charge', '2026-10', 'ticket.opened', 1, '0.10', null],
      ['charge', '2026-10', 'message.received', 1, '0.10', null],
      ['correction', '2026-09', 'ticket.opened', 1, '0.10', 'SCH-2026-000001'],
      ['correction', '2026-09', 'message.received', 1, '0.10', 'SCH-2026-000001'],
    ]);
    expect(next.lines.at(-1)?.sentence).toBe(
      'Correctie op factuur SCH-2026-000001: van 1 naar 2 stuks, € 0,10. De regel is nu: 2 berichten ontvangen aan € 0,10 per stuk: € 0,20 (tarief "basic", versie van 2020-01-01).',
    );
    expect(await invoiceNamed('SCH-2026-000001')).toEqual(before);
    expect(await scene.findings()).toEqual([]);
  });

  it('gives back by a credit note on the invoice that it corrects', async () => {
    await scene.judges('spam', 'an', true);
    await scene.close('2026-11');
    expect((await scene.issued()).slice(4).map(shown)).toEqual([
      ['SCH-2026-000005', 'invoice', '2026-11', 'alfa', '10.00', '12.10', '2027-01-02', []],
      // The ticket and the message of An, at 0.10 each.
      ['SCH-2026-000006', 'credit-note', '2026-11', 'alfa', '0.20', '0.24', null, ['SCH-2026-000001']],
      ['SCH-2026-000007', 'invoice', '2026-11', 'beta', '10.00', '12.10', '2027-01-02', []],
    ]);
    expect(await scene.findings()).toEqual([]);
  });

  it('bills again what was no spam after all', async () => {
    await scene.judges('no spam', 'an', false);
    await scene.close('2026-12', '2027-01-02T09:00:00Z');
    const [next] = (await scene.issued()).filter(({ period }) => period === '2026-12');
    expect(next?.number).toBe('SCH-2027-000001');
    expect(
      next?.lines
        .filter(({ kind }) => kind === 'correction')
        .map(({ period, units, amountEuro }) => [period, units, amountEuro]),
    ).toEqual([
      ['2026-09', 1, '0.10'],
      ['2026-09', 1, '0.10'],
    ]);
    expect(await scene.findings()).toEqual([]);
  });
});

describe('the facts of a line', () => {
  it('are the entries that the closing saw, with their tickets and messages', async () => {
    const { facts, basis } = await factsOf('SCH-2026-000001', 'message.received');
    expect(basis).toEqual([]);
    expect(facts).toMatchObject([
      {
        ...{ unit: 1, quantity: 1, channel: 'chat', reason: null, deliveryId: null },
        ticketId: await scene.pipeline.ticketOf('an'),
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        occurredAt: new Date('2026-09-10T08:00:00Z'),
      },
    ]);
  });

  it('of a correction are what came since, and what took back', async () => {
    const invoice = await invoiceNamed('SCH-2026-000003');
    const line = invoice.lines.find(({ kind, meter }) => kind === 'correction' && meter === 'ticket.opened');
    const late = line && (await lineFacts(db.handling, { invoice, line }, SETTINGS.tariffs, { after: 0, limit: 50 }));
    expect(late?.facts.map(({ unit, quantity, ticketId }) => [unit, quantity, ticketId])).toEqual([
      [null, 1, await scene.pipeline.ticketOf('dirk')],
    ]);
    const back = await factsOf('SCH-2026-000006', 'ticket.opened');
    expect(back.facts.map(({ quantity, reason, ticketId }) => [quantity, reason, ticketId])).toEqual([
      [-1, 'spam', await scene.pipeline.ticketOf('an')],
    ]);
  });

  it('come a page at a time', async () => {
    const invoice = await invoiceNamed('SCH-2026-000001');
    const line = lineOf(invoice, 'ticket.opened');
    const page = (after: number) => lineFacts(db.handling, { invoice, line }, SETTINGS.tariffs, { after, limit: 1 });
    expect((await page(0)).facts).toHaveLength(1);
    expect((await page(1)).facts).toEqual([]);
  });
});

describe('a month', () => {
  it('ends at midnight in Brussels', async () => {
    expect(billingPeriod('2026-10').fromMs).toBe(Date.parse('2026-09-30T22:00:00Z'));
    const { facts } = await factsOf('SCH-2026-000003', 'ticket.opened');
    expect(facts.map(({ ticketId }) => ticketId)).toEqual([await scene.pipeline.ticketOf('cas')]);
  });
});
