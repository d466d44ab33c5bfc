import { createHash } from 'node:crypto';
import { BoundedMap } from '../basics/bounded-map.js';
import { Clock } from '../basics/clock.js';
import { ControlError } from '../basics/control-error.js';
import { Disorder } from '../basics/disorder.js';
import { FaultList } from '../basics/fault-list.js';
import type { JsonObject } from '../basics/json.js';
import type { BlueskyFault, ClosedConvo } from './faults.js';
import { DEFAULT_LIMITS, type BlueskyLimits, type FakeBlueskyOptions, type OwnAccount } from './options.js';

export interface Person {
  readonly did: string;
  readonly handle: string;
  readonly displayName?: string;
}

export interface Post {
  readonly uri: string;
  readonly cid: string;
  readonly author: Person;
  readonly record: JsonObject;
  /** When the platform took it in, and the earlier of that and what the post says of itself. */
  readonly indexedAtMs: number;
  readonly sortedAtMs: number;
}

export interface Message {
  readonly id: string;
  readonly rev: string;
  readonly convoId: string;
  readonly sender: Person;
  readonly text: string;
  readonly sentAtMs: number;
}

export interface LogEntry {
  readonly kind: 'logBeginConvo' | 'logCreateMessage' | 'logDeleteMessage';
  readonly rev: string;
  readonly message: Message;
}

export interface Convo {
  readonly id: string;
  /** DID of the account of a municipality in it. */
  readonly owner: string;
  readonly citizen: Person;
  readonly messages: Message[];
  rev: string;
  /** Why the citizen lets no message in; undefined while they do. */
  closed?: ClosedConvo | undefined;
}

export interface Token {
  readonly account: OwnAccount;
  readonly kind: 'access' | 'refresh';
  readonly endsAtMs: number;
  isRevoked: boolean;
}

/** Everything the platform knows. The methods and the control routes work on the same one. */
export interface BlueskyState {
  readonly accounts: readonly OwnAccount[];
  readonly clock: Clock;
  readonly faults: FaultList<BlueskyFault>;
  readonly calls: Disorder;
  lists: Disorder;
  readonly limits: BlueskyLimits;
  readonly accessTokenMs: number;
  readonly seed: string;
  readonly posts: Map<string, Post>;
  readonly convos: Map<string, Convo>;
  /** Why a citizen lets no message of anybody in, by DID. */
  readonly closedTo: Map<string, ClosedConvo>;
  /** Uris of posts and ids of messages by the key that their writer chose, so that a replay adds nothing. */
  readonly keys: BoundedMap<string>;
  /** App passwords in force, by DID of the account. */
  readonly passwords: Map<string, string>;
  /** By DID of the account whose log it is. */
  readonly logs: Map<string, LogEntry[]>;
  readonly tokens: BoundedMap<Token>;
  /** Why an account is switched off, by DID: `takendown`, `suspended` or `deactivated`. */
  readonly closed: Map<string, string>;
  /** Instants of log-ins, by identifier. */
  readonly logins: BoundedMap<readonly number[]>;
  lastNumber: number;
}

const MOST_TOKENS = 5_000;
const MOST_KEPT = 5_000;
const TWO_HOURS_MS = 2 * 3_600_000;

export function createBlueskyState(options: FakeBlueskyOptions): BlueskyState {
  return {
    accounts: options.accounts,
    clock: new Clock(options.baseNowMs ?? Date.now),
    faults: new FaultList(),
    calls: new Disorder(options.faultPlan, 'calls'),
    lists: new Disorder(options.faultPlan, 'lists'),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    accessTokenMs: options.accessTokenMs ?? TWO_HOURS_MS,
    seed: options.seed ?? 'bluesky',
    posts: new Map(),
    convos: new Map(),
    closedTo: new Map(),
    keys: new BoundedMap(MOST_TOKENS),
    passwords: new Map(options.accounts.map(({ did, appPassword }) => [did, appPassword])),
    logs: new Map(),
    tokens: new BoundedMap(MOST_TOKENS),
    closed: new Map(),
    logins: new BoundedMap(MOST_TOKENS),
    lastNumber: 0,
  };
}

export function accountNamed(state: BlueskyState, handle: string): OwnAccount {
  const found = state.accounts.find((account) => account.handle === handle);
  if (found === undefined) {
    throw new ControlError(`There is no account ${handle}.`);
  }
  return found;
}

const SIGNS = '234567abcdefghijklmnopqrstuvwxyz';

/** Ids that sort by time, as those of AT Protocol: microseconds in base 32, with a counter so that none is given twice. */
export function nextId(state: BlueskyState): string {
  state.lastNumber = Math.max(state.lastNumber + 1, state.clock.nowMs() * 1000);
  return spelled(BigInt(state.lastNumber) << 10n);
}

/** What names something, and when it was written. */
export interface Named {
  readonly key?: string;
  readonly atMs?: number;
}

/** The same id for the same name and time, also on another Bluesky: who starts a demonstration again adds nothing to it. */
export function idFor(state: BlueskyState, { key, atMs }: Named): string {
  return key === undefined || atMs === undefined
    ? nextId(state)
    : spelled((BigInt(Math.floor(atMs) * 1000) << 10n) + BigInt(hashOf(key).readUInt16BE()));
}

/** A conversation of two has one id for ever. */
export function convoIdOf(one: string, other: string): string {
  return spelled(hashOf([one, other].toSorted().join(' ')).readBigUInt64BE() >> 1n);
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function spelled(number: bigint): string {
  let rest = number;
  let id = '';
  for (let place = 0; place < 13; place += 1) {
    id = `${SIGNS[Number(rest & 31n)] ?? ''}${id}`;
    rest >>= 5n;
  }
  return id;
}

/** The same content has the same id, and any other content another one. */
export function contentId(record: JsonObject): string {
  return `bafyrei${createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 52)}`;
}

/** A demo that runs for weeks must not fill the memory. */
export function forgetOldest(entries: Map<string, unknown>): void {
  for (const [oldest] of entries.size > MOST_KEPT ? entries : []) {
    entries.delete(oldest);
    return;
  }
}
