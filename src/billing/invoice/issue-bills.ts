import { idOfName } from '../../domain/ids.js';
import type { Invoice, InvoiceSeller } from '../../domain/invoice.js';
import { dayNumberOf, isoDateOf } from '../../domain/time.js';
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

/** The next number of a series. Others wait until this transaction ends, so a number that is not used is not lost. */
async function takeNumber(sql: Sql, series: string): Promise<InvoiceNumber> {
  const [row] = await sql.query<{ number: number }>(
    `insert into invoice_series (series, last_number) values ($1, 1)
     on conflict (series) do update set last_number = invoice_series.last_number + 1 returning last_number as number`,
    [series],
  );
  return { series, number: row?.number ?? 0 };
}

interface Document {
  readonly invoice: Invoice;
  readonly number: InvoiceNumber;
  readonly tenants: readonly string[];
  /** Of a credit note the month that it gives back of; of an invoice its own. */
  readonly correctsPeriod: string;
}

async function keep(sql: Sql, { invoice, number, tenants, correctsPeriod }: Document): Promise<void> {
  await sql.query(
    `insert into invoice (id, kind, series, number, name, debtor, tenants, period, corrects_period, issued_on, payable_euro, document)
     values ($1, $2, $3, $4, $5, $6, $7::text[], $8, $9, $10::date, $11, $12::text::jsonb)`,
    [
      ...[invoice.id, invoice.kind, number.series, number.number, invoice.number, invoice.buyer.kbo, tenants],
      ...[invoice.period, correctsPeriod, invoice.issueDate, invoice.payableEuro, JSON.stringify(invoice)],
    ],
  );
}

/** A debtor with all that is closed and issued for it at once. */
export interface Closing {
  readonly debtor: string;
  readonly tenants: readonly string[];
  readonly bills: readonly Bill[];
  readonly moment: Moment;
}

/**
 * Closes the month of one debtor and issues its documents, in one transaction: all of it or nothing.
 *
 * @returns what was issued; undefined when another process closed the month meanwhile
 * @throws InvoiceRefused, and then nothing was closed and no number taken
 */
export async function issueBills(
  store: Store,
  { debtor, tenants, bills, moment }: Closing,
  issuing: Issuing,
): Promise<readonly Invoice[] | undefined> {
  const { period, issueDate, series, settingsHash } = issuing;
  return store
    .transaction('billing.close', async (sql) => {
      const closed = await sql.query<{ tenant: string }>(
        `insert into closed_month (tenant, period, debtor, seen, closed_at, settings_hash)
       select t, $2, $3, $4::pg_snapshot, $5::timestamptz, $6 from unnest($1::text[]) as t on conflict do nothing returning tenant`,
        [tenants, period.period, debtor, moment.seen, moment.at, settingsHash],
      );
      if (closed.length < tenants.length) {
        // Rolled back below: a debtor is closed whole or not at all.
        throw new ClosedMeanwhile();
      }
      const issued: Invoice[] = [];
      for (const bill of bills) {
        const number = await takeNumber(sql, `${series}-${issueDate.slice(0, 4)}`);
        const invoice = documentOf(bill, issuing, number);
        const mistakes = checkInvoice(invoice);
        if (mistakes.length > 0) {
          throw new InvoiceRefused(bill.buyer.name, mistakes);
        }
        await keep(sql, { invoice, number, tenants, correctsPeriod: bill.correctsPeriod });
        issued.push(invoice);
      }
      return issued;
    })
    .catch((error: unknown) => {
      if (error instanceof ClosedMeanwhile) {
        return undefined;
      }
      throw error;
    });
}

class ClosedMeanwhile extends Error {}
