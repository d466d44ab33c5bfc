import { edit, favourite, ownNamed, remove, write, type WriteInput, type WrittenResult } from './citizen-actions.js';
import type { Endpoint, MastodonFault } from './faults.js';
import type { MastodonState } from './state.js';
import { readTranscript, type MastodonEntry, type MastodonFilter } from './transcript.js';

/** A call as tests can look at it afterwards. `outcome` is the status, or what happened instead of an answer. */
export interface RecordedCall {
  /** Username of the account; undefined for a token that none has. */
  readonly account: string | undefined;
  readonly endpoint: Endpoint | undefined;
  readonly outcome: number | 'closed' | 'hung';
  readonly atMs: number;
}

/** What citizens do, and what a test wants to know or to break. */
export interface FakeMastodon {
  /** What `SCHAKEL_MASTODON_BASE_URL` has to be. */
  readonly url: string;
  write(input: WriteInput): WrittenResult;
  edit(statusId: string, text: string): void;
  remove(statusId: string): void;
  favourite(statusId: string): void;
  /** The owner revokes the token of an account, or gives it back. */
  setToken(username: string, isValid: boolean): void;
  /** The app of the token was made with these scopes. */
  setScopes(username: string, scopes: readonly string[]): void;
  fault(fault: MastodonFault): void;
  clearFaults(): void;
  advanceClock(ms: number): number;
  nowMs(): number;
  transcript(filter?: MastodonFilter): readonly MastodonEntry[];
  calls(): readonly RecordedCall[];
  close(): Promise<void>;
}

export interface MastodonServer {
  readonly url: string;
  readonly calls: () => readonly RecordedCall[];
  readonly close: () => Promise<void>;
}

export function createFakeMastodon(state: MastodonState, server: MastodonServer): FakeMastodon {
  return {
    ...server,
    write: (input) => write(state, input),
    edit: (statusId, text) => {
      edit(state, statusId, text);
    },
    remove: (statusId) => {
      remove(state, statusId);
    },
    favourite: (statusId) => {
      favourite(state, statusId);
    },
    setToken: (username, isValid) => {
      ownNamed(state, username).isTokenValid = isValid;
    },
    setScopes: (username, scopes) => {
      ownNamed(state, username).scopes = scopes;
    },
    fault: (fault) => {
      state.faults.add(fault);
    },
    clearFaults: () => {
      state.faults.clear();
    },
    advanceClock: (ms) => {
      state.clock.advance(ms);
      return state.clock.nowMs();
    },
    nowMs: () => state.clock.nowMs(),
    transcript: (filter) => readTranscript(state, filter),
  };
}
