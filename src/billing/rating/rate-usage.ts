import { multiplyEuro, sumEuro, type EuroText } from '../../domain/money.js';
import { METERS, type Meter } from '../../domain/vocabulary.js';

/** A dated version of a price list. Amounts are exact decimals in euro, VAT not included. */
export interface TariffVersion {
  readonly name: string;
  readonly validFrom: string;
  readonly monthlyFeeEuro: EuroText;
  readonly unitPriceEuro: Readonly<Record<Meter, EuroText>>;
}

/** What the ledger holds for one local day, meter and tariff. */
export interface DayUsage {
  readonly meter: Meter;
  readonly tariff: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly units: number;
}

export interface RatedLine {
  readonly meter: Meter;
  readonly tariff: string;
  /** `validFrom` of the version; null when the settings do not know the tariff: never a guess. */
  readonly tariffVersion: string | null;
  readonly units: number;
  readonly unitPriceEuro: EuroText | null;
  readonly amountEuro: EuroText | null;
}

export interface RatedUsage {
  readonly lines: readonly RatedLine[];
  readonly monthlyFee: { readonly tariff: string; readonly amountEuro: EuroText | null };
  /** Exact sum of fee and lines. */
  readonly totalEuro: EuroText;
  /** False when a tariff is not in the settings; its lines have no amount. */
  readonly isComplete: boolean;
}

/** The version of a tariff in force on a local date `YYYY-MM-DD`. */
export function tariffOn(versions: readonly TariffVersion[], name: string, date: string): TariffVersion | undefined {
  return versions
    .filter((one) => one.name === name && one.validFrom <= date)
    .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
}

function lineOf(
  { meter, tariff, units }: DayUsage,
  version: TariffVersion | undefined,
  unitsBefore: number,
): RatedLine {
  const total = unitsBefore + units;
  const unitPriceEuro = version?.unitPriceEuro[meter] ?? null;
  const amountEuro = unitPriceEuro === null ? null : multiplyEuro(unitPriceEuro, String(total));
  return { meter, tariff, tariffVersion: version?.validFrom ?? null, units: total, unitPriceEuro, amountEuro };
}

/** Lines of a period: one for each meter, tariff and version of its price, in the order of the meters. */
function rateLines(days: readonly DayUsage[], versions: readonly TariffVersion[]): RatedLine[] {
  const lines = new Map<string, RatedLine>();
  for (const day of days) {
    const version = tariffOn(versions, day.tariff, day.date);
    const key = JSON.stringify([METERS.indexOf(day.meter), day.tariff, version?.validFrom]);
    lines.set(key, lineOf(day, version, lines.get(key)?.units ?? 0));
  }
  return [...lines.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

/**
 * What a municipality owes for a period to date: its monthly fee and every unit at the price of the day it was used.
 * Pure; the API, the metrics and later the invoice all ask here.
 *
 * @param tariff the municipality's tariff
 * @param firstDate first local day of the period: its version sets the fee
 */
export function rateUsage(
  days: readonly DayUsage[],
  versions: readonly TariffVersion[],
  tariff: string,
  firstDate: string,
): RatedUsage {
  const lines = rateLines(days, versions);
  const fee = tariffOn(versions, tariff, firstDate)?.monthlyFeeEuro ?? null;
  const amounts = [fee, ...lines.map((line) => line.amountEuro)];
  const known = amounts.filter((amount) => amount !== null);
  return {
    lines,
    monthlyFee: { tariff, amountEuro: fee },
    totalEuro: sumEuro(known),
    isComplete: known.length === amounts.length,
  };
}
