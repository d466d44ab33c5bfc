import { textOf, type Fields } from './payloads.js';

/** The fields of a mail, by name in lower case. */
export type Headers = ReadonlyMap<string, readonly string[]>;

export function headersOf(mail: Fields): Headers {
  const all = new Map<string, string[]>();
  for (const pair of Array.isArray(mail['headers']) ? mail['headers'] : []) {
    const [name, value] = Array.isArray(pair) ? [textOf(pair[0]), textOf(pair[1])] : [];
    if (name !== undefined && value !== undefined) {
      const key = name.toLowerCase();
      all.set(key, [...(all.get(key) ?? []), value]);
    }
  }
  return all;
}

/** The fields in a text: a mail's own, or one block of a delivery report (RFC 3464). Folded lines are one. */
export function headersIn(text: string): Headers {
  const lines = text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return headersOf({ headers: lines.map((line) => /^([^\s:]+)\s*:\s*(.*)$/.exec(line)?.slice(1, 3) ?? []) });
}

export function headerOf(headers: Headers, name: string): string | undefined {
  return headers.get(name)?.[0];
}

/** The word before any parameter or comment, in lower case: `auto-replied` of `Auto-Replied (vacation)`. */
export function tokenOf(headers: Headers, name: string): string | undefined {
  const [token] = /^[^\s;(]+/.exec(headerOf(headers, name)?.trim() ?? '') ?? [];
  return token?.toLowerCase();
}

const MESSAGE_ID = /<[^<>\s]{1,900}>/g;

/** The ids in angle brackets of a field, in their order. */
export function idsIn(headers: Headers, name: string): readonly string[] {
  return (headers.get(name) ?? []).flatMap((value) => value.match(MESSAGE_ID) ?? []);
}
