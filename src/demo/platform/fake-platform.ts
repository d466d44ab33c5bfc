import { randomBytes } from 'node:crypto';
import { ControlError } from '../basics/control-error.js';
import type { Fault } from './faults.js';
import type { RecordedCall } from './graph-http.js';
import type { Switches } from './options.js';
import {
  type AnswerOutsideInput,
  answerPrivatelyOutside,
  editMessage,
  knownConversation,
  reactToMessage,
  readConversation,
  type Said,
  say,
  type SayInput,
  unsendMessage,
} from './private-actions.js';
import {
  answerPubliclyOutside,
  comment,
  type CommentInput,
  type Commented,
  editItem,
  mention,
  type MentionInput,
  post,
  type PostInput,
  removeItem,
} from './public-actions.js';
import { wireJson } from './signature.js';
import type { NumberRating, PlatformState } from './state.js';
import type { TokenTrouble } from './tokens.js';
import type { TranscriptEntry, TranscriptFilter } from './transcript.js';
import { shakeHands, type SignatureChoice } from './webhook-post.js';
import type { DeliveryReport } from './webhook-lane.js';
import type { WebhookCounts } from './webhooks.js';

export interface ChangeInput {
  /** The message, comment or post that changes. */
  readonly id: string;
  readonly atMs?: number;
  /** WhatsApp: the id of the change itself, for callers who want stable ids. */
  readonly changeId?: string;
}

export interface PublicAnswerOutsideInput {
  readonly parentId: string;
  readonly text: string;
  readonly commentId?: string;
  readonly atMs?: number;
}

export interface CitizenAddress {
  readonly account: string;
  readonly citizenId: string;
}

/** What citizens and colleagues do. Each becomes webhooks, as on the real platforms. */
export interface CitizenActions {
  say(input: SayInput): Said;
  comment(input: CommentInput): Commented;
  post(input: PostInput): Commented;
  mention(input: MentionInput): Commented;
  edit(input: ChangeInput & { readonly text: string }): void;
  remove(input: ChangeInput): void;
  react(input: ChangeInput & { readonly emoji: string }): void;
  /** The citizen opens the conversation. */
  read(input: CitizenAddress): void;
  /** The citizen can no longer be reached. */
  block(input: CitizenAddress): void;
  answerOutside(input: AnswerOutsideInput | PublicAnswerOutsideInput): void;
}

export interface FakePlatform extends CitizenActions {
  /** What `SCHAKEL_META_BASE_URL` has to be. */
  readonly url: string;
  /** Does the handshake at the callback URL and sends webhooks there from now on; none go out when it fails. */
  subscribe(callbackUrl?: string): Promise<{ readonly ok: boolean; readonly status: number }>;
  /** Collects updates until `release`, which sends them in as few POSTs as Meta would. */
  hold(): void;
  release(): Promise<void>;
  /** One POST of our own making. Gives the receiver's status, 0 when it did not answer. */
  raw(body: string | object, signature?: SignatureChoice): Promise<number>;
  /** Starts every waiting redelivery and delayed webhook at once. */
  redeliverNow(): void;
  /** Resolves when no webhook is under way or waiting; fails after the time limit (5 s). */
  settled(timeoutMs?: number): Promise<void>;
  fault(fault: Fault): void;
  clearFaults(): void;
  switch(changes: Partial<Switches>): Switches;
  spoilToken(token: string, trouble?: TokenTrouble): void;
  restoreToken(token: string): void;
  /** A permission that a token has no more, and the day on which it ends; `debug_token` tells both. */
  withholdScope(token: string, scope: string): void;
  setTokenEnd(token: string, atMs: number): void;
  /** How Meta rates a number of WhatsApp: `status` and `quality_rating`. */
  rateNumber(phoneNumberId: string, rating: NumberRating): void;
  unsubscribe(accountId: string): void;
  advanceClock(ms: number): number;
  nowMs(): number;
  transcript(filter?: TranscriptFilter): readonly TranscriptEntry[];
  calls(): readonly RecordedCall[];
  deliveries(): readonly DeliveryReport[];
  counts(): Readonly<WebhookCounts>;
  photoUrl(name: string): string;
  close(): Promise<void>;
}

export interface PlatformServer {
  readonly calls: () => readonly RecordedCall[];
  readonly close: () => Promise<void>;
}

const SETTLE_MS = 5_000;

export function createFakePlatform(state: PlatformState, server: PlatformServer): FakePlatform {
  return { url: state.url, ...citizenActions(state), ...webhookControls(state), ...graphControls(state, server) };
}

function citizenActions(state: PlatformState): CitizenActions {
  return {
    say: (input) => say(state, input),
    comment: (input) => comment(state, input),
    post: (input) => post(state, input),
    mention: (input) => mention(state, input),
    edit: (input) => {
      const item = state.threads.find(input.id);
      if (item === undefined) {
        editMessage(state, conversationOfMessage(state, input.id), input);
      } else {
        editItem(state, item, input.text);
      }
    },
    remove: (input) => {
      const item = state.threads.find(input.id);
      if (item === undefined) {
        unsendMessage(state, conversationOfMessage(state, input.id), input);
      } else {
        removeItem(state, item);
      }
    },
    react: (input) => {
      reactToMessage(state, conversationOfMessage(state, input.id), { ...input, text: input.emoji });
    },
    read: (input) => {
      readConversation(state, input.account, input.citizenId);
    },
    block: (input) => {
      knownConversation(state, input.account, input.citizenId).isBlocked = true;
    },
    answerOutside: (input) => {
      if ('parentId' in input) {
        answerPubliclyOutside(state, input);
      } else {
        answerPrivatelyOutside(state, input);
      }
    },
  };
}

function conversationOfMessage(state: PlatformState, id: string): ReturnType<typeof knownConversation> {
  const conversation = state.conversations.ofMessage(id);
  if (conversation === undefined) {
    throw new ControlError(`There is no message, comment or post with id ${id}.`);
  }
  return conversation;
}

type WebhookControls = Pick<
  FakePlatform,
  'subscribe' | 'hold' | 'release' | 'raw' | 'redeliverNow' | 'settled' | 'unsubscribe' | 'deliveries' | 'counts'
>;

function webhookControls(state: PlatformState): WebhookControls {
  const { webhooks, subscriptions } = state;
  return {
    subscribe: async (callbackUrl = webhooks.callbackUrl) => {
      if (callbackUrl === undefined) {
        throw new ControlError('There is no callback URL to subscribe.');
      }
      const result = await shakeHands(callbackUrl, state.verifyToken, randomBytes(8).toString('hex'));
      webhooks.callbackUrl = callbackUrl;
      subscriptions.appVerified = result.ok;
      return result;
    },
    hold: () => {
      webhooks.hold();
    },
    release: () => webhooks.release(),
    raw: (body, signature = 'right') =>
      webhooks.raw(Buffer.from(typeof body === 'string' ? body : wireJson(body)), signature),
    redeliverNow: () => {
      webhooks.redeliverNow();
    },
    settled: (timeoutMs = SETTLE_MS) => webhooks.settled(timeoutMs),
    unsubscribe: (accountId) => {
      subscriptions.unsubscribe(accountId);
    },
    deliveries: () => webhooks.reports(),
    counts: () => ({ ...webhooks.counts }),
  };
}

type GraphControls = Omit<FakePlatform, keyof CitizenActions | keyof WebhookControls | 'url'>;

function graphControls(state: PlatformState, server: PlatformServer): GraphControls {
  return {
    fault: (fault) => {
      state.faults.add(fault);
    },
    clearFaults: () => {
      state.faults.clear();
    },
    switch: (changes) => {
      state.switches = { ...state.switches, ...changes };
      return state.switches;
    },
    spoilToken: (token, trouble = 463) => {
      state.tokens.spoil(token, trouble);
    },
    restoreToken: (token) => {
      state.tokens.restore(token);
    },
    withholdScope: (token, scope) => {
      state.tokens.withhold(token, scope);
    },
    setTokenEnd: (token, atMs) => {
      state.tokens.setEnd(token, atMs);
    },
    rateNumber: (phoneNumberId, rating) => {
      state.ratings.set(phoneNumberId, rating);
    },
    advanceClock: (ms) => {
      state.clock.advance(ms);
      return state.clock.nowMs();
    },
    nowMs: () => state.clock.nowMs(),
    transcript: (filter) => state.transcript.read(filter),
    calls: server.calls,
    photoUrl: (name) => `${state.url}/_media/${encodeURIComponent(name)}`,
    close: server.close,
  };
}
