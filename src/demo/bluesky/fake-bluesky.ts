import { deletePost, post, unwrite, write, type MessageInput, type PostInput } from './citizen-actions.js';
import type { BlueskyFault } from './faults.js';
import type { BlueskyState } from './state.js';
import { transcriptOf, type BlueskyEntry } from './transcript.js';

/** A call as tests can look at it afterwards. */
export interface RecordedCall {
  readonly name: string;
  readonly outcome: number | 'closed';
  readonly atMs: number;
}

/** What citizens do, and what a test wants to know or to break. */
export interface FakeBluesky {
  /** What `SCHAKEL_BLUESKY_BASE_URL` has to be. */
  readonly url: string;
  post(input: PostInput): { readonly uri: string; readonly cid: string };
  deletePost(uri: string): void;
  write(input: MessageInput): { readonly convoId: string; readonly id: string };
  unwrite(convoId: string, id: string): void;
  /** An account is switched off: `takendown`, `suspended` or `deactivated`. Its sessions go on. */
  switchOff(did: string, status: string): void;
  fault(fault: BlueskyFault): void;
  clearFaults(): void;
  advanceClock(ms: number): number;
  nowMs(): number;
  transcript(): readonly BlueskyEntry[];
  calls(): readonly RecordedCall[];
  close(): Promise<void>;
}

export interface BlueskyServer {
  readonly url: string;
  readonly calls: () => readonly RecordedCall[];
  readonly close: () => Promise<void>;
}

export function createFakeBluesky(state: BlueskyState, server: BlueskyServer): FakeBluesky {
  return {
    ...server,
    post: (input) => post(state, input),
    deletePost: (uri) => {
      deletePost(state, uri);
    },
    write: (input) => write(state, input),
    unwrite: (convoId, id) => {
      unwrite(state, convoId, id);
    },
    switchOff: (did, status) => {
      state.closed.set(did, status);
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
    transcript: () => transcriptOf(state),
  };
}
