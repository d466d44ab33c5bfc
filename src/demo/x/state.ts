import { createHash } from 'node:crypto';
import { BoundedMap } from '../basics/bounded-map.js';
import { Clock } from '../basics/clock.js';
import { Disorder } from '../basics/disorder.js';
import { FaultList } from '../basics/fault-list.js';
import type { XFault } from './faults.js';
import { DEFAULT_LIMITS, type FakeXOptions, type XAccount, type XLimits } from './options.js';

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

export interface XPost {
  readonly id: string;
  readonly author: Person;
  /** As its writer typed it. */
  readonly words: string;
  /** With the names that X puts before a reply. */
  readonly text: string;
  readonly thread: string;
  readonly inReplyTo: XPost | undefined;
  readonly quotes: XPost | undefined;
  /** Whom the words name, not who is named because it is a reply. */
  readonly mentions: readonly Person[];
  readonly createdAtMs: number;
  isDeleted: boolean;
}

export interface XMessage {
  readonly id: string;
  readonly from: Person;
  readonly to: Person;
  /** Undefined for one that only the app can open. */
  readonly text: string | undefined;
  readonly createdAtMs: number;
}

export interface OwnState {
  readonly account: XAccount;
  readonly person: Person;
  /** False after the account withdrew its permission. */
  isTokenValid: boolean;
  /** Calls by kind since the quarter of an hour began. */
  readonly calls: Map<string, { readonly beganAtMs: number; readonly count: number }>;
}

/** Everything that X knows. The API and the control routes work on the same one. */
export interface XState {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly owns: readonly OwnState[];
  readonly people: BoundedMap<Person>;
  readonly posts: BoundedMap<XPost>;
  readonly messages: BoundedMap<XMessage>;
  /** Usernames of who takes no private messages. */
  readonly closedTo: Set<string>;
  /** Ids by the key that their writer chose, so that a replay adds nothing. */
  readonly keys: BoundedMap<string>;
  readonly clock: Clock;
  readonly faults: FaultList<XFault>;
  readonly limits: XLimits;
  disorder: Disorder;
  lastId: bigint;
  lastPerson: bigint;
}

const MOST = 20_000;
const MOST_KEYS = 5_000;

export function createXState(options: FakeXOptions): XState {
  return {
    consumerKey: options.consumerKey,
    consumerSecret: options.consumerSecret,
    owns: options.accounts.map((account) => ({
      account,
      person: { id: account.id, username: account.username, name: account.name },
      isTokenValid: true,
      calls: new Map(),
    })),
    people: new BoundedMap(MOST),
    posts: new BoundedMap(MOST),
    messages: new BoundedMap(MOST),
    closedTo: new Set(),
    keys: new BoundedMap(MOST_KEYS),
    clock: new Clock(options.baseNowMs ?? Date.now),
    faults: new FaultList(),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    disorder: new Disorder(options.disorder, 'x'),
    lastId: 0n,
    lastPerson: 1_800_000_000_000_000_000n,
  };
}

const EPOCH_MS = 1_288_834_974_657n;

/** As X makes them: the time since its own epoch, and 22 bits. */
export function nextId(state: XState): string {
  const now = (BigInt(Math.floor(state.clock.nowMs())) - EPOCH_MS) << 22n;
  state.lastId = now > state.lastId ? now : state.lastId + 1n;
  return String(state.lastId);
}

/** What names something, and when it was written. */
export interface Named {
  readonly key?: string;
  readonly atMs?: number;
}

/** The same id for the same name and time, also on another X: who starts a demonstration again adds nothing to it. */
export function idFor(state: XState, { key, atMs }: Named): string {
  if (key === undefined || atMs === undefined) {
    return nextId(state);
  }
  const bits = createHash('sha256').update(key).digest().readUInt32BE() >>> 10;
  return String(((BigInt(Math.floor(atMs)) - EPOCH_MS) << 22n) + BigInt(bits));
}

/** A citizen, by username. The same username is the same person. */
export function meet(state: XState, { username, name }: Omit<Person, 'id'>): Person {
  const known = state.people.get(username.toLowerCase());
  if (known !== undefined) {
    return known;
  }
  state.lastPerson += 1n;
  const person = { id: String(state.lastPerson), username, name };
  state.people.set(username.toLowerCase(), person);
  return person;
}

export function personWithId(state: XState, id: string): Person | undefined {
  return [...state.owns.map(({ person }) => person), ...state.people.values()].find((one) => one.id === id);
}

export function postThere(state: XState, id: string): XPost | undefined {
  const post = state.posts.get(id);
  return post?.isDeleted === true ? undefined : post;
}

export function isOwn(state: XState, { id }: Person): boolean {
  return state.owns.some(({ person }) => person.id === id);
}
