import { BoundedMap } from '../basics/bounded-map.js';
import { Clock } from '../basics/clock.js';
import { FaultList } from '../basics/fault-list.js';
import type { MastodonFault } from './faults.js';
import { DEFAULT_LIMITS, type FakeMastodonOptions, type MastodonLimits, type OwnAccount } from './options.js';
import { People, type Person } from './people.js';

export const VISIBILITIES = ['public', 'unlisted', 'private', 'direct'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export interface Media {
  readonly id: string;
  readonly type: string;
  readonly url: string;
  readonly description?: string;
}

export interface Status {
  readonly id: string;
  readonly uri: string;
  readonly author: Person;
  readonly visibility: Visibility;
  readonly inReplyTo: string | undefined;
  readonly createdAtMs: number;
  readonly spoiler: string;
  readonly media: readonly Media[];
  /** An edit changes these two. */
  text: string;
  mentions: readonly Person[];
  editedAtMs: number | undefined;
}

export interface Notification {
  readonly id: string;
  readonly type: 'mention' | 'quote' | 'favourite';
  readonly from: Person;
  readonly statusId: string;
  readonly createdAtMs: number;
  /** The policy of a new account filters private messages of who is not followed: they come only when asked for. */
  readonly isFiltered: boolean;
}

export interface OwnState {
  readonly account: OwnAccount;
  readonly person: Person;
  /** False after somebody revoked the token. */
  isTokenValid: boolean;
  /** Of the app that the token was made in. */
  scopes: readonly string[];
  notifications: readonly Notification[];
  /** Status ids by `Idempotency-Key`. */
  readonly made: BoundedMap<{ readonly statusId: string; readonly atMs: number }>;
  /** Calls since the limit began anew. */
  calls: { readonly beganAtMs: number; readonly count: number };
}

/** Everything the instance knows. The API and the control routes work on the same one. */
export interface MastodonState {
  readonly host: string;
  readonly owns: readonly OwnState[];
  readonly people: People;
  readonly statuses: BoundedMap<Status>;
  readonly clock: Clock;
  readonly faults: FaultList<MastodonFault>;
  readonly limits: MastodonLimits;
  /** The last numbers that were given out. */
  lastStatus: bigint;
  lastNotification: number;
  /** Ids of statuses by the key that their writer chose, so that a replay adds nothing. */
  readonly keys: BoundedMap<string>;
  readonly deleted: BoundedMap<true>;
}

const MOST_STATUSES = 20_000;
const MOST_KEYS = 5_000;

export function createMastodonState(options: FakeMastodonOptions): MastodonState {
  const clock = new Clock(options.baseNowMs ?? Date.now);
  const people = new People();
  return {
    host: options.host ?? 'mast.voorbeeld',
    owns: options.accounts.map((account) => ({
      account,
      person: people.settle({ handle: account.username, name: account.name }),
      isTokenValid: true,
      scopes: ['read', 'write:statuses'],
      notifications: [],
      made: new BoundedMap(MOST_KEYS),
      calls: { beganAtMs: 0, count: 0 },
    })),
    people,
    statuses: new BoundedMap(MOST_STATUSES),
    clock,
    faults: new FaultList(),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    lastStatus: 0n,
    lastNotification: 0,
    keys: new BoundedMap(MOST_KEYS),
    deleted: new BoundedMap(MOST_STATUSES),
  };
}

/** As Mastodon makes them: the time, and sixteen bits. */
export function nextStatusId(state: MastodonState): string {
  const now = BigInt(Math.floor(state.clock.nowMs())) << 16n;
  state.lastStatus = now > state.lastStatus ? now : state.lastStatus + 1n;
  return String(state.lastStatus);
}

/** Mastodon counts. Here they rise with the clock, so that those of a later start are later. */
export function nextNotificationId(state: MastodonState): string {
  state.lastNotification = Math.max(state.lastNotification + 1, Math.floor(state.clock.nowMs()));
  return String(state.lastNotification);
}

/** A status that is there. */
export function statusOf(state: MastodonState, id: string): Status | undefined {
  return state.deleted.has(id) ? undefined : state.statuses.get(id);
}

/** Whether this person may read it. Nobody follows anybody here, so `private` is for who is mentioned too. */
export function isVisibleTo(person: Person, status: Status): boolean {
  const isPublic = status.visibility === 'public' || status.visibility === 'unlisted';
  return isPublic || status.author.id === person.id || status.mentions.some(({ id }) => id === person.id);
}
