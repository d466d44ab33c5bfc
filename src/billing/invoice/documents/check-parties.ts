import { isBelgianVatNumber, isIban, isKbo } from '../../../domain/identifiers.js';
import type { Invoice, InvoiceParty } from '../../../domain/invoice.js';
import { isPaymentReference } from './payment-reference.js';

interface PartyRules {
  readonly name: string;
  readonly country: string;
}

const SELLER: PartyRules = { name: 'BR-06', country: 'BR-09' };
const BUYER: PartyRules = { name: 'BR-07', country: 'BR-11' };

function isFilled(text: string): boolean {
  return text.trim() !== '';
}

function checkAddress(party: InvoiceParty, who: string, rules: PartyRules): readonly string[] {
  const faults: string[] = [];
  if (!isFilled(party.name)) {
    faults.push(`${rules.name}: the ${who} must have a name`);
  }
  if (!/^[A-Z]{2}$/.test(party.country)) {
    faults.push(`${rules.country}: the country of the ${who} must be two capitals, and is "${party.country}"`);
  }
  for (const key of ['street', 'postalCode', 'city'] as const) {
    if (!isFilled(party[key])) {
      faults.push(`SCHAKEL-ADDRESS: the ${who} must have a ${key}`);
    }
  }
  return faults;
}

function checkNumbers(party: InvoiceParty, who: string): readonly string[] {
  const faults: string[] = [];
  if (!isKbo(party.kbo)) {
    faults.push(`PEPPOL-COMMON-R043: "${party.kbo}" of the ${who} is no enterprise number`);
  }
  if (party.vatNumber !== null && !isBelgianVatNumber(party.vatNumber)) {
    faults.push(`BR-CO-09: "${party.vatNumber}" of the ${who} is no Belgian VAT number`);
  }
  if (party.email !== null && !/^[^\s@]+@[^\s@]+$/.test(party.email)) {
    faults.push(`SCHAKEL-EMAIL: "${party.email}" of the ${who} is no address`);
  }
  return faults;
}

function checkPayment({ seller, paymentReference }: Invoice): readonly string[] {
  const faults: string[] = [];
  if (!isIban(seller.iban)) {
    faults.push(`BR-50: "${seller.iban}" is no bank account (IBAN)`);
  }
  if (seller.bic !== null && !/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(seller.bic)) {
    faults.push(`SCHAKEL-BIC: "${seller.bic}" is no BIC`);
  }
  if (!isPaymentReference(paymentReference)) {
    faults.push(`SCHAKEL-REFERENCE: "${paymentReference}" is no structured communication`);
  }
  return faults;
}

/** Who sends, who gets, and how it is paid. */
export function checkParties(invoice: Invoice): readonly string[] {
  const { seller, buyer } = invoice;
  return [
    ...checkAddress(seller, 'seller', SELLER),
    ...checkNumbers(seller, 'seller'),
    ...checkAddress(buyer, 'buyer', BUYER),
    ...checkNumbers(buyer, 'buyer'),
    ...(isFilled(buyer.reference) ? [] : ['PEPPOL-EN16931-R003: the buyer must have a reference']),
    ...checkPayment(invoice),
  ];
}
