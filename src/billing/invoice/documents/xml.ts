/** An element with text or with elements in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlElement[];
}

/** What XML 1.0 cannot hold, not even escaped: control characters and halves of surrogate pairs. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** True for a text that can stand in XML. */
export function isXmlText(text: string): boolean {
  return !UNWRITABLE.test(text);
}

function escaped(text: string): string {
  if (!isXmlText(text)) {
    throw new RangeError('a text has characters that XML cannot hold');
  }
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

/** An element with text; null, and so left out, where there is none: Peppol refuses empty elements (R008). */
export function textElement(
  name: string,
  text: string | null,
  attributes: Readonly<Record<string, string>> = {},
): XmlElement | null {
  return text === null || text.trim() === '' ? null : { name, attributes, content: text };
}

/** An element with elements in the order given; null where none of them is there. */
export function groupElement(name: string, elements: readonly (XmlElement | null)[]): XmlElement | null {
  const content = elements.filter((element) => element !== null);
  return content.length === 0 ? null : { name, attributes: {}, content };
}

function write({ name, attributes, content }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const opening = `${indent}<${name}${pairs.join('')}>`;
  if (typeof content === 'string') {
    return `${opening}${escaped(content)}</${name}>\n`;
  }
  return `${opening}\n${content.map((element) => write(element, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

/**
 * A whole document, with one element a line.
 *
 * @throws RangeError where a text has characters that XML cannot hold
 */
export function writeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}`;
}
