import { sayExactEuro, type EuroText } from '../../domain/money.js';
import { billedQuantity } from '../../domain/platform-price.js';
import type { Meter } from '../../domain/vocabulary.js';
import type { RatedLine, UnsaidLine } from './rated-line.js';

const PASSED_ON = 'aan kosten van berichtenplatformen';

type CountedMeter = Exclude<Meter, 'platform.cost'>;

const METER_WORDS: Readonly<Record<CountedMeter, readonly [one: string, many: string]>> = {
  'ticket.opened': ['ticket geopend', 'tickets geopend'],
  'message.received': ['bericht ontvangen', 'berichten ontvangen'],
  'answer.sent': ['antwoord verzonden', 'antwoorden verzonden'],
  'forward.1700': ['keer doorgegeven aan 1700', 'keer doorgegeven aan 1700'],
  'delivery.crm': ['keer bezorgd in het CRM', 'keer bezorgd in het CRM'],
};

function euro(amount: EuroText | null): string {
  return amount === null ? 'onbekend' : sayExactEuro(amount);
}

/** Units of a ledger in words; of what platforms charge the units are no number of things but an amount. */
function counted(units: number, meter: Meter | null): string {
  if (meter === 'platform.cost') {
    return `${euro(String(billedQuantity(meter, units)))} ${PASSED_ON}`;
  }
  const [one, many] = meter === null ? ['eenheid', 'eenheden'] : METER_WORDS[meter];
  return `${units} ${units === 1 ? one : many}`;
}

/** `501-` as a reader says it. */
function numbers(bracket: string | null): string {
  const [from = '', until = ''] = (bracket ?? '').split('-');
  return until === '' ? `vanaf nummer ${from} van de maand` : `nummer ${from} tot en met ${until} van de maand`;
}

function subscription({ days, amountEuro, unitPriceEuro }: UnsaidLine): string {
  if (days === undefined || days.counted === days.ofMonth) {
    return `Vast bedrag van de maand: ${euro(amountEuro)}`;
  }
  return `Vast bedrag van ${euro(unitPriceEuro)}, voor ${days.counted} van de ${days.ofMonth} dagen: ${euro(amountEuro)}`;
}

/** What was used together, what that cost, and what being together saved or cost. */
function poolShare({ pool, meter, amountEuro }: UnsaidLine): string {
  if (pool === undefined || pool.pooledEuro === null || pool.aloneEuro === null || pool.shareEuro === null) {
    return `Pool "${pool?.name ?? ''}": een tarief is niet gekend, dus zonder bedrag`;
  }
  const by = pool.split === 'by-units' ? 'naar gebruik' : 'naar wat elk alleen zou betalen';
  const saved = amountEuro?.startsWith('-') === true ? 'minder door samen aan te kopen' : 'meer door de pool';
  return (
    `Pool "${pool.name}": samen ${counted(pool.pooledUnits, meter)} voor ${euro(pool.pooledEuro)}, verdeeld ${by}; ` +
    `het deel van deze gemeente, met ${share(pool.ownUnits, meter)}, is ${euro(pool.shareEuro)}, alleen zou het ` +
    `${euro(pool.aloneEuro)} zijn; ${saved}: ${euro(amountEuro)}`
  );
}

/** A number of units where the meter was named before. */
function share(units: number, meter: Meter | null): string {
  return meter === 'platform.cost' ? euro(String(billedQuantity(meter, units))) : String(units);
}

/** The part of a sentence that says a price: of a unit, or of each euro that a platform charged. */
function priceWords({ meter, unitPriceEuro, amountEuro }: UnsaidLine): string {
  if (meter !== 'platform.cost') {
    return ` aan ${euro(unitPriceEuro)} per stuk: ${euro(amountEuro)}`;
  }
  const how = unitPriceEuro === '1' ? 'doorgerekend zoals ze zijn' : `doorgerekend aan ${euro(unitPriceEuro)} per euro`;
  return `, ${how}: ${euro(amountEuro)}`;
}

function surcharge({ bracket, quantity, meter, unitPriceEuro, amountEuro }: UnsaidLine): string {
  const price = euro(unitPriceEuro);
  const what =
    meter === 'platform.cost'
      ? `${euro(String(quantity))} ${PASSED_ON}, aan ${price} per euro`
      : `${counted(quantity, meter)} aan ${price} per stuk`;
  return `Toeslag "${bracket}" op ${what}: ${euro(amountEuro)}`;
}

/** What a discount is on. */
function thing(meter: Meter | null): string {
  return meter === 'platform.cost' ? 'de kosten van berichtenplatformen' : METER_WORDS[meter ?? 'ticket.opened'][1];
}

function said(line: UnsaidLine): string {
  const { units, quantity, meter, bracket, unitPriceEuro, amountEuro } = line;
  const amount = euro(amountEuro);
  const each = priceWords(line);
  switch (line.rule) {
    case 'subscription':
      return subscription(line);
    case 'free':
      return `${counted(units, meter)}, inbegrepen zonder kost: ${amount}`;
    case 'unit':
      return `${counted(units, meter)}${each}`;
    case 'graduated':
      return `${counted(units, meter)}, ${numbers(bracket)},${each}`;
    case 'volume':
      return `${counted(units, meter)}, alle in de schijf ${numbers(bracket)},${each}`;
    case 'package':
      return `${counted(units, meter)} in ${quantity} begonnen bundels van ${bracket}, aan ${euro(unitPriceEuro)} per bundel: ${amount}`;
    case 'unknown':
      return `${counted(units, meter)}; het tarief is niet gekend, dus zonder bedrag`;
    case 'surcharge':
      return surcharge(line);
    case 'meter-discount':
      return `Korting "${bracket}" op ${thing(meter)}: ${amount}`;
    case 'pool-share':
      return poolShare(line);
    case 'total-discount':
      return `Korting "${bracket}" op het geheel: ${amount}`;
    case 'cap':
      return `Het verbruik van een maand kost nooit meer dan ${bracket}; wat erboven komt, vervalt: ${amount}`;
    case 'minimum':
      return `Een maand kost minstens ${bracket}; aanvulling: ${amount}`;
  }
}

/** Puts a line into a plain Dutch sentence that names its tariff and version. */
export function sayLine(line: UnsaidLine): RatedLine {
  const { days: _, pool: _pool, ...rest } = line;
  const version = line.tariffVersion === null ? '' : `, versie van ${line.tariffVersion}`;
  return { ...rest, sentence: `${said(line)} (tarief "${line.tariff}"${version}).` };
}

/** A limit as it stands in a sentence. */
export function limitText(amount: EuroText): string {
  return euro(amount);
}
