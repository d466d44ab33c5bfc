import { BoundedMap } from '../basics/bounded-map.js';
import { Clock } from '../basics/clock.js';
import { Disorder } from '../basics/disorder.js';
import { FaultList } from '../basics/fault-list.js';
import { seededDigits, seededRandom } from '../random.js';
import { Chats } from './chats.js';
import type { TelegramFault } from './faults.js';
import { DEFAULT_LIMITS, type Bot, type FakeTelegramOptions, type TelegramLimits } from './options.js';
import { TelegramTranscript } from './transcript.js';
import { isAcknowledged, NO_ANSWER, postUpdate, type UpdateAnswer } from './update-post.js';
import { UpdateQueue, type Update } from './update-queue.js';

/** Where the updates of a bot go. */
export interface Webhook {
  readonly url: string;
  readonly secretToken: string | undefined;
  readonly maxConnections: number;
  /** Undefined: all kinds but those that have to be asked for. */
  readonly allowedUpdates: readonly string[] | undefined;
}

export interface BotState {
  readonly bot: Bot;
  readonly chats: Chats;
  readonly updates: UpdateQueue;
  webhook: Webhook | undefined;
  lastError: { readonly atMs: number; readonly message: string } | undefined;
  /** The last numbers that were given out. */
  messageNumber: number;
  updateNumber: number;
}

/** Everything the platform knows. The Bot API and the control routes work on the same one. */
export interface TelegramState {
  readonly bots: readonly BotState[];
  readonly clock: Clock;
  readonly transcript: TelegramTranscript;
  readonly faults: FaultList<TelegramFault>;
  readonly disorder: Disorder;
  readonly limits: TelegramLimits;
  /** Calls of a second, by bot and by chat. */
  readonly counters: BoundedMap<{ readonly second: number; readonly count: number }>;
  readonly stop: AbortController;
  /** Where the platform itself can be reached; known once it listens. */
  url: string;
}

const MOST_COUNTERS = 5_000;
const TRANSCRIPT_LIMIT = 200;
const WEBHOOK_TIMEOUT_MS = 10_000;
/** Numbers rise by less than one a second, so those of a later start are higher. */
const LONG_AGO_SECONDS = 1_700_000_000;

function firstNumber(options: FakeTelegramOptions, nowMs: number): number {
  return options.seed === undefined
    ? Math.floor(nowMs / 1000) - LONG_AGO_SECONDS
    : 2_000_000 + Number(seededDigits(options.seed, 6));
}

export function createTelegramState(options: FakeTelegramOptions): TelegramState {
  const clock = new Clock(options.baseNowMs ?? Date.now);
  const stop = new AbortController();
  const carrier = { clock, stop, timeoutMs: options.webhookTimeoutMs ?? WEBHOOK_TIMEOUT_MS };
  return {
    bots: options.bots.map((bot) => botState(bot, options, carrier)),
    clock,
    transcript: new TelegramTranscript(options.transcriptLimit ?? TRANSCRIPT_LIMIT),
    faults: new FaultList(),
    disorder: new Disorder(options.faultPlan, 'calls'),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    counters: new BoundedMap(MOST_COUNTERS),
    stop,
    url: '',
  };
}

interface Carrier {
  readonly clock: Clock;
  readonly stop: AbortController;
  readonly timeoutMs: number;
}

function botState(bot: Bot, options: FakeTelegramOptions, carrier: Carrier): BotState {
  const first = firstNumber(options, carrier.clock.nowMs());
  const own: BotState = {
    bot,
    chats: new Chats(options.transcriptLimit ?? TRANSCRIPT_LIMIT),
    updates: new UpdateQueue({
      clock: carrier.clock,
      disorder: new Disorder(options.faultPlan, `updates ${bot.username}`),
      random: seededRandom(`${options.faultPlan?.seed ?? ''} waits ${bot.username}`),
      retrySecondMs: options.retrySecondMs ?? 1000,
      post: (update) => bring(own, update, carrier),
    }),
    webhook: undefined,
    lastError: undefined,
    messageNumber: first,
    updateNumber: first,
  };
  return own;
}

/** An update as it stands in a body: its number and one other field. */
export function updateBody({ updateId, kind, item }: Update): string {
  return JSON.stringify({ update_id: updateId, [kind]: item });
}

/** One attempt, and what `getWebhookInfo` will say of it. */
function bring(own: BotState, update: Update, carrier: Carrier): Promise<UpdateAnswer> | undefined {
  const { webhook } = own;
  if (webhook === undefined) {
    return undefined;
  }
  const { url, secretToken } = webhook;
  const { stop, timeoutMs, clock } = carrier;
  return postUpdate({ url, secretToken, body: updateBody(update), timeoutMs, signal: stop.signal }).then((answer) => {
    if (!isAcknowledged(answer.status)) {
      const why = answer.status === NO_ANSWER ? 'Connection failed' : String(answer.status);
      own.lastError = { atMs: clock.nowMs(), message: `Wrong response from the webhook: ${why}` };
    }
    return answer;
  });
}
