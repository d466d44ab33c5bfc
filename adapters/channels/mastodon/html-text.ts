/** Longer than any post; what is behind it is not read. */
const MAX_HTML = 200_000;
/** One tag, one run of text, or a sign that begins neither. Every part stops at `<`, so reading is linear. */
const TOKEN = /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>|<[!?][^<>]*>|[^<]+|</gi;
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);
const BLOCKS = new Set(['p', 'div', 'ul', 'ol', 'blockquote', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const LAST_CODE_POINT = 0x10_ffff;

function characterOf(codePoint: number): string {
  return codePoint > 0 && codePoint <= LAST_CODE_POINT ? String.fromCodePoint(codePoint) : '\ufffd';
}

/** Once: what comes out is text, also where it looks like another entity. */
function decoded(text: string): string {
  return text.replace(ENTITY, (_all, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) {
      return NAMED.get(name.toLowerCase()) ?? '';
    }
    return characterOf(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10));
  });
}

interface Link {
  readonly href: string | undefined;
  readonly text: string;
}

/**
 * Mastodon hides the ends of a long address from sighted readers, so an address comes out whole. Mentions and hashtags
 * keep their words, and other words that are linked keep both.
 */
function shown({ href, text }: Link): string {
  const words = text.trim();
  if (href === undefined || /^[@#]/.test(words)) {
    return text;
  }
  return words === '' || href.includes(words.replace(/…$/, '')) ? href : `${words} (${href})`;
}

function hrefIn(attributes: string): string | undefined {
  const [, double, single] = HREF.exec(attributes) ?? [];
  const href = decoded(double ?? single ?? '');
  return /^https?:\/\//i.test(href) ? href : undefined;
}

/** What a tag puts between the words around it. */
function spaceOf(name: string, isEnd: boolean): string {
  if (BLOCKS.has(name)) {
    return '\n\n';
  }
  if (name === 'br') {
    return '\n';
  }
  return name === 'li' && !isEnd ? '\n- ' : '';
}

/** What was read so far, and the link that is open. */
interface Reading {
  readonly text: string;
  readonly link?: Link;
}

function withText({ text, link }: Reading, more: string): Reading {
  return link === undefined ? { text: text + more } : { text, link: { href: link.href, text: link.text + more } };
}

/** Links do not stand in links: one that begins ends the one before. */
function closed({ text, link }: Reading): Reading {
  return { text: link === undefined ? text : text + shown(link) };
}

function withTag(reading: Reading, name: string, isEnd: boolean, attributes: string): Reading {
  if (name !== 'a') {
    return withText(reading, spaceOf(name, isEnd));
  }
  const { text } = closed(reading);
  return isEnd ? { text } : { text, link: { href: hrefIn(attributes), text: '' } };
}

/** Text of the HTML of a post, for people. It is not HTML any more: whoever shows it escapes it. */
export function textOfHtml(html: string): string {
  let reading: Reading = { text: '' };
  for (const [token, end, tag, attributes] of html.slice(0, MAX_HTML).matchAll(TOKEN)) {
    if (tag !== undefined) {
      reading = withTag(reading, tag.toLowerCase(), end === '/', attributes ?? '');
    } else if (token === '<' || !token.startsWith('<')) {
      reading = withText(reading, decoded(token));
    }
  }
  return closed(reading)
    .text.replace(/\n{3,}/g, '\n\n')
    .trim();
}
