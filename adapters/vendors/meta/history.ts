import type { ChannelContext, History, HistoryRequest, PullOutcome } from '../../../src/adapter-sdk/index.js';
import { jsonOf } from '../../../src/adapter-sdk/index.js';
import { GRAPH_RULES, graphErrorOf, outcomeOfVerdict, verdictOf } from './errors.js';
import { callGraph, type GraphCall } from './graph.js';
import { fieldsIn, fieldsOf, idOf, instantOf, listOf, type Fields } from './read.js';

/**
 * How a product lists what happened: things (posts, conversations) with what was said in each (comments, messages), both
 * newest first.
 */
export interface Shelf {
  readonly list: (account: string) => GraphCall;
  /** The edge of a thing under which it was said. */
  readonly edge: string;
  /** What is asked of each saying, for the pages after the first of a thing with many. */
  readonly fields: string;
  /** When anything happened to a thing last, where the list is in that order; the list is read until then. */
  readonly movedAt?: (thing: Fields) => unknown;
  /** When something was said. */
  readonly saidAt: (saying: Fields) => unknown;
  /** A thing itself, where somebody else said it, and what was said in it, as Meta would have posted them. */
  readonly thingItem?: (thing: Fields, account: string) => Fields | undefined;
  readonly sayingItems: (saying: Fields, thingId: string, account: string) => readonly Fields[];
  /** One entry of a body of webhooks. */
  readonly envelope: (account: string, items: readonly Fields[]) => Fields;
}

/** Where a walk stands: the next page of things, and things of which more was said than came with the list. */
interface Walk {
  readonly shelf: number;
  readonly after: string | null;
  readonly pages: number;
  readonly more: readonly { readonly thing: string; readonly after: string }[];
  /** True when the list of this shelf was read as far as is needed. */
  readonly listed: boolean;
}

/** Things without an order of their last change are read so far back: a comment under an older post is found by nobody else. */
const MOST_PAGES = 4;
/** Bounded, like all that is kept: a hundred threads with more than a page each were missed at once. */
const MOST_THREADS = 100;

const BEGIN: Walk = { shelf: 0, after: null, pages: 0, more: [], listed: false };

function walkOf(page: string | null): Walk {
  const given = fieldsOf(jsonOf(page ?? ''));
  if (given === undefined) {
    return BEGIN;
  }
  const [shelf, pages] = [Number(given['shelf']), Number(given['pages'])];
  const more = fieldsIn(given['more']).flatMap((one) => {
    const [thing, after] = [idOf(one['thing']), idOf(one['after'])];
    return thing === undefined || after === undefined ? [] : [{ thing, after }];
  });
  return {
    shelf: Number.isSafeInteger(shelf) ? shelf : 0,
    pages: Number.isSafeInteger(pages) ? pages : 0,
    after: idOf(given['after']) ?? null,
    listed: given['listed'] === true,
    more,
  };
}

/** Meta says that there is a next page by its address; the address holds the token, so only the cursor is used. */
function nextAfter(list: Fields | undefined): string | undefined {
  const paging = fieldsOf(list?.['paging']);
  return paging?.['next'] === undefined ? undefined : idOf(fieldsOf(paging['cursors'])?.['after']);
}

function isSince(at: unknown, sinceMs: number): boolean {
  const atMs = instantOf(at);
  // Without a time it is taken along: its key tells whether it is known.
  return atMs === undefined || atMs >= sinceMs;
}

interface Reading {
  readonly shelf: Shelf;
  readonly request: HistoryRequest;
}

interface Said {
  readonly items: readonly Fields[];
  /** Where what was said earlier begins, when that may still be in the gap. */
  readonly after: string | undefined;
}

function saidIn({ shelf, request }: Reading, list: Fields | undefined, thing: string): Said {
  const sayings = fieldsIn(list?.['data']);
  const missed = sayings.filter((saying) => isSince(shelf.saidAt(saying), request.sinceMs));
  // Oldest first, as Meta would have posted them.
  const items = missed.toReversed().flatMap((saying) => shelf.sayingItems(saying, thing, request.account));
  return { items, after: missed.length === sayings.length ? nextAfter(list) : undefined };
}

interface Step {
  readonly items: readonly Fields[];
  readonly walk: Walk;
}

/** A thing and the newest of what was said in it. */
function thingStep(reading: Reading, thing: Fields, id: string): Said {
  const { shelf, request } = reading;
  const own = isSince(thing['created_time'], request.sinceMs) ? shelf.thingItem?.(thing, request.account) : undefined;
  const said = saidIn(reading, fieldsOf(thing[shelf.edge]), id);
  return { ...said, items: own === undefined ? said.items : [own, ...said.items] };
}

/** Where the list goes on; nowhere once it is before the gap, or long enough. */
function listedAfter({ shelf, request }: Reading, pages: number, body: Fields): string | undefined {
  const oldest = fieldsIn(body['data']).at(-1);
  const movedAt = oldest && shelf.movedAt?.(oldest);
  const isPast = movedAt !== undefined && !isSince(movedAt, request.sinceMs);
  return isPast || pages >= MOST_PAGES ? undefined : nextAfter(body);
}

/** A page of things, each with the newest of what was said in it. */
function listStep(reading: Reading, walk: Walk, body: Fields): Step {
  const items: Fields[] = [];
  const more = [...walk.more];
  for (const thing of fieldsIn(body['data'])) {
    const id = idOf(thing['id']);
    const said = id === undefined ? undefined : thingStep(reading, thing, id);
    items.push(...(said?.items ?? []));
    if (id !== undefined && said?.after !== undefined && more.length < MOST_THREADS) {
      more.push({ thing: id, after: said.after });
    }
  }
  const pages = walk.pages + 1;
  const after = listedAfter(reading, pages, body);
  return { items, walk: { ...walk, pages, after: after ?? null, listed: after === undefined, more } };
}

/** One page more of a thing in which much was said. */
function threadStep(reading: Reading, walk: Walk, body: Fields): Step {
  const [first, ...rest] = walk.more;
  const thing = first?.thing ?? '';
  const said = saidIn(reading, body, thing);
  const more = said.after === undefined ? rest : [{ thing, after: said.after }, ...rest];
  return { items: said.items, walk: { ...walk, more } };
}

function callFor({ shelf, request }: Reading, walk: Walk): GraphCall {
  const [first] = walk.more;
  if (walk.listed && first !== undefined) {
    const query = {
      fields: shelf.fields,
      limit: '100',
      after: first.after,
      order: 'reverse_chronological',
      filter: 'stream',
    };
    return { path: [first.thing, shelf.edge], query };
  }
  const call = shelf.list(request.account);
  return walk.after === null ? call : { ...call, query: { ...call.query, after: walk.after } };
}

/** What a failed look means: nothing is refused for good here, so what would be refused waits for a person. */
function failed(result: Awaited<ReturnType<typeof callGraph>>): PullOutcome | Fields {
  if (result.kind !== 'answer') {
    return { kind: 'retry', code: 'META_LOOK_UP_FAILED', detail: result.cause };
  }
  const body = fieldsOf(jsonOf(result.text));
  const error = body && graphErrorOf(body);
  if (body === undefined || (error === undefined && !(result.status < 300 && Array.isArray(body['data'])))) {
    return { kind: 'retry', code: 'META_LOOK_UP_UNREADABLE', detail: `status ${result.status}` };
  }
  if (error === undefined) {
    return body;
  }
  const usageHeader = result.headers['x-business-use-case-usage'];
  const outcome = outcomeOfVerdict(verdictOf(error, result.status, GRAPH_RULES), {
    error,
    usageHeader,
    isRepeated: false,
  });
  return outcome.kind === 'retry'
    ? outcome
    : { kind: 'park', code: 'code' in outcome ? outcome.code : 'META_ERROR_UNKNOWN' };
}

function isOutcome(value: PullOutcome | Fields): value is PullOutcome {
  return 'kind' in value;
}

/** Reads the shelves one after the other, a call at a time. */
export function metaHistory(object: 'page' | 'instagram', shelves: readonly Shelf[]): History {
  return {
    async read(request, context: ChannelContext) {
      const walk = walkOf(request.page);
      const shelf = shelves[walk.shelf] ?? shelves[0];
      if (shelf === undefined) {
        return { kind: 'pulled', body: null, cursor: '', hasMore: false };
      }
      const reading = { shelf, request };
      const answer = failed(await callGraph(callFor(reading, walk), context));
      if (isOutcome(answer)) {
        return answer;
      }
      const inThread = walk.listed && walk.more.length > 0;
      const { items, walk: next } = inThread ? threadStep(reading, walk, answer) : listStep(reading, walk, answer);
      const isDone = next.listed && next.more.length === 0;
      const hasMore = !isDone || walk.shelf + 1 < shelves.length;
      const cursor = isDone ? { ...BEGIN, shelf: walk.shelf + 1 } : next;
      const body = { object, entry: [shelf.envelope(request.account, items)] };
      return {
        kind: 'pulled',
        body: items.length === 0 ? null : Buffer.from(JSON.stringify(body)),
        ...{ cursor: JSON.stringify(cursor), hasMore },
      };
    },
  };
}

/** Ids and lists of Graph nodes that may be wrapped in `data`. */
export function dataOf(value: unknown): readonly Fields[] {
  return fieldsIn(listOf(fieldsOf(value)?.['data']));
}
