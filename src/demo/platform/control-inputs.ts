import { needText, oneOf, texts, time } from '../basics/control-fields.js';
import { ControlError } from '../basics/control-error.js';
import type { Citizen, PrivateChannel } from './conversations.js';
import type { Attachment } from './envelope-messaging.js';
import { ENDPOINTS, type Fault, FAULT_KINDS } from './faults.js';
import { asNumber, asObject, type JsonObject } from '../basics/json.js';
import { DEFAULT_SWITCHES, type Switches } from './options.js';
import type { SayInput } from './private-actions.js';
import type { CommentInput, PostInput } from './public-actions.js';
import type { Author } from './threads.js';
import type { TranscriptFilter } from './transcript.js';

const PRIVATE_CHANNELS: readonly PrivateChannel[] = ['messenger', 'instagram', 'whatsapp'];

export function privateChannel(body: JsonObject): PrivateChannel {
  return oneOf(body['channel'], 'channel', PRIVATE_CHANNELS);
}

function citizen(body: JsonObject): Citizen {
  const given = asObject(body['citizen']) ?? {};
  return { id: needText(given, 'id'), ...texts(given, ['name', 'username', 'phone']) };
}

const ATTACHMENT_TYPES: readonly Attachment['type'][] = ['image', 'video', 'audio', 'file', 'location', 'sticker'];

function attachments(body: JsonObject): { readonly attachments?: readonly Attachment[] } {
  const given = body['attachments'];
  if (!Array.isArray(given)) {
    return {};
  }
  const list = given.map((value: unknown) => {
    const attachment = asObject(value) ?? {};
    const latitude = asNumber(attachment['latitude']);
    const longitude = asNumber(attachment['longitude']);
    return {
      type: oneOf(attachment['type'], 'attachments.type', ATTACHMENT_TYPES),
      ...texts(attachment, ['url']),
      ...(latitude === undefined || longitude === undefined ? {} : { latitude, longitude }),
    };
  });
  return { attachments: list };
}

export function sayInput(body: JsonObject): SayInput {
  return {
    channel: privateChannel(body),
    account: needText(body, 'account'),
    citizen: citizen(body),
    ...texts(body, ['text', 'replyTo', 'messageId']),
    ...attachments(body),
    ...time(body),
  };
}

function author(body: JsonObject): { readonly author?: Author } {
  const given = asObject(body['author']);
  return given === undefined ? {} : { author: { id: needText(given, 'id'), name: needText(given, 'name') } };
}

export function commentInput(body: JsonObject): CommentInput {
  return {
    channel: oneOf(body['channel'] ?? 'facebook', 'channel', ['facebook', 'instagram']),
    account: needText(body, 'account'),
    ...author(body),
    ...texts(body, ['text', 'photo', 'postId', 'parentId', 'commentId']),
    ...time(body),
  };
}

export function postInput(body: JsonObject): PostInput {
  const by = author(body).author;
  if (by === undefined) {
    throw new ControlError('The field author must be an object with id and name.');
  }
  return {
    account: needText(body, 'account'),
    author: by,
    text: needText(body, 'text'),
    ...texts(body, ['photo', 'postId']),
    ...time(body),
  };
}

export function faultInput(body: JsonObject): Fault {
  const numbers: { times?: number; delayMs?: number; code?: number; subcode?: number; regainMinutes?: number } = {};
  for (const name of ['times', 'delayMs', 'code', 'subcode', 'regainMinutes'] as const) {
    const value = asNumber(body[name]);
    if (value !== undefined) {
      numbers[name] = value;
    }
  }
  return {
    endpoint: oneOf(body['endpoint'] ?? 'any', 'endpoint', ENDPOINTS),
    kind: oneOf(body['kind'], 'kind', FAULT_KINDS),
    ...numbers,
    ...texts(body, ['account']),
  };
}

/** Only switches that exist, each with a value of the type of its default. */
export function switchInput(body: JsonObject): Partial<Switches> {
  const defaults: JsonObject = asObject(DEFAULT_SWITCHES) ?? {};
  for (const [name, value] of Object.entries(body)) {
    const standard = defaults[name];
    if (
      standard === undefined ||
      typeof value !== typeof standard ||
      Array.isArray(value) !== Array.isArray(standard)
    ) {
      throw new ControlError(`${name} is no switch, or has a value of another type.`);
    }
  }
  return body;
}

export function transcriptFilter(query: JsonObject): TranscriptFilter {
  const channel = query['channel'];
  const who = query['who'];
  return {
    ...texts(query, ['account', 'conversation']),
    ...(channel === undefined
      ? {}
      : { channel: oneOf(channel, 'channel', ['facebook', 'messenger', 'instagram', 'whatsapp']) }),
    ...(who === undefined ? {} : { who: oneOf(who, 'who', ['citizen', 'service', 'colleague']) }),
  };
}
