import { weightedLength, weightedPieces } from './weighted-text.js';

/**
 * Unit of a platform's limit: characters are UTF-16 code units, the strictest way in which most platforms count them;
 * weighted is how X counts.
 */
export interface TextLimit {
  readonly max: number;
  readonly unit: 'characters' | 'bytes' | 'weighted';
}

export type SplitReply =
  | { readonly ok: true; readonly parts: readonly string[] }
  | { readonly ok: false; readonly code: 'REPLY_EMPTY' | 'REPLY_TOO_LONG' };

/** Each part is a billed message on some platforms, and twenty in a row is no answer any more. */
export const MAX_PARTS = 20;
/** One code point is at most four bytes or two code units; a smaller limit could not hold it. */
const SMALLEST_LIMIT = 4;

interface Piece {
  readonly text: string;
  readonly size: number;
  readonly isSpace: boolean;
  readonly isNewline: boolean;
}

function sizeOf(text: string, limit: TextLimit): number {
  if (limit.unit === 'weighted') {
    return weightedLength(text);
  }
  return limit.unit === 'bytes' ? Buffer.byteLength(text) : text.length;
}

interface Whole {
  readonly text: string;
  readonly size: number;
}

const SEGMENTER = new Intl.Segmenter('nl', { granularity: 'grapheme' });

/** What is kept whole: graphemes, and links where they are counted as one. */
function wholesOf(text: string, limit: TextLimit): readonly Whole[] {
  return limit.unit === 'weighted'
    ? weightedPieces(text).map((piece) => ({ text: piece.text, size: piece.weight }))
    : [...SEGMENTER.segment(text)].map(({ segment }) => ({ text: segment, size: sizeOf(segment, limit) }));
}

/** One that alone is over the limit (stacked marks, a domain with a long path) falls apart in code points. */
function piecesOf(text: string, limit: TextLimit): readonly Piece[] {
  return wholesOf(text, limit)
    .flatMap((whole) =>
      whole.size > limit.max ? [...whole.text].map((part) => ({ text: part, size: sizeOf(part, limit) })) : [whole],
    )
    .map((part) => ({ ...part, isSpace: /^\s+$/.test(part.text), isNewline: part.text.includes('\n') }));
}

/** Of all but the white space, which may be left out at cuts. */
function leastSize(text: string, limit: TextLimit): number {
  return text.split(/\s+/).reduce((sum, word) => sum + sizeOf(word, limit), 0);
}

function textOf(pieces: readonly Piece[], start: number, end: number): string {
  return pieces
    .slice(start, end)
    .map((piece) => piece.text)
    .join('');
}

const SENTENCE_END = /[.!?…]["'”’»)\]]*$/;
/** Enough for the closing marks after a sentence. */
const LOOK_BACK = 6;

/** How good it is to end a part before piece `cut`: 3 paragraph, 2 line or sentence, 1 word, 0 inside a word. */
function rankOf(pieces: readonly Piece[], cut: number): number {
  let newlines = 0;
  let at = cut;
  for (; pieces[at]?.isSpace === true && newlines < 2; at += 1) {
    newlines += pieces[at]?.isNewline === true ? 1 : 0;
  }
  if (at === cut) {
    return 0;
  }
  if (newlines > 0) {
    return newlines > 1 ? 3 : 2;
  }
  return SENTENCE_END.test(textOf(pieces, Math.max(0, cut - LOOK_BACK), cut)) ? 2 : 1;
}

/** The first piece that does not fit any more. */
function endOfFit(pieces: readonly Piece[], start: number, max: number): number {
  let size = 0;
  let end = start;
  for (const piece of pieces.slice(start, start + max)) {
    size += piece.size;
    if (size > max) {
      break;
    }
    end += 1;
  }
  return end;
}

/** The best end that keeps the part at least half full (an earlier one would cost another part), or any word's end. */
function chooseCut(pieces: readonly Piece[], start: number, end: number): number {
  const half = start + Math.ceil((end - start) / 2);
  let best = { cut: end, rank: 0 };
  for (let cut = end; cut > start && (cut >= half || best.rank === 0); cut -= 1) {
    const rank = rankOf(pieces, cut);
    best = rank > best.rank ? { cut, rank } : best;
  }
  return best.cut;
}

/**
 * Cuts an answer into parts of at most `limit.max`, at the end of a paragraph, a sentence or a word where it can, never
 * inside a character as a person sees it. Only the white space at the cuts and at both ends is left out. Throws
 * RangeError for a limit below four, which no channel has.
 */
export function splitReply(text: string, limit: TextLimit): SplitReply {
  if (!(limit.max >= SMALLEST_LIMIT)) {
    throw new RangeError('a text limit must be four or more');
  }
  const whole = text.trim();
  if (whole === '') {
    return { ok: false, code: 'REPLY_EMPTY' };
  }
  if (sizeOf(whole, limit) <= limit.max) {
    return { ok: true, parts: [whole] };
  }
  // Bounds the work below: this much cannot fit, wherever the cuts fall.
  if (leastSize(whole, limit) > limit.max * MAX_PARTS) {
    return { ok: false, code: 'REPLY_TOO_LONG' };
  }
  const pieces = piecesOf(whole, limit);
  const parts: string[] = [];
  let start = 0;
  while (start < pieces.length) {
    if (parts.length === MAX_PARTS) {
      return { ok: false, code: 'REPLY_TOO_LONG' };
    }
    const end = endOfFit(pieces, start, limit.max);
    const cut = end === pieces.length ? end : chooseCut(pieces, start, end);
    parts.push(textOf(pieces, start, cut).trimEnd());
    for (start = cut; pieces[start]?.isSpace === true; start += 1);
  }
  return { ok: true, parts };
}
