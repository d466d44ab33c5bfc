/** Agents write in an editor, so Zammad hands out HTML; the channels take plain text. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const LINE_END = /<br\s*\/?>|<\/(?:p|div|li|tr|h[1-6]|blockquote)>/gi;
const TAG = /<[/!]?[a-z][^<>]*>|<!--[^<>]*>/gi;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi;
const MAX_CODE_POINT = 0x10ffff;

function character(codePoint: number): string {
  return codePoint <= MAX_CODE_POINT ? String.fromCodePoint(codePoint) : '';
}

function decoded(text: string): string {
  return text.replaceAll(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (decimal !== undefined) {
      return character(Number(decimal));
    }
    if (hex !== undefined) {
      return character(Number.parseInt(hex, 16));
    }
    return ENTITIES[(name ?? '').toLowerCase()] ?? whole;
  });
}

/** What no database keeps: NUL characters and halves of surrogate pairs. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '').replaceAll(/\p{Cs}/gu, '');
}

/** Source line breaks mean nothing in HTML; block ends and `<br>` do. Not a sanitiser: the result is plain text. */
function fromHtml(html: string): string {
  const lines = html.replaceAll(/\s+/g, ' ').replaceAll(LINE_END, '\n').replaceAll(TAG, '');
  return decoded(lines)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n');
}

export function plainText(body: string, contentType: unknown): string {
  const isHtml = typeof contentType === 'string' && /html/i.test(contentType);
  return storable(isHtml ? fromHtml(body) : body).trim();
}
