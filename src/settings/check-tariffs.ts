import { compareEuro, sumEuro } from '../domain/money.js';
import type { Bracket, MeterRate } from '../domain/tariff.js';
import type { AdapterCatalogue } from './adapter-catalogue.js';
import { unknown } from './check-names.js';
import type { Draft } from './draft.js';
import type { Municipality, Tariff } from './snapshot.js';

const SHAPES = ['graduated', 'volume', 'package'] as const;

function checkBrackets(brackets: readonly Bracket[], path: string): readonly string[] {
  return brackets.flatMap(({ upTo }, index) => {
    const isLast = index === brackets.length - 1;
    const before = brackets[index - 1]?.upTo ?? 0;
    if (upTo === undefined) {
      return isLast ? [] : [`${path}/${index}: "upTo" is missing; only the last bracket has no end`];
    }
    return [
      ...(isLast ? [`${path}/${index}: "upTo" must be left out; the last bracket has no end`] : []),
      ...(upTo > before ? [] : [`${path}/${index}/upTo: ${upTo} must be more than ${before}: brackets go up`]),
    ];
  });
}

function checkRate(rate: MeterRate, path: string): readonly string[] {
  const shapes = SHAPES.filter((shape) => rate[shape] !== undefined);
  return [
    ...(shapes.length > 1 ? [`${path}: ${shapes.join(' and ')} exclude each other; keep one of them`] : []),
    ...checkBrackets(rate.graduated ?? [], `${path}/graduated`),
    ...checkBrackets(rate.volume ?? [], `${path}/volume`),
  ];
}

/** The units of this meter are millionths of a euro: nobody means those by free units, brackets or bundles. */
function checkPassedOn(rates: NonNullable<Tariff['rates']>): readonly string[] {
  return rates['platform.cost'] === undefined
    ? []
    : [
        '/rates/platform.cost: what a platform charges is passed on by a factor; it has no free units, brackets or packages, so leave this out',
      ];
}

/** More than all of it cannot be given away. Discounts on one thing are added, so their sum counts. */
function checkDiscounts({ discounts = [] }: Tariff): readonly string[] {
  const things = [...new Set(discounts.map(({ meter }) => meter))];
  return things.flatMap((thing) => {
    const sum = sumEuro(discounts.filter(({ meter }) => meter === thing).map(({ percent }) => percent));
    const what = thing ?? 'the whole';
    return compareEuro(sum, '100') > 0 ? [`/discounts: those on ${what} add up to ${sum} %; allowed: up to 100`] : [];
  });
}

function checkTariff(tariff: Tariff, { declared }: Draft, channels: readonly string[]): readonly string[] {
  const { rates = {}, surcharges = [], officeHours, slaPolicies = [] } = tariff;
  return [
    ...checkPassedOn(rates),
    ...Object.entries(rates).flatMap(([meter, rate]) => checkRate(rate, `/rates/${meter}`)),
    ...surcharges.flatMap(({ when }, at) =>
      (when.channels ?? []).flatMap((one, index) =>
        unknown(`/surcharges/${at}/when/channels/${index}`, 'channel', one, channels),
      ),
    ),
    ...checkDiscounts(tariff),
    ...(officeHours === undefined ? [] : unknown('/officeHours', 'calendar', officeHours, declared.calendars)),
    ...slaPolicies.flatMap((policy, at) => unknown(`/slaPolicies/${at}`, 'policy', policy, declared.sla)),
  ];
}

/** A tier sells a plan and its policies: what a municipality pays for is what it is promised. */
function checkTier(municipality: Municipality, tariffs: readonly Tariff[]): readonly string[] {
  const { tariff: name, plan, sla } = municipality;
  return tariffs
    .filter((tariff) => tariff.name === name)
    .flatMap(({ validFrom, tier, slaPolicies }) => {
      const version = `version ${validFrom} of tariff "${name}"`;
      return [
        ...(tier === undefined || tier === plan
          ? []
          : [`/plan: "${plan}" does not go with ${version}; allowed: ${tier}`]),
        ...(slaPolicies === undefined || slaPolicies.includes(sla)
          ? []
          : [`/sla: "${sla}" does not go with ${version}; allowed: ${slaPolicies.join(', ')}`]),
      ];
    });
}

/** What a schema cannot say about prices: that brackets fit together, that names exist, that tiers match promises. */
export function checkTariffs(draft: Draft, adapters: AdapterCatalogue): readonly string[] {
  const channels = [...adapters.ids('channel')];
  const tariffs = draft.tariffs.map(({ value }) => value);
  return [
    ...draft.tariffs.flatMap(({ file, value }) =>
      checkTariff(value, draft, channels).map((error) => `${file}: ${error}`),
    ),
    ...draft.municipalities.flatMap(({ file, value }) => checkTier(value, tariffs).map((error) => `${file}: ${error}`)),
  ];
}
