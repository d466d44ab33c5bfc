/** Longer than any post; what is behind it is not read. */
const MAX_HTML = 200_000;
/** One tag, one run of text, or a sign that begins neither. Every part stops at `<`, so reading is linear. */
const TOKEN = /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>|<[!?][^<>]*>|[^<]+|</gi;
const HREF = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi;
const NAMED: ReadonlyMap<string, string> = new Map([
  ...([
    ['amp', '&'],
    ['lt', '<'],
    ['gt', '>'],
    ['quot', '"'],
    ['apos', "'"],
    ['nbsp', ' '],
  ] as const),
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

/** Text of the HTML of a post, for people. It is not HTML any more: whoever shows it escapes it. */
export function textOfHtml(html: string): string {
  let text = '';
  let link: Link | undefined;
  const add = (more: string): void => {
    if (link === undefined) {
      text += more;
    } else {
      link = { href: link.href, text: link.text + more };
    }
  };
  for (const [token, end, tag, attributes] of html.slice(0, MAX_HTML).matchAll(TOKEN)) {
    const name = tag?.toLowerCase();
    if (name === undefined) {
      add(token.startsWith('<') && token.length > 1 ? '' : decoded(token));
    } else if (name === 'a') {
      text += link === undefined ? '' : shown(link);
      link = end === '/' ? undefined : { href: hrefIn(attributes ?? ''), text: '' };
    } else {
      add(spaceOf(name, end === '/'));
    }
  }
  text += link === undefined ? '' : shown(link);
  return text.replace(/\n{3,}/g, '\n\n').trim();
}
