import { Disorder, type FaultPlan } from '../basics/disorder.js';
import {
  closeConvo,
  closeMessages,
  deletePost,
  post,
  unwrite,
  write,
  type MessageInput,
  type PostInput,
} from './citizen-actions.js';
import type { BlueskyFault, ClosedConvo } from './faults.js';
import { setPassword } from './sessions.js';
import type { BlueskyState } from './state.js';
import { transcriptOf, type BlueskyEntry } from './transcript.js';

/** A call as tests can look at it afterwards. */
export interface RecordedCall {
  readonly name: string;
  readonly outcome: number | 'closed' | 'hung';
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
  /** The citizen of a conversation lets no message in any more, or lets them in again. */
  closeConvo(convoId: string, why: ClosedConvo | undefined): void;
  /** A citizen lets no message of anybody in any more, or lets them in again. */
  closeMessages(did: string, why: ClosedConvo | undefined): void;
  /**
   * An app password is taken away, and another one takes its place. Sessions cannot be renewed any more, but those that run
   * live up to their end, as on Bluesky; with `endsSessions` they end too.
   */
  setPassword(handle: string, appPassword: string, endsSessions?: boolean): void;
  /** An account is switched off: `takendown`, `suspended` or `deactivated`. Its sessions go on. */
  switchOff(did: string, status: string): void;
  /** Disorder in what is told from now on; none without a plan. */
  setDisorder(plan?: FaultPlan): void;
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
    closeConvo: (convoId, why) => {
      closeConvo(state, convoId, why);
    },
    closeMessages: (did, why) => {
      closeMessages(state, did, why);
    },
    setPassword: (handle, appPassword, endsSessions = false) => {
      setPassword(state, { handle, appPassword, endsSessions });
    },
    setDisorder: (plan) => {
      state.lists = new Disorder(plan, 'lists');
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
