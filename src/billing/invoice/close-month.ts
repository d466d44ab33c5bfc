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
import { ClosedMeanwhile, documentOf, InvoiceRefused, issueBills, type Closing, type Issuing } from './issue-bills.js';
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

function issuingOf(invoicing: Invoicing, { settings, nowMs }: ClosingParts, read: ClosingRead): Issuing {
  const { series, paymentDays } = invoicing;
  const issueDate = localDateOf(nowMs, BILLING_TIME_ZONE);
  const { period, ...moment } = read;
  return { period, seller: sellerOf(invoicing), series, paymentDays, issueDate, settingsHash: settings.hash, moment };
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

/** What is to be issued for a debtor; or why nothing is. */
function draftDebtor(debtor: Debtor, { read, invoicing }: Work): Closing | DebtorOutcome {
  const who = { debtor: debtor.kbo, name: debtor.name };
  const towns = dueTowns(debtor, read);
  if (typeof towns === 'string') {
    return { kind: towns, ...who };
  }
  if ('reason' in towns) {
    return { kind: 'refused', ...who, reason: towns.reason };
  }
  try {
    return { ...who, tenants: towns.map(({ tenant }) => tenant), bills: billsOf(towns, read, invoicing) };
  } catch (error) {
    if (error instanceof UnknownPrice) {
      return { kind: 'refused', ...who, reason: error.message };
    }
    throw error;
  }
}

/** Closes all of them in one transaction. Where that is refused because of one of them, each has its own. */
async function closeTogether(closings: readonly Closing[], work: Work): Promise<readonly DebtorOutcome[]> {
  const [first, ...others] = closings;
  if (first === undefined) {
    return [];
  }
  try {
    const issued = await issueBills(work.parts.store, closings, work.issuing);
    return closings.map(({ debtor, name }, at) => ({ kind: 'issued', debtor, name, invoices: issued[at] ?? [] }));
  } catch (error) {
    const isRefused = error instanceof InvoiceRefused;
    if (!isRefused && !(error instanceof ClosedMeanwhile)) {
      throw error;
    }
    if (others.length === 0) {
      const { debtor, name } = first;
      return [isRefused ? { kind: 'refused', debtor, name, reason: error.message } : { kind: 'closed', debtor, name }];
    }
  }
  const outcomes: DebtorOutcome[] = [];
  for (const closing of closings) {
    outcomes.push(...(await closeTogether([closing], work)));
  }
  return outcomes;
}

async function closeDebtors(debtors: readonly Debtor[], work: Work): Promise<readonly DebtorOutcome[]> {
  const drafts = debtors.map((debtor) => draftDebtor(debtor, work));
  const closed = await closeTogether(
    drafts.flatMap((draft) => ('bills' in draft ? draft : [])),
    work,
  );
  const outcomes = new Map(closed.map((outcome) => [outcome.debtor, outcome]));
  return drafts.flatMap((draft) => ('bills' in draft ? (outcomes.get(draft.debtor) ?? []) : draft));
}

async function prepare(parts: ClosingParts, { period, debtors }: ClosingScope) {
  const { invoicing } = parts.settings;
  if (invoicing === undefined) {
    throw new NoInvoicing();
  }
  const all = debtorsOf(parts.settings, debtors);
  const towns = all.flatMap((one) => one.towns);
  const read = await readClosing(parts.store, parts.settings, towns, { period, keptPromises: parts.keptPromises });
  return { debtors: all, work: { parts, read, invoicing, issuing: issuingOf(invoicing, parts, read) } };
}

/** In at most so many transactions a month is closed: each of them waits for the disk, and tells how far it is. */
const TRANSACTIONS = 12;

/**
 * Closes a month and issues its invoices, some debtors at a time: each of them whole or not at all, each once however often
 * this runs. The caller has seen that the month is over and that the ledger reconciles.
 *
 * @throws NoInvoicing
 */
export async function closeMonth(parts: ClosingParts, scope: ClosingScope): Promise<readonly DebtorOutcome[]> {
  const { debtors, work } = await prepare(parts, scope);
  const outcomes: DebtorOutcome[] = [];
  const together = Math.ceil(debtors.length / TRANSACTIONS);
  for (let next = 0; next < debtors.length; next += together) {
    outcomes.push(...(await closeDebtors(debtors.slice(next, next + together), work)));
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
