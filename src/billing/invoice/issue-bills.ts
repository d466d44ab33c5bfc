import { groupBy } from '../../domain/group-by.js';
import { idOfName } from '../../domain/ids.js';
import type { Invoice, InvoiceSeller } from '../../domain/invoice.js';
import { dayNumberOf, isoDateOf } from '../../domain/time.js';
import { arrayLiteral } from '../../platform/store/array-literal.js';
import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sql, Store } from '../../platform/store/store.js';
import type { BillingPeriod } from '../rating/billing-period.js';
import type { Moment } from './closing-rows.js';
import { composeInvoice, type InvoiceHead } from './compose-invoice.js';
import { checkInvoice } from './documents/check-invoice.js';
import { paymentReferenceOf } from './documents/payment-reference.js';
import type { Bill } from './draft-bills.js';

/** What all documents of one closing share. */
export interface Issuing {
  readonly period: BillingPeriod;
  readonly seller: InvoiceSeller;
  readonly series: string;
  readonly paymentDays: number;
  /** Local date `YYYY-MM-DD`. */
  readonly issueDate: string;
  readonly settingsHash: string;
  readonly moment: Moment;
}

/** A number of a series in a year. */
export interface InvoiceNumber {
  /** `SCH-2026` */
  readonly series: string;
  readonly number: number;
}

/** An invoice that breaks a rule of the law or its own arithmetic is not issued. */
export class InvoiceRefused extends Error {
  constructor(name: string, mistakes: readonly string[]) {
    super([`The invoice for ${name} is not issued:`, ...mistakes].join('\n'));
  }
}

const DIGITS = 6;

function nameOf({ series, number }: InvoiceNumber): string {
  return `${series}-${String(number).padStart(DIGITS, '0')}`;
}

function headOf(bill: Bill, issuing: Issuing, number: InvoiceNumber): InvoiceHead {
  const { period, seller, paymentDays, issueDate, settingsHash } = issuing;
  const year = issueDate.slice(0, 4);
  const isInvoice = bill.kind === 'invoice';
  return {
    id: idOfName(`${bill.kind} ${bill.buyer.kbo} ${period.period} ${bill.correctsPeriod}`),
    ...{ kind: bill.kind, number: nameOf(number), issueDate },
    dueDate: isInvoice ? isoDateOf(dayNumberOf(issueDate) + paymentDays) : null,
    ...{ period: period.period, firstDate: period.firstDate, lastDate: isoDateOf(period.firstDay + period.days - 1) },
    ...{ seller, buyer: bill.buyer, preceding: bill.preceding, settingsHash },
    // Year and number are ten digits, as many as a structured reference holds.
    paymentReference: paymentReferenceOf(`${year}${String(number.number).padStart(DIGITS, '0')}`),
  };
}

/** The document of a bill under a number. */
export function documentOf(bill: Bill, issuing: Issuing, number: InvoiceNumber): Invoice {
  return composeInvoice(headOf(bill, issuing, number), bill.lines);
}

/** The first of so many next numbers of a series. Others wait until this transaction ends, so what is not used is not lost. */
async function takeNumbers(sql: Sql, series: string, count: number): Promise<number> {
  const [row] = await sql.query<{ first: number }>(
    `insert into invoice_series (series, last_number) values ($1, $2::int)
     on conflict (series) do update set last_number = invoice_series.last_number + $2::int
     returning last_number - $2::int + 1 as first`,
    [series, count],
  );
  return row?.first ?? 0;
}

interface Document {
  /** For whom the month is closed. A credit note is for who got the invoice, which can be another one. */
  readonly closedFor: string;
  readonly invoice: Invoice;
  readonly number: InvoiceNumber;
  readonly tenants: readonly string[];
  /** Of a credit note the month that it gives back of; of an invoice its own. */
  readonly correctsPeriod: string;
}

const insertDocuments = insertInto<Document>('invoice', {
  id: ['uuid', ({ invoice }) => invoice.id],
  kind: ['text', ({ invoice }) => invoice.kind],
  series: ['text', ({ number }) => number.series],
  number: ['int', ({ number }) => number.number],
  name: ['text', ({ invoice }) => invoice.number],
  debtor: ['text', ({ invoice }) => invoice.buyer.kbo],
  tenants: ['text[]', ({ tenants }) => arrayLiteral(tenants)],
  period: ['text', ({ invoice }) => invoice.period],
  corrects_period: ['text', ({ correctsPeriod }) => correctsPeriod],
  issued_on: ['date', ({ invoice }) => invoice.issueDate],
  payable_euro: ['text', ({ invoice }) => invoice.payableEuro],
  document: ['jsonb', ({ invoice }) => JSON.stringify(invoice)],
});

/** A debtor with all that is closed and issued for it at once. */
export interface Closing {
  readonly debtor: string;
  readonly name: string;
  readonly tenants: readonly string[];
  readonly bills: readonly Bill[];
}

/** Another process closed the month of one of the debtors. */
export class ClosedMeanwhile extends Error {}

async function closeMonths(sql: Sql, closings: readonly Closing[], { period, moment, settingsHash }: Issuing) {
  const months = closings.flatMap(({ debtor, tenants }) => tenants.map((tenant) => ({ tenant, debtor })));
  // In one order everywhere, so that two who close at once wait for each other and never both.
  const closed = await sql.query<{ tenant: string }>(
    `insert into closed_month (tenant, period, debtor, seen, closed_at, settings_hash)
     select tenant, $3, debtor, $4::pg_snapshot, $5::timestamptz, $6 from unnest($1::text[], $2::text[]) as t(tenant, debtor)
     order by tenant on conflict do nothing returning tenant`,
    [
      ...[months.map(({ tenant }) => tenant), months.map(({ debtor }) => debtor)],
      ...[period.period, moment.seen, moment.at, settingsHash],
    ],
  );
  if (closed.length < months.length) {
    // Rolls all back: a debtor is closed whole or not at all.
    throw new ClosedMeanwhile();
  }
}

/** All documents under numbers in a row, in the order of the debtors. */
function numbered(closings: readonly Closing[], issuing: Issuing, series: string, first: number): readonly Document[] {
  const bills = closings.flatMap((closing) => closing.bills.map((bill) => ({ bill, closing })));
  return bills.map(({ bill, closing: { debtor: closedFor, tenants } }, index) => {
    const number = { series, number: first + index };
    const invoice = documentOf(bill, issuing, number);
    const mistakes = checkInvoice(invoice);
    if (mistakes.length > 0) {
      throw new InvoiceRefused(bill.buyer.name, mistakes);
    }
    return { closedFor, invoice, number, tenants, correctsPeriod: bill.correctsPeriod };
  });
}

/**
 * Closes the month of some debtors and issues their documents, in one transaction: all of it or nothing.
 *
 * @returns what was issued, for each debtor
 * @throws ClosedMeanwhile, InvoiceRefused: of one debtor, and then nothing was closed of any and no number taken
 */
export async function issueBills(
  store: Store,
  closings: readonly Closing[],
  issuing: Issuing,
): Promise<readonly (readonly Invoice[])[]> {
  const series = `${issuing.series}-${issuing.issueDate.slice(0, 4)}`;
  const count = closings.reduce((sum, { bills }) => sum + bills.length, 0);
  const documents = await store.transaction('billing.close', async (sql) => {
    await closeMonths(sql, closings, issuing);
    const made = numbered(closings, issuing, series, await takeNumbers(sql, series, count));
    await insertDocuments(sql, made, undefined);
    return made;
  });
  const byDebtor = groupBy(documents, ({ closedFor }) => closedFor);
  return closings.map(({ debtor }) => (byDebtor.get(debtor) ?? []).map(({ invoice }) => invoice));
}
