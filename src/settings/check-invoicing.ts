import { isIban, isKbo } from '../domain/identifiers.js';
import { compareEuro } from '../domain/money.js';
import type { Draft } from './draft.js';
import type { ParsedFile } from './files.js';
import type { DatedVatRate, Invoicing } from './snapshot.js';

function checkRate({ category, percent, exemption }: DatedVatRate, path: string): readonly string[] {
  const isZero = compareEuro(percent, '0') === 0;
  return [
    ...(category === 'S' || isZero ? [] : [`${path}/percent: must be 0 in category ${category}`]),
    ...(category === 'S' && isZero
      ? [`${path}/percent: 0 does not go with category S; category Z is the zero rate`]
      : []),
    ...(['E', 'AE', 'O'].includes(category) && exemption === undefined
      ? [`${path}: "exemption" is missing; category ${category} needs the reason`]
      : []),
    ...(['S', 'Z'].includes(category) && exemption !== undefined
      ? [`${path}/exemption: does not go with category ${category}`]
      : []),
  ];
}

function checkSeller({ seller, vat }: Invoicing): readonly string[] {
  return [
    ...(isKbo(seller.kbo) ? [] : [`/seller/kbo: ${seller.kbo} is no enterprise number`]),
    ...(isIban(seller.iban) ? [] : [`/seller/iban: ${seller.iban} is no account number: its check digits are wrong`]),
    ...vat.flatMap((rate, index) => checkRate(rate, `/vat/${index}`)),
    ...(!seller.vatLiable && vat.some(({ category }) => category !== 'O')
      ? ['/vat: who is not liable to VAT may use category O only']
      : []),
    ...(new Set(vat.map(({ validFrom }) => validFrom)).size < vat.length ? ['/vat: two rates begin on one day'] : []),
  ];
}

/** What a schema cannot say about invoices: numbers that check themselves, and VAT that fits its category. */
export function checkInvoicing(draft: Draft, files: readonly ParsedFile[]): readonly string[] {
  // A file with a mistake is there too.
  const hasSeller = files.some(({ kind }) => kind === 'invoicing');
  return [
    ...draft.invoicing.flatMap(({ file, value }) => checkSeller(value).map((error) => `${file}: ${error}`)),
    ...draft.municipalities
      .filter(({ value }) => value.invoicing !== undefined && !hasSeller)
      .map(({ file }) => `${file}: /invoicing: needs invoicing.yaml, which says who sends the invoice`),
  ];
}
