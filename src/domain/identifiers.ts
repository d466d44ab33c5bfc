/** Ten digits, the first 0 or 1, the last two 97 minus the first eight modulo 97. */
export function isKbo(text: string): boolean {
  return /^[01][0-9]{9}$/.test(text) && 97 - (Number(text.slice(0, 8)) % 97) === Number(text.slice(8));
}

/** `BE` and an enterprise number. */
export function isBelgianVatNumber(text: string): boolean {
  return text.startsWith('BE') && isKbo(text.slice(2));
}

/** ISO 13616: the first four characters go to the end, letters become 10 to 35, and the whole modulo 97 is 1. */
function hasIbanCheck(text: string): boolean {
  const digits = [...text.slice(4), ...text.slice(0, 4)].map((character) => Number.parseInt(character, 36)).join('');
  return BigInt(digits) % 97n === 1n;
}

/** The last two digits of a Belgian account repeat the check from before IBAN: the first ten modulo 97, 0 as 97. */
function hasBelgianCheck(account: string): boolean {
  return (Number(account.slice(0, 10)) % 97 || 97) === Number(account.slice(10));
}

/** Capitals and digits without spaces. Of a Belgian account the national check counts too. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(text) || !hasIbanCheck(text)) {
    return false;
  }
  return !text.startsWith('BE') || (/^BE[0-9]{14}$/.test(text) && hasBelgianCheck(text.slice(4)));
}
