/** Put in the place of a national number. Shown to citizens and operators. */
export const NATIONAL_NUMBER_REMOVED = '[rijksregisternummer verwijderd]';

// YY MM DD SSS CC with at most three separators between the groups. A digit before or after makes it part of a longer
// number (IBAN, structured reference), a plus sign before makes it a phone number.
const CANDIDATE =
  /(?<![\d+])(\d{2})[\s./_‐-―-]{0,3}(\d{2})[\s./_‐-―-]{0,3}(\d{2})[\s./_‐-―-]{0,3}(\d{3})[\s./_‐-―-]{0,3}(\d{2})(?!\d)/g;

/** Month and day may be 00 when unknown. BIS numbers add 20 or 40 to the month. */
function isBirthDate(month: number, day: number): boolean {
  return month % 20 <= 12 && month < 60 && day <= 31;
}

function isNationalNumber(digits: string): boolean {
  if (!isBirthDate(Number(digits.slice(2, 4)), Number(digits.slice(4, 6)))) {
    return false;
  }
  const number = Number(digits.slice(0, 9));
  const check = Number(digits.slice(9));
  // Born from 2000 on: a 2 in front of the nine digits.
  return 97 - (number % 97) === check || 97 - ((2_000_000_000 + number) % 97) === check;
}

/**
 * Replaces Belgian national numbers (rijksregisternummer and BIS number), with or without separators. Called before a
 * text is stored, logged or forwarded. One other number of eleven digits in fifty passes the check digits by chance:
 * that one is removed too, because keeping a real one is worse.
 */
export function redactNationalNumbers(text: string): string {
  const candidates = new RegExp(CANDIDATE);
  let clean = '';
  let copiedTo = 0;
  for (let match = candidates.exec(text); match !== null; match = candidates.exec(text)) {
    if (isNationalNumber(match.slice(1).join(''))) {
      clean += text.slice(copiedTo, match.index) + NATIONAL_NUMBER_REMOVED;
      copiedTo = candidates.lastIndex;
    } else {
      // A real number may begin inside one that failed.
      candidates.lastIndex = match.index + 1;
    }
  }
  return clean + text.slice(copiedTo);
}

/** Takes out what PostgreSQL refuses in a text: NUL, and halves of surrogate pairs (they have no UTF-8). */
export function normaliseText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '');
}

/** Lower case, without accents: `Één` and `een` become the same, `Straße` and `strasse` too. */
export function foldText(text: string): string {
  // Most messages are plain ASCII, and normalising is the dear part.
  const plain = /^[\s -~]*$/.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss');
  return plain.toLowerCase();
}

/** The folded words of a text in order: letters and digits only. */
export function foldWords(text: string): readonly string[] {
  return foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
