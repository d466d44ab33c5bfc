import { doing, pathsOf, type ControlRoutes } from '../basics/control-routes.js';
import { needNumber, needText, numbers, oneOf, texts, time } from '../basics/control-fields.js';
import { asNumber, asObject, asText, type JsonObject } from '../basics/json.js';
import type { AboutInput, SayInput } from './citizen-actions.js';
import type { FakeTelegram, SecretChoice } from './fake-telegram.js';
import { FAULT_KINDS, METHODS, type TelegramFault } from './faults.js';

const SECRETS: readonly SecretChoice[] = ['right', 'wrong', 'missing'];

function stamps(input: JsonObject): { readonly atMs?: number; readonly updateId?: number } {
  return { ...time(input), ...numbers(input, ['updateId']) };
}

function about(input: JsonObject): AboutInput {
  return { bot: needText(input, 'bot'), citizenId: needNumber(input, 'citizenId'), ...stamps(input) };
}

function sayInput(input: JsonObject): SayInput {
  const citizen = asObject(input['citizen']) ?? {};
  return {
    bot: needText(input, 'bot'),
    citizen: {
      id: needNumber(citizen, 'id'),
      firstName: needText(citizen, 'firstName'),
      ...texts(citizen, ['lastName', 'username']),
    },
    ...texts(input, ['text', 'photo', 'sticker', 'mediaGroupId']),
    ...numbers(input, ['replyTo', 'messageId']),
    ...stamps(input),
  };
}

function faultInput(input: JsonObject): TelegramFault {
  return {
    endpoint: oneOf(input['endpoint'], 'endpoint', ['any', ...METHODS]),
    kind: oneOf(input['kind'], 'kind', FAULT_KINDS),
    ...texts(input, ['account', 'description']),
    ...numbers(input, ['times', 'delayMs', 'retryAfterSeconds', 'code']),
  };
}

export const ROUTES: ControlRoutes<FakeTelegram> = {
  'POST say': (platform, input) => platform.say(sayInput(input)),
  'POST edit': doing((platform, input) => {
    platform.edit({ ...about(input), messageId: needNumber(input, 'messageId'), text: needText(input, 'text') });
  }),
  'POST block': doing((platform, input) => {
    platform.block(about(input));
  }),
  'POST unblock': doing((platform, input) => {
    platform.unblock(about(input));
  }),
  'POST leave': doing((platform, input) => {
    platform.leave(about(input));
  }),
  'POST tap': doing((platform, input) => {
    platform.tap({ ...about(input), messageId: needNumber(input, 'messageId'), data: needText(input, 'data') });
  }),
  'POST repeat': async (platform, input) => ({
    status: await platform.repeat(needText(input, 'bot'), needNumber(input, 'updateId')),
  }),
  'POST raw': async (platform, input) => ({
    status: await platform.raw(
      needText(input, 'bot'),
      needText(input, 'body'),
      oneOf(input['secret'] ?? 'right', 'secret', SECRETS),
    ),
  }),
  'POST redeliver': doing((platform) => {
    platform.redeliverNow();
  }),
  'POST settle': async (platform, input) => {
    await platform.settled(asNumber(input['timeoutMs']));
    return {};
  },
  'POST fault': doing((platform, input) => {
    platform.fault(faultInput(input));
  }),
  'POST clear-faults': doing((platform) => {
    platform.clearFaults();
  }),
  'POST advance-clock': (platform, input) => ({ nowMs: platform.advanceClock(needNumber(input, 'ms')) }),
  'GET transcript': (platform, input) => ({ items: platform.transcript(filterOf(input)) }),
  'GET calls': (platform) => ({ items: platform.calls() }),
  'GET deliveries': (platform) => ({ items: platform.deliveries() }),
  'GET clock': (platform) => ({ nowMs: platform.nowMs() }),
};

export const TELEGRAM_CONTROL_ROUTES: readonly string[] = pathsOf(ROUTES);

/** Values of a query are text. */
function filterOf(input: JsonObject): Parameters<FakeTelegram['transcript']>[0] {
  const chatId = asText(input['chatId']);
  return {
    ...texts(input, ['bot']),
    ...(chatId === undefined ? {} : { chatId: Number(chatId) }),
    ...(input['who'] === undefined ? {} : { who: oneOf(input['who'], 'who', ['citizen', 'service']) }),
  };
}
