import type { Fields } from './payloads.js';

/** A stretch of a text, in bytes of UTF-8 as AT Protocol counts. */
interface Stretch {
  readonly byteStart: number;
  readonly byteEnd: number;
}

const LINK = /https?:\/\/[^\s<>"]+/gu;
/** Signs that end a sentence and no address. */
const TRAILING = /[.,;:!?'"»”’)\]]+$/u;
const MENTION = /(?<=^|[\s(])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]{0,61})/gu;

/** Each is one call to find the DID. */
const MOST_MENTIONS = 5;

function stretchOf(text: string, start: number, length: number): Stretch {
  const byteStart = Buffer.byteLength(text.slice(0, start));
  return { byteStart, byteEnd: byteStart + Buffer.byteLength(text.slice(start, start + length)) };
}

/** Names that a text mentions, each once. */
export function mentionedIn(text: string): readonly string[] {
  const handles = [...text.matchAll(MENTION)].flatMap(([, handle]) => (handle === undefined ? [] : [handle]));
  return [...new Set(handles.map((handle) => handle.toLowerCase()))].slice(0, MOST_MENTIONS);
}

/** What makes addresses and names in a text a link; Bluesky finds none by itself. */
export function facetsOf(text: string, didOf: ReadonlyMap<string, string>): readonly Fields[] {
  const links = [...text.matchAll(LINK)].map(({ 0: found, index }) => {
    const uri = found.replace(TRAILING, '');
    return { index: stretchOf(text, index, uri.length), features: [{ $type: 'app.bsky.richtext.facet#link', uri }] };
  });
  const mentions = [...text.matchAll(MENTION)].flatMap(({ 0: found, 1: handle, index }) => {
    const did = didOf.get(handle?.toLowerCase() ?? '');
    const features = [{ $type: 'app.bsky.richtext.facet#mention', did }];
    return did === undefined ? [] : [{ index: stretchOf(text, index, found.length), features }];
  });
  return [...links, ...mentions].toSorted((a, b) => a.index.byteStart - b.index.byteStart);
}
