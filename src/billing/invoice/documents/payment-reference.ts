/** Twelve digits: what a Belgian bank carries from payer to payee (OGM/VCS, Febelfin). */
const LENGTH = 10;

function checkDigits(ten: string): string {
  return String(Number(ten) % 97 || 97).padStart(2, '0');
}

/**
 * The structured communication of a number: ten digits with zeros in front, and two that are those modulo 97, with 97 for 0.
 *
 * @param number one to ten digits
 * @throws RangeError for anything else: a reference that was cut off would be that of another invoice
 */
export function paymentReferenceOf(number: string): string {
  if (!/^[0-9]{1,10}$/.test(number)) {
    throw new RangeError('a payment reference is made of one to ten digits');
  }
  const ten = number.padStart(LENGTH, '0');
  return `${ten}${checkDigits(ten)}`;
}

/** True for twelve digits of which the last two check the others. */
export function isPaymentReference(text: string): boolean {
  return /^[0-9]{12}$/.test(text) && checkDigits(text.slice(0, LENGTH)) === text.slice(LENGTH);
}

/** As people type it over: `+++123/4567/89002+++`. */
export function sayPaymentReference(reference: string): string {
  return `+++${reference.slice(0, 3)}/${reference.slice(3, 7)}/${reference.slice(7)}+++`;
}
