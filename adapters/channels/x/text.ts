import { at, fieldsIn, textOf, webAddressOf, type Fields } from './payloads.js';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
]);

/** X writes these three as entities, once. */
function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES.get(entity) ?? entity);
}

/** The text as its writer saw it: X replaces every link by a short one, and puts one for each picture at the end. */
export function readableText(text: string, urls: readonly Fields[]): string {
  let readable = text;
  for (const one of urls) {
    const short = textOf(one['url']);
    const whole = webAddressOf(one['expanded_url']);
    if (short !== undefined && short.startsWith('http') && whole !== undefined) {
      const isPicture = textOf(one['media_key']) !== undefined || textOf(one['media_url_https']) !== undefined;
      readable = readable.replaceAll(short, () => (isPicture ? '' : whole));
    }
  }
  return decoded(readable).trim();
}

/** The names at the beginning of a reply, which X puts there itself: in characters as X counts places, by code points. */
const NAMES_BEFORE = /^(?:@\w{1,50}\s+)*/;

/** Where the writer's own words begin. */
export function wordsBegin(text: string, isReply: boolean, displayRange: unknown): number {
  if (!isReply) {
    return 0;
  }
  const told = Array.isArray(displayRange) ? (displayRange[0] as unknown) : undefined;
  return typeof told === 'number' ? told : [...(NAMES_BEFORE.exec(text)?.[0] ?? '')].length;
}

export function urlsIn(entities: unknown): readonly Fields[] {
  return fieldsIn(at(entities, 'urls'));
}
