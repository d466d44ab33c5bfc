import type { Invoice, InvoiceLine } from '../../domain/invoice.js';
import { compareEuro, multiplyEuro, negateEuro, sayExactEuro, sumEuro, type EuroText } from '../../domain/money.js';
import { billedQuantity } from '../../domain/platform-price.js';
import { groupBy } from '../../domain/group-by.js';
import type { Meter } from '../../domain/vocabulary.js';
import { asOne, lineKey, type UnbilledLine } from './unbilled-line.js';

/** Units and exact amount of one line of a month, over all that was billed of it. */
interface Sum {
  readonly units: number;
  readonly exactEuro: EuroText;
}

/** The lines of a municipality and month in invoices and credit notes, each with the sign that it has for the debtor. */
export function billedLines(
  invoices: readonly Pick<Invoice, 'kind' | 'lines'>[],
  month: Pick<InvoiceLine, 'tenant' | 'period'>,
): readonly UnbilledLine[] {
  return invoices.flatMap(({ kind, lines }) =>
    lines
      // A promise that was not kept is settled once; it is no price of use.
      .filter((line) => line.tenant === month.tenant && line.period === month.period && line.kind !== 'service-credit')
      .map((line) => (kind === 'invoice' ? line : turned(line))),
  );
}

/** A line as the other side sees it. */
export function turned<Line extends UnbilledLine>(line: Line): Line {
  return {
    ...line,
    units: line.units === 0 ? 0 : -line.units,
    quantity: negateEuro(line.quantity),
    exactEuro: negateEuro(line.exactEuro),
  };
}

function sumOf(lines: readonly UnbilledLine[]): Sum {
  return {
    units: lines.reduce((sum, { units }) => sum + units, 0),
    exactEuro: sumEuro(lines.map(({ exactEuro }) => exactEuro)),
  };
}

/** The change as units times the price where that is what it is, as one amount otherwise. */
function priceOf(line: UnbilledLine, units: number, exactEuro: EuroText) {
  const { meter, unitPriceEuro } = line;
  const quantity = String(billedQuantity(meter, units));
  const isProduct = units !== 0 && compareEuro(multiplyEuro(unitPriceEuro, quantity), exactEuro) === 0;
  return isProduct ? { quantity, unitPriceEuro, exactEuro } : asOne(exactEuro);
}

interface Change {
  readonly meter: Meter | null;
  readonly invoice: string;
  readonly was: Sum;
  readonly is: Sum;
  readonly exactEuro: EuroText;
  /** Undefined when the month has no such line any more. */
  readonly sentence: string | undefined;
}

/** Units as they stand in the sentence of a correction; what platforms charge is counted in euro. */
function sayUnits(meter: Meter | null, units: number): string {
  const quantity = String(billedQuantity(meter, units));
  return meter === 'platform.cost' ? sayExactEuro(quantity) : quantity;
}

function sentenceOf({ meter, invoice, was, is, exactEuro, sentence }: Change): string {
  const things = meter === 'platform.cost' ? 'kosten van berichtenplatformen' : 'stuks';
  const counted =
    was.units === is.units ? '' : ` van ${sayUnits(meter, was.units)} naar ${sayUnits(meter, is.units)} ${things},`;
  const now = sentence === undefined ? 'De regel vervalt.' : `De regel is nu: ${sentence}`;
  return `Correctie op factuur ${invoice}:${counted} ${sayExactEuro(exactEuro)}. ${now}`;
}

/** The month whose use is rated again, and the invoice that it was billed by. */
export interface Recount {
  readonly tenant: string;
  readonly tenantName: string;
  readonly period: string;
  /** The number of that invoice. */
  readonly invoice: string;
  /** What the month costs by all that is known now. */
  readonly now: readonly UnbilledLine[];
  /** All that was billed of it, corrections counted; see `billedLines`. */
  readonly billed: readonly UnbilledLine[];
}

/** One line as it was billed and as it is; undefined when nothing of it changed. */
function lineOfChange(
  { tenant, tenantName, period, invoice }: Recount,
  before: readonly UnbilledLine[],
  after: readonly UnbilledLine[],
): UnbilledLine | undefined {
  const [was, is] = [sumOf(before), sumOf(after)];
  const [line] = [...after, ...before];
  const units = is.units - was.units;
  const exactEuro = sumEuro([is.exactEuro, negateEuro(was.exactEuro)]);
  if (line === undefined || (units === 0 && compareEuro(exactEuro, '0') === 0)) {
    return undefined;
  }
  const { rule, meter, tariff, tariffVersion, bracket } = line;
  return {
    ...{ kind: 'correction', tenant, tenantName, period, corrects: invoice },
    ...{ rule, meter, tariff, tariffVersion, bracket, units, ...priceOf(line, units, exactEuro) },
    sentence: sentenceOf({ meter, invoice, was, is, exactEuro, sentence: after[0]?.sentence }),
  };
}

/**
 * What a closed month costs now, less what was billed of it, line by line; nothing where they are the same. Billed and
 * corrected together are always what the month would have cost had all been known at once, so a correction of a correction
 * is the same as the right bill.
 */
export function correctionLines(recount: Recount): readonly UnbilledLine[] {
  const before = groupBy(recount.billed, lineKey);
  const after = groupBy(recount.now, lineKey);
  return [...new Set([...after.keys(), ...before.keys()])].flatMap(
    (key) => lineOfChange(recount, before.get(key) ?? [], after.get(key) ?? []) ?? [],
  );
}
