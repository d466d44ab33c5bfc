import type { InvoiceBuyer, InvoiceParty, InvoiceSeller, VatRate } from '../../domain/invoice.js';
import { isoDateOf } from '../../domain/time.js';
import type { Invoicing, InvoiceAddress, Settings } from '../../settings/snapshot.js';
import { monthDays } from '../rating/billing-period.js';

type Town = Settings['municipalities'][number];

type Body = Pick<InvoiceAddress, 'street' | 'postalCode' | 'city' | 'country' | 'email' | 'vatLiable'> &
  Pick<InvoiceParty, 'kbo' | 'name'>;

function partyOf({ kbo, name, street, postalCode, city, country, email, vatLiable }: Body): InvoiceParty {
  const vatNumber = vatLiable ? `BE${kbo}` : null;
  return { kbo, name, street, postalCode, city, country, email: email ?? null, vatNumber };
}

export function sellerOf({ seller }: Invoicing): InvoiceSeller {
  return { ...partyOf(seller), iban: seller.iban, bic: seller.bic ?? null };
}

/** The buyer by the settings of a municipality that it pays for; undefined where those say nothing of invoices. */
export function buyerOf({ kbo, name, invoicing }: Town): InvoiceBuyer | undefined {
  return invoicing === undefined
    ? undefined
    : { ...partyOf({ kbo, name, ...invoicing }), reference: invoicing.reference };
}

/** The VAT rate of a month of use: that of its last day, on which the service of the month is complete. */
export function vatOfMonth({ vat }: Invoicing, period: string): VatRate {
  const { firstDay, days } = monthDays(period);
  const last = isoDateOf(firstDay + days - 1);
  const byDate = vat.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const found = byDate.findLast(({ validFrom }) => validFrom <= last) ?? byDate[0];
  if (found === undefined) {
    throw new Error('the settings have no VAT rate: they were never checked');
  }
  return { category: found.category, percent: found.percent, exemption: found.exemption ?? null };
}
