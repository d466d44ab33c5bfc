import { ExpectedFailure } from '../../domain/expected-failure.js';
import { groupBy } from '../../domain/group-by.js';
import type { Invoice } from '../../domain/invoice.js';
import { localDateOf } from '../../domain/time.js';
import type { Store } from '../../platform/store/store.js';
import type { Invoicing, Settings } from '../../settings/snapshot.js';
import { BILLING_TIME_ZONE, type BillingPeriod } from '../rating/billing-period.js';
import { UnknownPrice } from './charge-lines.js';
import { closingTurn, type ClosingTurn } from './closing-order.js';
import { draftBills, type Bill, type TenantMonth } from './draft-bills.js';
import { buyerOf, sellerOf, vatOfMonth } from './invoice-parties.js';
import { documentOf, InvoiceRefused, issueBills, type Issuing } from './issue-bills.js';
import { readClosing, type ClosingRead, type ReadKeptPromises } from './read-closing.js';

type Town = Settings['municipalities'][number];

/** What came of one debtor. */
export type DebtorOutcome =
  | { readonly kind: 'issued'; readonly debtor: string; readonly name: string; readonly invoices: readonly Invoice[] }
  /** Nothing to do: closed before, or not invoiced yet in that month. */
  | { readonly kind: 'closed' | 'before-start'; readonly debtor: string; readonly name: string }
  /** Not closed, and why, in a sentence. */
  | { readonly kind: 'refused'; readonly debtor: string; readonly name: string; readonly reason: string };

export interface ClosingParts {
  /** In the role handling, which sees every municipality. */
  readonly store: Store;
  readonly settings: Settings;
  readonly keptPromises: ReadKeptPromises;
  readonly nowMs: number;
  readonly onProgress?: (done: number, all: number) => void;
}

/** Which debtors; all of them when absent. */
export interface ClosingScope {
  readonly period: BillingPeriod;
  readonly debtors?: ReadonlySet<string>;
}

/** Without `invoicing.yaml` nobody is invoiced. */
export class NoInvoicing extends ExpectedFailure {
  constructor() {
    super('The configuration has no invoicing.yaml, which says who sends invoices. See docs/guides/invoices.md.');
  }
}

interface Debtor {
  readonly kbo: string;
  readonly name: string;
  readonly towns: readonly Town[];
}

/** Legal persons that pay, each with its municipalities. Who is not invoiced at all is left out. */
function debtorsOf({ municipalities }: Settings, wanted: ReadonlySet<string> | undefined): readonly Debtor[] {
  const invoiced = municipalities.filter(({ invoicing }) => invoicing !== undefined);
  return [...groupBy(invoiced, ({ kbo }) => kbo)]
    .filter(([kbo]) => wanted === undefined || wanted.has(kbo))
    .map(([kbo, towns]) => ({ kbo, name: towns[0]?.name ?? kbo, towns }));
}

function issuingOf(invoicing: Invoicing, { settings, nowMs }: ClosingParts, period: BillingPeriod): Issuing {
  const { series, paymentDays } = invoicing;
  const issueDate = localDateOf(nowMs, BILLING_TIME_ZONE);
  return { period, seller: sellerOf(invoicing), series, paymentDays, issueDate, settingsHash: settings.hash };
}

function turnOf({ tenant, invoicing }: Town, { period, subscriptions, lastClosed }: ClosingRead): ClosingTurn {
  return closingTurn(period.period, {
    from: invoicing?.from,
    subscriptions: subscriptions.get(tenant) ?? [],
    lastClosed: lastClosed.get(tenant),
  });
}

/** The municipalities of a debtor whose month is due; or why the debtor has no turn. */
function dueTowns(
  { towns }: Debtor,
  read: ClosingRead,
): readonly Town[] | 'closed' | 'before-start' | { readonly reason: string } {
  const turns = towns.map((town) => ({ town, turn: turnOf(town, read) }));
  const early = turns.flatMap(({ town, turn }) =>
    turn.kind === 'early' ? [`${town.name}: close ${turn.first} first`] : [],
  );
  const [due, closed] = (['due', 'closed'] as const).map((kind) => turns.filter(({ turn }) => turn.kind === kind));
  if (early.length > 0) {
    return { reason: early.join('; ') };
  }
  if (due === undefined || due.length === 0) {
    return (closed ?? []).length > 0 ? 'closed' : 'before-start';
  }
  // One debtor has one invoice a month. What a municipality that came later used before that stands on the next one.
  return (closed ?? []).length > 0
    ? {
        reason: `the month was closed without ${due.map(({ town }) => town.name).join(', ')}; set invoicing.from to a later month`,
      }
    : due.map(({ town }) => town);
}

function billsOf(towns: readonly Town[], read: ClosingRead, invoicing: Invoicing): readonly Bill[] {
  const [buyer] = towns.flatMap((town) => buyerOf(town) ?? []);
  if (buyer === undefined) {
    throw new Error('a municipality without an address is not invoiced');
  }
  const months = towns.flatMap(({ tenant }): TenantMonth[] => {
    const month = read.tenants.get(tenant);
    return month === undefined ? [] : [month];
  });
  const names = new Set(towns.map(({ tenant }) => tenant));
  const issued = read.issued.filter(({ lines }) => lines.some(({ tenant }) => names.has(tenant)));
  return draftBills({ buyer, tenants: months, issued }, read.period.period, (period) => vatOfMonth(invoicing, period));
}

interface Work {
  readonly parts: ClosingParts;
  readonly read: ClosingRead;
  readonly invoicing: Invoicing;
  readonly issuing: Issuing;
}

async function closeDebtor(debtor: Debtor, { parts, read, invoicing, issuing }: Work): Promise<DebtorOutcome> {
  const about = { debtor: debtor.kbo, name: debtor.name };
  const towns = dueTowns(debtor, read);
  if (typeof towns === 'string') {
    return { kind: towns, ...about };
  }
  if ('reason' in towns) {
    return { kind: 'refused', ...about, reason: towns.reason };
  }
  try {
    const bills = billsOf(towns, read, invoicing);
    const closing = { debtor: debtor.kbo, tenants: towns.map(({ tenant }) => tenant), bills, moment: read };
    const invoices = await issueBills(parts.store, closing, issuing);
    return invoices === undefined ? { kind: 'closed', ...about } : { kind: 'issued', ...about, invoices };
  } catch (error) {
    if (error instanceof UnknownPrice || error instanceof InvoiceRefused) {
      return { kind: 'refused', ...about, reason: error.message };
    }
    throw error;
  }
}

async function prepare(parts: ClosingParts, { period, debtors }: ClosingScope) {
  const { invoicing } = parts.settings;
  if (invoicing === undefined) {
    throw new NoInvoicing();
  }
  const all = debtorsOf(parts.settings, debtors);
  const towns = all.flatMap((one) => one.towns);
  const read = await readClosing(parts.store, parts.settings, towns, { period, keptPromises: parts.keptPromises });
  return { debtors: all, work: { parts, read, invoicing, issuing: issuingOf(invoicing, parts, period) } };
}

/**
 * Closes a month and issues its invoices, debtor by debtor: each of them whole or not at all, each once however often this
 * runs. The caller has seen that the month is over and that the ledger reconciles.
 *
 * @throws NoInvoicing
 */
export async function closeMonth(parts: ClosingParts, scope: ClosingScope): Promise<readonly DebtorOutcome[]> {
  const { debtors, work } = await prepare(parts, scope);
  const outcomes: DebtorOutcome[] = [];
  for (const debtor of debtors) {
    outcomes.push(await closeDebtor(debtor, work));
    parts.onProgress?.(outcomes.length, debtors.length);
  }
  return outcomes;
}

/** What a preview calls a document that has no number yet. */
const DRAFT = { series: 'CONCEPT', number: 0 };

/**
 * The documents as they would be issued now, under no number; also of a month that is not over. A debtor whose month is closed
 * has none: its invoices are there.
 *
 * @throws NoInvoicing, UnknownPrice
 */
export async function previewMonth(parts: ClosingParts, scope: ClosingScope): Promise<readonly Invoice[]> {
  const { debtors, work } = await prepare(parts, scope);
  return debtors.flatMap((debtor) => {
    const towns = dueTowns(debtor, work.read);
    const isLater = typeof towns !== 'string' && 'reason' in towns;
    // A month that still has one before it can be looked at all the same.
    const shown = isLater ? debtor.towns : typeof towns === 'string' ? [] : towns;
    return shown.length === 0
      ? []
      : billsOf(shown, work.read, work.invoicing).map((bill) => documentOf(bill, work.issuing, DRAFT));
  });
}
