import { groupBy } from '../../domain/group-by.js';
import type { Invoice, InvoiceBuyer, InvoiceKind, VatRate } from '../../domain/invoice.js';
import { compareEuro, sumEuro } from '../../domain/money.js';
import { tariffOn } from '../../domain/tariff.js';
import { subscriptionSpans } from '../rating/rate-subscription.js';
import { rateUsage, type MonthOfUse } from '../rating/rate-usage.js';
import { chargeLines, type MonthOfTenant } from './charge-lines.js';
import type { TaxedLine } from './compose-invoice.js';
import { billedLines, correctionLines, turned } from './correction-lines.js';
import { serviceCreditLines, type KeptPromises } from './service-credit-lines.js';
import type { UnbilledLine } from './unbilled-line.js';

/** An earlier month of a municipality that got use which no closing saw. */
export interface LateUse {
  readonly period: string;
  /** All of the month by what is known now. */
  readonly use: MonthOfUse;
}

export interface TenantMonth {
  readonly month: MonthOfTenant;
  readonly use: MonthOfUse;
  readonly kept: readonly KeptPromises[];
  readonly late: readonly LateUse[];
}

/** A legal person that pays, with the municipalities that it pays for. */
export interface DebtorMonth {
  readonly buyer: InvoiceBuyer;
  readonly tenants: readonly TenantMonth[];
  /** All that was issued for them since the oldest month with late use. */
  readonly issued: readonly Invoice[];
}

/** A document to be issued, but for its number and dates. */
export interface Bill {
  readonly kind: InvoiceKind;
  /** Of a credit note the month that it gives back of; of an invoice its own. */
  readonly correctsPeriod: string;
  readonly buyer: InvoiceBuyer;
  readonly preceding: Invoice['preceding'];
  readonly lines: readonly TaxedLine[];
}

function monthLines({ month, use, kept }: TenantMonth): readonly UnbilledLine[] {
  const rated = rateUsage(use);
  const last = subscriptionSpans(use.subscriptions, use.period).at(-1);
  const tariff = last === undefined ? undefined : tariffOn(use.versions, last.tariff, last.firstDate);
  return [...chargeLines(month, rated), ...serviceCreditLines(month, tariff, rated.totalEuro, kept)];
}

/** The invoice by which a month was billed first. */
function invoiceOf(issued: readonly Invoice[], tenant: string, period: string): Invoice | undefined {
  return issued.find(
    (one) => one.kind === 'invoice' && one.period === period && one.lines.some((line) => line.tenant === tenant),
  );
}

interface Corrected {
  readonly invoice: Invoice;
  readonly lines: readonly UnbilledLine[];
}

function corrections({ tenants, issued }: DebtorMonth): readonly Corrected[] {
  return tenants.flatMap(({ month, late }) =>
    late.flatMap(({ period, use }) => {
      const invoice = invoiceOf(issued, month.tenant, period);
      if (invoice === undefined) {
        throw new Error(`${month.tenant}, ${period}: the month is closed and has no invoice; run schakel reconcile`);
      }
      const about = { ...month, period };
      const now = chargeLines(about, rateUsage(use));
      const billed = billedLines(issued, about);
      const lines = correctionLines({ ...about, invoice: invoice.number, now, billed });
      return lines.length === 0 ? [] : [{ invoice, lines }];
    }),
  );
}

function named({ number, issueDate }: Invoice): Invoice['preceding'][number] {
  return { number, issueDate };
}

function creditNote(invoice: Invoice, lines: readonly TaxedLine[]): Bill {
  const { buyer, period } = invoice;
  return { kind: 'credit-note', correctsPeriod: period, buyer, preceding: [named(invoice)], lines: lines.map(turned) };
}

/**
 * The documents of a month for one debtor: its invoice, and a credit note for each earlier invoice of which more is given
 * back than added. What was late in a month that costs more now stands on the invoice. Pure, and the same for a preview
 * and for a closing.
 *
 * @param vatOf the rate for a month of use
 * @throws UnknownPrice
 */
export function draftBills(debtor: DebtorMonth, period: string, vatOf: (period: string) => VatRate): readonly Bill[] {
  const tax = (line: UnbilledLine): TaxedLine => ({ ...line, vat: vatOf(line.period) });
  const ofInvoices = [...groupBy(corrections(debtor), ({ invoice }) => invoice.number).values()].flatMap((group) => {
    const [first] = group;
    const lines = group.flatMap((one) => one.lines).map(tax);
    const gives = compareEuro(sumEuro(lines.map(({ exactEuro }) => exactEuro)), '0') < 0;
    return first === undefined ? [] : [{ invoice: first.invoice, lines, gives }];
  });
  const own = debtor.tenants.flatMap(monthLines).map(tax);
  const added = ofInvoices.filter(({ gives }) => !gives);
  const preceding = added.map(({ invoice }) => named(invoice));
  const all = [...own, ...added.flatMap(({ lines }) => lines)];
  return [
    { kind: 'invoice', correctsPeriod: period, buyer: debtor.buyer, preceding, lines: all },
    ...ofInvoices.filter(({ gives }) => gives).map(({ invoice, lines }) => creditNote(invoice, lines)),
  ];
}
