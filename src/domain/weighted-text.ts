/** A piece of a text that is counted as one, and must not be cut. */
export interface WeightedPiece {
  readonly text: string;
  readonly weight: number;
}

/**
 * How X counts: these code points weigh one, all others two. From version 3 of the configuration of `twitter-text`
 * (<https://github.com/twitter/twitter-text/blob/master/config/README.md>), which X has used since 2018.
 */
const WEIGH_ONE: readonly (readonly [number, number])[] = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];
const EMOJI_WEIGHS = 2;
const ADDRESS_WEIGHS = 23;

const PICTURE = String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?`;
/** A flag, a keycap, or pictures with their colour and what is joined to them. */
const EMOJI = new RegExp(
  String.raw`^(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|${PICTURE}[\u{E0020}-\u{E007F}]{0,8}(?:\u200D${PICTURE}){0,8})$`,
  'u',
);

/** What X makes a link of. It knows every top-level domain; any word of letters passes for one here. */
const HOST = String.raw`(?:[\p{L}\p{N}_-]{1,63}\.){1,10}\p{L}{2,63}`;
const ADDRESS = new RegExp(String.raw`(https?://)?${HOST}(?::\d{1,5})?(?:[/?#][^\s<>"]{0,2000})?`, 'giu');
/** What a link may not begin after; there its words count as words. */
const NO_ADDRESS_AFTER = /[\p{L}\p{N}@$#_-]$/u;

function codePointsWeigh(text: string): number {
  let weight = 0;
  // X counts what is left after composing, so an accent that stands apart adds nothing.
  for (const character of text.normalize('NFC')) {
    const point = character.codePointAt(0) ?? 0;
    weight += WEIGH_ONE.some(([from, to]) => point >= from && point <= to) ? 1 : 2;
  }
  return weight;
}

const SEGMENTER = new Intl.Segmenter('nl', { granularity: 'grapheme' });

/** A plain sign that nothing hangs on, or a run of others with the sign that they may hang on. */
const RUN = /[ -~](?![^ -~])|[ -~]?[^ -~]+/gu;

/** Runs, because the time that a segmenter takes grows with the square of the text. */
function graphemes(text: string): WeightedPiece[] {
  return [...text.matchAll(RUN)].flatMap(([run]) =>
    run.length === 1
      ? [{ text: run, weight: codePointsWeigh(run) }]
      : [...SEGMENTER.segment(run)].map(({ segment }) => ({
          text: segment,
          weight: EMOJI.test(segment) ? EMOJI_WEIGHS : codePointsWeigh(segment),
        })),
  );
}

function sumOf(pieces: readonly WeightedPiece[]): number {
  return pieces.reduce((sum, { weight }) => sum + weight, 0);
}

/** Weighs 23 with a scheme. Without one X decides by a list of domains, so it weighs whichever is more. */
function addressPiece(text: string, hasScheme: boolean): WeightedPiece {
  const asWords = hasScheme ? 0 : sumOf(graphemes(text));
  return { text, weight: Math.max(ADDRESS_WEIGHS, asWords) };
}

/** Cuts a text in what X counts as one: links, and characters as a person sees them. */
export function weightedPieces(text: string): readonly WeightedPiece[] {
  const pieces: WeightedPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const [address, scheme] = match;
    const before = text.slice(at, match.index);
    pieces.push(...graphemes(before));
    const mayBegin = !NO_ADDRESS_AFTER.test(before);
    pieces.push(addressPiece(address, mayBegin && scheme !== undefined));
    at = match.index + address.length;
  }
  return [...pieces, ...graphemes(text.slice(at))];
}

/** Length as X counts it, or a little more where it depends on lists that only X has; never less. */
export function weightedLength(text: string): number {
  return sumOf(weightedPieces(text));
}

/** Whether X would make a link of anything in it. */
export function holdsAddress(text: string): boolean {
  return new RegExp(ADDRESS.source, 'iu').test(text);
}
