import type { InvoiceLine } from '../../../domain/invoice.js';
import type { Meter } from '../../../domain/vocabulary.js';

const MONTHS = [
  ...['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli'],
  ...['augustus', 'september', 'oktober', 'november', 'december'],
];

/** `2026-11` as `november 2026`. */
export function sayMonth(period: string): string {
  return `${MONTHS[Number(period.slice(5, 7)) - 1] ?? ''} ${period.slice(0, 4)}`;
}

/** `2026-12-01` as `1 december 2026`. */
export function sayDate(date: string): string {
  return `${Number(date.slice(8, 10))} ${sayMonth(date)}`;
}

const METER_NAMES: Readonly<Record<Meter, string>> = {
  'ticket.opened': 'geopende tickets',
  'message.received': 'ontvangen berichten',
  'answer.sent': 'verzonden antwoorden',
  'forward.1700': 'doorgegeven aan 1700',
  'delivery.crm': 'bezorgd in het CRM',
  'platform.cost': 'kosten van het platform',
};

const RULE_NAMES: Readonly<Record<string, string>> = {
  subscription: 'vast bedrag',
  cap: 'maximum van de maand',
  minimum: 'minimum van de maand',
  'total-discount': 'korting',
  'meter-discount': 'korting',
  surcharge: 'toeslag',
  'service-credit': 'tegemoetkoming',
};

/** Receiving systems cut off the name of an item; a hundred characters pass in the narrow ones that we know of. */
const NAME_CHARACTERS = 100;

/** At most so many characters (code points), with an ellipsis where some fell away. */
export function cutText(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

/** What a line is about, in a few words: `Gent: toeslag, geopende tickets`. */
export function nameOfLine({ tenantName, rule, meter }: InvoiceLine): string {
  const words = [RULE_NAMES[rule], meter === null ? undefined : METER_NAMES[meter]].filter(
    (word) => word !== undefined,
  );
  return cutText(`${tenantName}: ${words.length === 0 ? 'verbruik' : words.join(', ')}`, NAME_CHARACTERS);
}

/** Why a line is on this invoice though it is not about use of its month; null for a charge. */
export function sayKind({ kind, corrects, period }: InvoiceLine): string | null {
  switch (kind) {
    case 'charge':
      return null;
    case 'correction':
      return `Correctie van factuur ${corrects ?? 'onbekend'}, over ${sayMonth(period)}`;
    case 'service-credit':
      return `Tegemoetkoming voor een belofte die niet werd nagekomen, over ${sayMonth(period)}`;
  }
}

/** Exact decimal text as it is written in Belgium. */
export function sayDecimal(text: string): string {
  return text.replace('.', ',');
}
