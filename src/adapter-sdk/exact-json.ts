/**
 * Some platforms send ids as bare numbers above 2^53 (older Page events of Meta do, and Telegram may), which JSON.parse
 * would round to another id. Node 20 has no reviver that shows the source text, so long runs of digits outside strings
 * are put in quotes before the parse.
 */
const MAYBE_LONG_NUMBER = /[:[,\s-]\d{16,}/;
const NUMBER = /-?\d[\d.eE+-]*/g;
const LONG_INTEGER = /^-?\d{16,}$/;

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

function quoteLongIntegers(outsideStrings: string): string {
  return outsideStrings.replace(NUMBER, (digits) => (LONG_INTEGER.test(digits) ? `"${digits}"` : digits));
}

/** Index just after the string that opens at `start`; the end of the text when it never closes. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === 0x5c) {
      at += 1;
    } else if (character === 0x22) {
      return at + 1;
    }
  }
  return text.length;
}

/** Gives the same JSON with every integer of 16 digits or more as a string. One pass, linear in the text. */
export function withLongIntegersQuoted(text: string): string {
  const pieces: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const outsideEnd = quote === -1 ? text.length : quote;
    pieces.push(quoteLongIntegers(text.slice(at, outsideEnd)));
    at = quote === -1 ? text.length : endOfString(text, quote);
    pieces.push(text.slice(outsideEnd, at));
  }
  return pieces.join('');
}

/** Parses the body of a platform; integers too long for a number come out as strings with every digit. */
export function parseExactly(text: string): Parsed {
  try {
    // The test is cheap and most bodies have their ids in strings already; only the others pay for the scan.
    const safe = MAYBE_LONG_NUMBER.test(text) ? withLongIntegersQuoted(text) : text;
    return { ok: true, value: JSON.parse(safe) as unknown };
  } catch {
    return { ok: false };
  }
}
