import { multiplyEuro, type EuroText } from '../../domain/money.js';
import type { Bracket, MeterRate } from '../../domain/tariff.js';
import { billedQuantity } from '../../domain/platform-price.js';
import type { Meter } from '../../domain/vocabulary.js';
import type { RatingRule } from './rated-line.js';

/** Units of one meter under one version, and where they stand in the month. */
export interface UnitsToPrice {
  /** Below zero only when more was taken back than there was. */
  readonly units: number;
  /** Units of the meter in this month under versions before this one: numbering goes on after them. */
  readonly before: number;
  /** All units of the meter in the month, under whatever version. */
  readonly ofMonth: number;
}

export interface PricedPiece {
  readonly rule: Extract<RatingRule, 'free' | 'unit' | 'graduated' | 'volume' | 'package'>;
  readonly bracket: string | null;
  readonly units: number;
  readonly quantity: number;
  readonly unitPriceEuro: EuroText;
  readonly amountEuro: EuroText;
}

type PieceFacts = Pick<PricedPiece, 'rule' | 'bracket' | 'units' | 'unitPriceEuro'> & { readonly quantity?: number };

function piece({ quantity, ...facts }: PieceFacts): PricedPiece {
  const times = quantity ?? facts.units;
  return { ...facts, quantity: times, amountEuro: multiplyEuro(facts.unitPriceEuro, String(times)) };
}

interface NumberedBracket {
  readonly label: string;
  /** Units before its first one. */
  readonly after: number;
  readonly upTo: number;
  readonly unitPriceEuro: EuroText;
}

function numbered(brackets: readonly Bracket[]): readonly NumberedBracket[] {
  return brackets.map(({ upTo, unitPriceEuro }, index) => {
    const after = brackets[index - 1]?.upTo ?? 0;
    return { label: `${after + 1}-${upTo ?? ''}`, after, upTo: upTo ?? Infinity, unitPriceEuro };
  });
}

/** The charged units by the bracket in which each of them falls. Below zero they go back at the first price. */
function graduated(brackets: readonly Bracket[], first: number, units: number): readonly PricedPiece[] {
  const all = numbered(brackets);
  if (units < 0) {
    return all.slice(0, 1).map(({ label, unitPriceEuro }) => {
      return piece({ rule: 'graduated', bracket: label, units, unitPriceEuro });
    });
  }
  return all.flatMap(({ label, after, upTo, unitPriceEuro }) => {
    const inside = Math.min(upTo, first + units) - Math.max(after, first);
    return inside > 0 ? [piece({ rule: 'graduated', bracket: label, units: inside, unitPriceEuro })] : [];
  });
}

function volume(brackets: readonly Bracket[], ofMonth: number, units: number): readonly PricedPiece[] {
  const all = numbered(brackets);
  const bracket = all.find(({ upTo }) => ofMonth <= upTo) ?? all.at(-1);
  return bracket === undefined
    ? []
    : [piece({ rule: 'volume', bracket: bracket.label, units, unitPriceEuro: bracket.unitPriceEuro })];
}

function chargedPieces(meter: Meter, rate: MeterRate, flatEuro: EuroText, at: UnitsToPrice): readonly PricedPiece[] {
  const { units, before, ofMonth } = at;
  if (units === 0) {
    return [];
  }
  if (rate.graduated !== undefined) {
    return graduated(rate.graduated, before, units);
  }
  if (rate.volume !== undefined) {
    return volume(rate.volume, ofMonth, units);
  }
  if (rate.package !== undefined) {
    const { units: size, priceEuro } = rate.package;
    const quantity = Math.ceil(units / size);
    return [piece({ rule: 'package', bracket: String(size), units, quantity, unitPriceEuro: priceEuro })];
  }
  const quantity = billedQuantity(meter, units);
  return [piece({ rule: 'unit', bracket: null, units, quantity, unitPriceEuro: flatEuro })];
}

/**
 * What units of a meter cost under one version of a tariff: free ones first, then by bracket, package or unit. Units
 * are numbered through the month, so a new version in the middle goes on counting where the former stopped.
 *
 * @param flatEuro the unit price of the tariff, for a meter without brackets or packages
 */
export function priceUnits(
  meter: Meter,
  rate: MeterRate,
  flatEuro: EuroText,
  at: UnitsToPrice,
): readonly PricedPiece[] {
  const free = Math.max(0, Math.min((rate.free ?? 0) - at.before, at.units));
  const charged = chargedPieces(meter, rate, flatEuro, { ...at, units: at.units - free, before: at.before + free });
  const pieces = free === 0 ? [] : [piece({ rule: 'free', bracket: null, units: free, unitPriceEuro: '0' })];
  return [...pieces, ...charged];
}
