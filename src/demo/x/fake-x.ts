import { Disorder, type FaultPlan } from '../basics/disorder.js';
import {
  closeMessages,
  message,
  postAsAccount,
  remove,
  setToken,
  write,
  type MessageInput,
  type WriteInput,
  type Written,
} from './citizen-actions.js';
import type { Endpoint, XFault } from './faults.js';
import { readTranscript, type XEntry, type XFilter } from './transcript.js';
import type { Checked, WebhookCounts } from './webhook.js';
import type { Writing } from './write-post.js';

/** A call as tests can look at it afterwards. `outcome` is the status, or what happened instead of an answer. */
export interface RecordedCall {
  /** Username of the account; undefined for a call that none signed. */
  readonly account: string | undefined;
  readonly endpoint: Endpoint | undefined;
  readonly outcome: number | 'closed' | 'hung';
  readonly atMs: number;
}

/** What citizens and accounts do, and what a test wants to know or to break. */
export interface FakeX {
  /** What `SCHAKEL_X_BASE_URL` has to be. */
  readonly url: string;
  /** Checks the webhook as X does, and posts there from then on. */
  subscribe(callbackUrl: string): Promise<Checked>;
  unsubscribe(): void;
  /** Disorder in what is posted from now on; none without a plan. */
  setDisorder(plan?: FaultPlan): void;
  write(input: WriteInput): Written;
  message(input: MessageInput): Written;
  /** A citizen takes no private messages any more, or takes them again. */
  closeMessages(username: string, isClosed: boolean): void;
  postAsAccount(input: Parameters<typeof postAsAccount>[1]): { readonly id: string };
  remove(idOrKey: string): void;
  setToken(username: string, isValid: boolean): void;
  fault(fault: XFault): void;
  clearFaults(): void;
  advanceClock(ms: number): number;
  nowMs(): number;
  transcript(filter?: XFilter): readonly XEntry[];
  calls(): readonly RecordedCall[];
  webhooks(): Readonly<WebhookCounts>;
  settled(limitMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface XServer {
  readonly url: string;
  readonly calls: () => readonly RecordedCall[];
  readonly close: () => Promise<void>;
}

export function createFakeX(writing: Writing, server: XServer): FakeX {
  const { state, webhook } = writing;
  return {
    ...server,
    subscribe: (callbackUrl) => webhook.subscribe(callbackUrl),
    unsubscribe: () => {
      webhook.unsubscribe();
    },
    setDisorder: (plan) => {
      state.disorder = new Disorder(plan, 'x');
    },
    write: (input) => write(writing, input),
    message: (input) => message(writing, input),
    closeMessages: (username, isClosed) => {
      closeMessages(writing, username, isClosed);
    },
    postAsAccount: (input) => postAsAccount(writing, input),
    remove: (idOrKey) => {
      remove(writing, idOrKey);
    },
    setToken: (username, isValid) => {
      setToken(writing, username, isValid);
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
    webhooks: () => webhook.counts(),
    settled: (limitMs) => webhook.settled(limitMs),
  };
}
