import { DAY_MS, offsetStretches, type OffsetStretch } from '../time.js';
import type { Hours, HoursOfDay } from './opening-hours.js';

/** An instant is open from `fromMs` until just before `toMs`. */
export interface Opening {
  readonly fromMs: number;
  readonly toMs: number;
}

/** About a year of open time, prepared so that a question about it is a binary search. UTC milliseconds. */
export interface OpenBlock {
  readonly index: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly offsets: readonly OffsetStretch[];
  /** Openings in order, cut at the borders of the block; none touches the next. */
  readonly fromMs: Float64Array;
  readonly toMs: Float64Array;
  /** Open time in the block before each opening. */
  readonly beforeMs: Float64Array;
  readonly totalMs: number;
}

export interface BlockTable {
  at(index: number): OpenBlock;
  /** The block that an instant lies in. Throws RangeError for what is no instant. */
  of(ms: number): OpenBlock;
}

// Shorter than 366 days, so that a time without opening that is too long always crosses a border.
const BLOCK_MS = 365 * DAY_MS;
// A block is some twelve kilobytes. A live calendar needs three; a replay over decades starts afresh now and then.
const MAX_CACHED_BLOCKS = 16;

/** How many of the first `length` places satisfy a condition that holds up to some place and not after it. */
function countWhile(length: number, holds: (place: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Every place that is asked for is there; the type of a typed array cannot say so. */
function valueAt(list: Float64Array, place: number): number {
  return list[place] ?? Number.NaN;
}

export function openingAt(block: OpenBlock, place: number): Opening | undefined {
  return place < 0 || place >= block.fromMs.length
    ? undefined
    : { fromMs: valueAt(block.fromMs, place), toMs: valueAt(block.toMs, place) };
}

/** The place of the first opening that ends after an instant; the number of openings when there is none. */
export function placeAfter(block: OpenBlock, ms: number): number {
  return countWhile(block.toMs.length, (place) => valueAt(block.toMs, place) <= ms);
}

/** The last opening that began at or before an instant. */
export function openingBefore(block: OpenBlock, ms: number): Opening | undefined {
  return openingAt(block, countWhile(block.fromMs.length, (place) => valueAt(block.fromMs, place) <= ms) - 1);
}

/** Open time from the start of the block to an instant in it. */
export function openMsUntil(block: OpenBlock, ms: number): number {
  const place = placeAfter(block, ms);
  const opening = openingAt(block, place);
  return opening === undefined ? block.totalMs : valueAt(block.beforeMs, place) + Math.max(0, ms - opening.fromMs);
}

/** The earliest instant with that much open time since the start of the block; more than none and at most all of it. */
export function instantAfter(block: OpenBlock, openMs: number): number {
  const place = countWhile(block.beforeMs.length, (at) => valueAt(block.beforeMs, at) < openMs) - 1;
  return valueAt(block.fromMs, place) + openMs - valueAt(block.beforeMs, place);
}

/** The offset from UTC in force at an instant of the block. */
export function offsetAt(block: OpenBlock, ms: number): number {
  return block.offsets.findLast((stretch) => stretch.startMs <= ms)?.offsetMs ?? 0;
}

/** Adds what is open of a local day within a stretch; an opening that touches the one before makes it longer. */
function addHours(openings: Opening[], hours: readonly Hours[], midnightMs: number, stretch: OffsetStretch): void {
  for (const interval of hours) {
    const fromMs = Math.max(stretch.startMs, midnightMs + interval.fromMs);
    const toMs = Math.min(stretch.endMs, midnightMs + interval.toMs);
    const last = openings.at(-1);
    if (fromMs >= toMs) {
      continue;
    }
    if (last !== undefined && fromMs <= last.toMs) {
      openings.splice(-1, 1, { fromMs: last.fromMs, toMs: Math.max(toMs, last.toMs) });
    } else {
      openings.push({ fromMs, toMs });
    }
  }
}

function openingsWithin(offsets: readonly OffsetStretch[], hoursOfDay: HoursOfDay): readonly Opening[] {
  const openings: Opening[] = [];
  for (const stretch of offsets) {
    // Within a stretch the wall clock runs evenly: a day that a zone skips is not met, an hour that it repeats is
    // met in two stretches.
    const firstDay = Math.floor((stretch.startMs + stretch.offsetMs) / DAY_MS);
    const lastDay = Math.floor((stretch.endMs - 1 + stretch.offsetMs) / DAY_MS);
    for (let day = firstDay; day <= lastDay; day += 1) {
      addHours(openings, hoursOfDay(day), day * DAY_MS - stretch.offsetMs, stretch);
    }
  }
  return openings;
}

function buildBlock(index: number, timeZone: string, hoursOfDay: HoursOfDay): OpenBlock {
  const startMs = index * BLOCK_MS;
  const endMs = startMs + BLOCK_MS;
  const offsets = offsetStretches(startMs, endMs, timeZone);
  const openings = openingsWithin(offsets, hoursOfDay);
  const beforeMs = new Float64Array(openings.length);
  let totalMs = 0;
  for (const [place, opening] of openings.entries()) {
    beforeMs[place] = totalMs;
    totalMs += opening.toMs - opening.fromMs;
  }
  const fromMs = Float64Array.from(openings, (opening) => opening.fromMs);
  const toMs = Float64Array.from(openings, (opening) => opening.toMs);
  return { index, startMs, endMs, offsets, fromMs, toMs, beforeMs, totalMs };
}

/** Blocks are built when they are asked for, and a bounded number is kept. */
export function blockTable(timeZone: string, hoursOfDay: HoursOfDay): BlockTable {
  const blocks = new Map<number, OpenBlock>();
  function at(index: number): OpenBlock {
    const known = blocks.get(index);
    if (known !== undefined) {
      return known;
    }
    if (blocks.size >= MAX_CACHED_BLOCKS) {
      blocks.clear();
    }
    const block = buildBlock(index, timeZone, hoursOfDay);
    blocks.set(index, block);
    return block;
  }
  return { at, of: (ms) => at(Math.floor(ms / BLOCK_MS)) };
}
