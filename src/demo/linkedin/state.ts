import { createHash } from 'node:crypto';
import { BoundedMap } from '../basics/bounded-map.js';
import { Clock } from '../basics/clock.js';
import { Disorder } from '../basics/disorder.js';
import { FaultList } from '../basics/fault-list.js';
import { seededDigits } from '../random.js';
import type { LinkedInFault } from './faults.js';
import {
  DEFAULT_APP,
  DEFAULT_LIMITS,
  DEFAULT_VERSIONS,
  type App,
  type FakeLinkedInOptions,
  type LinkedInLimits,
  type Page,
  type Versions,
} from './options.js';
import { shortUrnOf, urnOf, type Comment, type Notice, type Post } from './posts.js';
import { LinkedInTranscript } from './transcript.js';

/** What introspection tells of a token beside its state. */
export interface Grant {
  readonly endsAtMs: number;
  readonly scopes: readonly string[];
}

export type TokenState = 'valid' | 'revoked' | 'expired' | 'not-admin';

/** Everything the platform knows. The API and the control routes work on the same one. */
export interface LinkedInState {
  readonly pages: readonly Page[];
  readonly tokens: Map<string, TokenState>;
  readonly grants: Map<string, Grant>;
  /** Tokens whose member administers the page. */
  readonly roles: Set<string>;
  readonly app: App;
  readonly posts: BoundedMap<Post>;
  /** URNs by the key that their writer chose, so that a replay adds nothing. */
  readonly keys: BoundedMap<string>;
  /** By the number of the comment; undefined once it was deleted. */
  readonly comments: BoundedMap<Comment | undefined>;
  notices: readonly Notice[];
  readonly clock: Clock;
  readonly transcript: LinkedInTranscript;
  readonly faults: FaultList<LinkedInFault>;
  readonly calls: Disorder;
  lists: Disorder;
  /** Posts whose author let nobody comment any more. */
  readonly closed: Set<string>;
  readonly limits: LinkedInLimits;
  readonly versions: Versions;
  readonly mostOnPage: number;
  /** Calls by member and day, and comments by member and minute. */
  readonly counters: BoundedMap<number>;
  /** The last number that was given out. */
  lastNumber: bigint;
  lastNotice: number;
}

const MOST_KEPT = 5_000;
const MOST_ON_PAGE = 100;
const TOKEN_LIFE_MS = 60 * 86_400_000;
const SCOPES = ['rw_organization_admin', 'r_organization_social_feed', 'w_organization_social_feed'];
/** Numbers rise by less than one a millisecond, so those of a later start are higher. */
const NUMBER_OF_A_MS = 4_000_000n;

function firstNumber(options: FakeLinkedInOptions, nowMs: number): bigint {
  return options.seed === undefined
    ? BigInt(nowMs) * NUMBER_OF_A_MS
    : 7_400_000_000_000_000_000n + BigInt(seededDigits(options.seed, 9));
}

export function createLinkedInState(options: FakeLinkedInOptions): LinkedInState {
  const clock = new Clock(options.baseNowMs ?? Date.now);
  return {
    pages: options.pages,
    tokens: new Map(options.pages.map(({ token }) => [token, 'valid'])),
    grants: new Map(
      options.pages.map(({ token }) => [token, { endsAtMs: clock.nowMs() + TOKEN_LIFE_MS, scopes: SCOPES }]),
    ),
    roles: new Set(options.pages.map(({ token }) => token)),
    app: options.app ?? DEFAULT_APP,
    posts: new BoundedMap(MOST_KEPT),
    comments: new BoundedMap(MOST_KEPT),
    keys: new BoundedMap(MOST_KEPT),
    notices: [],
    clock,
    transcript: new LinkedInTranscript(),
    faults: new FaultList(),
    calls: new Disorder(options.faultPlan, 'calls'),
    lists: new Disorder(options.faultPlan, 'lists'),
    closed: new Set(),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    versions: { ...DEFAULT_VERSIONS, ...options.versions },
    mostOnPage: options.mostOnPage ?? MOST_ON_PAGE,
    counters: new BoundedMap(MOST_KEPT),
    lastNumber: firstNumber(options, clock.nowMs()),
    lastNotice: Math.floor(clock.nowMs() / 1000),
  };
}

export function nextNumber(state: LinkedInState): string {
  state.lastNumber += 1n;
  return String(state.lastNumber);
}

/** What names something, and when it was written. */
export interface Named {
  readonly key?: string;
  readonly atMs?: number;
}

/** The same number for the same name and time, also on another LinkedIn: who starts a demonstration again adds nothing to it. */
export function numberFor(state: LinkedInState, { key, atMs }: Named): string {
  if (key === undefined || atMs === undefined) {
    return nextNumber(state);
  }
  const rest = BigInt(createHash('sha256').update(key).digest().readUInt32BE()) % NUMBER_OF_A_MS;
  return String(BigInt(Math.floor(atMs)) * NUMBER_OF_A_MS + rest);
}

export function organizationUrn(page: Page): string {
  return `urn:li:organization:${page.organization}`;
}

/** The page whose post this is; undefined for posts of people. */
export function pageOfPost(state: LinkedInState, postUrn: string): Page | undefined {
  const author = state.posts.get(postUrn)?.author;
  return state.pages.find((page) => organizationUrn(page) === author);
}

/** Two counters of one call: how often `key` was counted, this time included. */
export function counted(state: LinkedInState, key: string): number {
  const count = (state.counters.get(key) ?? 0) + 1;
  state.counters.set(key, count);
  return count;
}

/** How a deed is told. */
export interface Telling {
  /** The list shows it so much later. */
  readonly lateMs?: number;
  /** The list leaves out the comment. */
  readonly isBare?: boolean;
  /** The comment itself cannot be read for so long. */
  readonly hiddenMs?: number;
}

/** Writes down what the list of a page will tell; now and then twice or late, as LinkedIn may. */
export function notify(
  state: LinkedInState,
  notice: Pick<Notice, 'organization' | 'action' | 'sourcePost' | 'generatedActivity'>,
  telling: Telling = {},
): void {
  const atMs = state.clock.nowMs();
  for (let copies = state.lists.isDuplicated() ? 2 : 1; copies > 0; copies -= 1) {
    state.lastNotice += 1;
    const number = state.lastNotice;
    const lateMs = telling.lateMs ?? (state.lists.isOvertaken() ? state.lists.delayMs() : 0);
    const shown = { shownAtMs: atMs + lateMs, isBare: telling.isBare === true };
    state.notices = [...state.notices, { ...notice, ...shown, number, atMs }].slice(-MOST_KEPT);
  }
}

/** Tells the page of a post about a comment. Nobody is told about the posts of people. */
function notifyOfComment(state: LinkedInState, comment: Comment, action: string, telling?: Telling): void {
  const page = pageOfPost(state, comment.post);
  if (page !== undefined) {
    const { organization } = page;
    notify(state, { organization, action, sourcePost: comment.post, generatedActivity: shortUrnOf(comment) }, telling);
  }
}

function isByPage(state: LinkedInState, comment: Comment): boolean {
  return state.pages.some((page) => organizationUrn(page) === comment.actor);
}

export function addComment(
  state: LinkedInState,
  given: Pick<Comment, 'post' | 'parent' | 'actor' | 'text'>,
  telling: Telling & Named = {},
): Comment {
  const writtenAtMs = telling.atMs ?? state.clock.nowMs();
  const number = numberFor(state, telling);
  const { hiddenMs } = telling;
  const hidden = hiddenMs === undefined ? {} : { readableAtMs: state.clock.nowMs() + hiddenMs };
  const comment: Comment = { ...given, ...hidden, number, createdAtMs: writtenAtMs, changedAtMs: writtenAtMs };
  const isOfPage = isByPage(state, comment);
  state.comments.set(comment.number, comment);
  state.transcript.add({
    ...{ post: comment.post, urn: urnOf(comment), author: comment.actor, text: comment.text },
    who: isOfPage ? 'page' : 'citizen',
    ...(comment.parent === undefined ? {} : { parent: comment.parent }),
  });
  notifyOfComment(state, comment, isOfPage ? 'ADMIN_COMMENT' : 'COMMENT', telling);
  return comment;
}

export function changeComment(state: LinkedInState, comment: Comment, text: string, telling?: Telling): Comment {
  const changed = { ...comment, text, changedAtMs: state.clock.nowMs() };
  state.comments.set(comment.number, changed);
  state.transcript.edit(urnOf(comment), text);
  notifyOfComment(state, changed, 'COMMENT_EDIT', telling);
  return changed;
}

export function removeComment(state: LinkedInState, comment: Comment, telling?: Telling): void {
  state.comments.set(comment.number, undefined);
  state.transcript.remove(urnOf(comment));
  notifyOfComment(state, comment, 'COMMENT_DELETE', telling);
}
