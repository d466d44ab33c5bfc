import { fileTypeFromBuffer } from 'file-type';

/** What the bytes of a file say that it is, whatever anybody calls it. */
export type SniffedType =
  | { readonly kind: 'known'; readonly mimeType: string; readonly extension: string }
  /** Words, of no format that a program would run or draw. */
  | { readonly kind: 'text' }
  /** Words that a browser or a shell would follow: markup, a script. */
  | { readonly kind: 'markup' }
  | { readonly kind: 'unknown' };

/** Enough to look into the list of contents with which an office document begins. */
export const HEAD_BYTES = 64 * 1024;

const MARKUP = /^\ufeff?\s*(<|#!)/;

/** What no text has: control characters but those that move to a place on the page, and bytes that are no character. */
function isNoText(words: string): boolean {
  return /(?![\t\n\f\r])[\p{Cc}\ufffd]/u.test(words);
}

/** A character that is cut at the end of the head is no fault of the text. */
function wordsOf(head: Buffer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(head, { stream: true });
}

/** Looks at the first bytes of a file, of which `HEAD_BYTES` are enough. */
export async function sniffType(head: Buffer): Promise<SniffedType> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found !== undefined) {
    const [mimeType = found.mime] = found.mime.split(';');
    return { kind: 'known', mimeType, extension: found.ext };
  }
  const words = wordsOf(head);
  if (isNoText(words)) {
    return { kind: 'unknown' };
  }
  return { kind: MARKUP.test(words) ? 'markup' : 'text' };
}
