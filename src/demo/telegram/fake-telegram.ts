import { ControlError } from '../basics/control-error.js';
import {
  botNamed,
  edit,
  leave,
  say,
  setBlocked,
  tap,
  type AboutInput,
  type EditInput,
  type SaidResult,
  type SayInput,
  type TapInput,
} from './citizen-actions.js';
import type { RecordedCall } from './bot-api-http.js';
import type { TelegramFault } from './faults.js';
import { updateBody, type TelegramState } from './state.js';
import type { TelegramEntry, TelegramFilter } from './transcript.js';
import { postUpdate } from './update-post.js';
import type { UpdateReport } from './update-queue.js';

export type SecretChoice = 'right' | 'wrong' | 'missing';

/** What citizens do, and what a test wants to know or to break. Each deed of a citizen becomes an update. */
export interface FakeTelegram {
  /** What `SCHAKEL_TELEGRAM_BASE_URL` has to be. */
  readonly url: string;
  say(input: SayInput): SaidResult;
  edit(input: EditInput): void;
  block(input: AboutInput): void;
  unblock(input: AboutInput): void;
  leave(input: AboutInput): void;
  tap(input: TapInput): void;
  /** Brings what was answered once more, as Telegram does when the answer got lost. */
  repeat(bot: string, updateId: number): Promise<number>;
  /** One POST of our own making. Gives the receiver's status, 0 when it did not answer. */
  raw(bot: string, body: string, secret?: SecretChoice): Promise<number>;
  redeliverNow(): void;
  /** Resolves when no update is under way or waits; fails after the time limit (5 s). */
  settled(timeoutMs?: number): Promise<void>;
  fault(fault: TelegramFault): void;
  clearFaults(): void;
  advanceClock(ms: number): number;
  nowMs(): number;
  transcript(filter?: TelegramFilter): readonly TelegramEntry[];
  calls(): readonly RecordedCall[];
  deliveries(): readonly UpdateReport[];
  close(): Promise<void>;
}

export interface TelegramServer {
  readonly calls: () => readonly RecordedCall[];
  readonly close: () => Promise<void>;
}

const SETTLE_MS = 5_000;

export function createFakeTelegram(state: TelegramState, server: TelegramServer): FakeTelegram {
  return { url: state.url, ...citizens(state), ...webhooks(state), ...controls(state, server) };
}

type Citizens = Pick<FakeTelegram, 'say' | 'edit' | 'block' | 'unblock' | 'leave' | 'tap'>;

function citizens(state: TelegramState): Citizens {
  return {
    say: (input) => say(state, input),
    edit: (input) => {
      edit(state, input);
    },
    block: (input) => {
      setBlocked(state, input, true);
    },
    unblock: (input) => {
      setBlocked(state, input, false);
    },
    leave: (input) => {
      leave(state, input);
    },
    tap: (input) => {
      tap(state, input);
    },
  };
}

function webhooks(
  state: TelegramState,
): Pick<FakeTelegram, 'repeat' | 'raw' | 'redeliverNow' | 'settled' | 'deliveries'> {
  return {
    repeat: async (bot, updateId) => {
      const update = botNamed(state, bot).updates.find(updateId);
      if (update === undefined) {
        throw new ControlError(`There is no update ${String(updateId)} any more.`);
      }
      return post(state, bot, updateBody(update), 'right');
    },
    raw: (bot, body, secret = 'right') => post(state, bot, body, secret),
    redeliverNow: () => {
      for (const { updates } of state.bots) {
        updates.redeliverNow();
      }
    },
    settled: async (timeoutMs = SETTLE_MS) => {
      await Promise.all(state.bots.map(({ updates }) => updates.settled(timeoutMs)));
    },
    deliveries: () => state.bots.flatMap(({ updates }) => updates.reports()),
  };
}

async function post(state: TelegramState, bot: string, body: string, secret: SecretChoice): Promise<number> {
  const { webhook } = botNamed(state, bot);
  if (webhook === undefined) {
    throw new ControlError(`${bot} has no webhook.`);
  }
  const right = webhook.secretToken;
  const secretToken = secret === 'missing' ? undefined : secret === 'wrong' ? `not-${right ?? ''}` : right;
  const { url } = webhook;
  return (await postUpdate({ url, body, secretToken, timeoutMs: SETTLE_MS, signal: state.stop.signal })).status;
}

function controls(
  state: TelegramState,
  server: TelegramServer,
): Omit<FakeTelegram, 'url' | keyof Citizens | keyof ReturnType<typeof webhooks>> {
  return {
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
    transcript: (filter) => state.transcript.read(filter),
    calls: server.calls,
    close: server.close,
  };
}
