import { createHash } from 'node:crypto';
import type { Conversation } from './conversations.js';
import { parseFields, pick } from './fields.js';
import { itemFields, limitOf, listOf } from './graph-comments.js';
import { type AccountCall, type GraphCall, type GraphReply, notFound, ok, refuse, textParam } from './graph-reply.js';
import type { JsonObject } from '../basics/json.js';
import { bytesOf } from '../basics/media.js';
import { pageAuthor } from './public-actions.js';
import type { PlatformState } from './state.js';
import { isSubscribable } from './subscriptions.js';

const SCOPES = [
  'pages_messaging',
  'pages_manage_engagement',
  'pages_manage_metadata',
  'pages_read_engagement',
  'pages_read_user_content',
  'instagram_basic',
  'instagram_manage_messages',
  'instagram_manage_comments',
  'whatsapp_business_messaging',
  'whatsapp_business_management',
];

function graphTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, '+0000');
}

function conversationFields(state: PlatformState, conversation: Conversation): JsonObject {
  const { citizen, account } = conversation;
  const person = { id: citizen.id, name: citizen.name, username: citizen.username };
  const page = pageAuthor(state, account);
  const messages = conversation.messages.toReversed().map((message) => ({
    id: message.id,
    message: message.text,
    created_time: graphTime(message.atMs),
    from: message.fromCitizen ? person : page,
    to: { data: [message.fromCitizen ? page : person] },
  }));
  return {
    id: `t_${createHash('sha256').update(conversation.key).digest('hex').slice(0, 20)}`,
    updated_time: messages[0]?.created_time,
    message_count: messages.length,
    participants: { data: [person, page] },
    messages: { data: messages },
  };
}

/** Where a caller looks what became of a message whose answer never came. Newest first; no metadata, as with Meta. */
export function readConversations(state: PlatformState, call: AccountCall): GraphReply {
  const { conversationsPerSecond } = state.rates.limits;
  if (!state.rates.fits(`conversations ${call.account.id}`, conversationsPerSecond, state.clock.nowMs())) {
    return refuse({ code: 613, message: 'Calls to this api have exceeded the rate limit.' });
  }
  const wantsInstagram = call.account.kind === 'instagram' || textParam(call, 'platform') === 'instagram';
  const instagramId = 'page' in call.account ? call.account.page.instagramId : undefined;
  const accountId = wantsInstagram ? instagramId : call.account.id;
  const citizenId = textParam(call, 'user_id');
  const found = state.conversations
    .list()
    .filter((conversation) => conversation.account === accountId && conversation.messages.length > 0)
    .filter((conversation) => citizenId === undefined || conversation.citizen.id === citizenId)
    .map((conversation) => conversationFields(state, conversation))
    .toSorted((left, right) => String(right['updated_time']).localeCompare(String(left['updated_time'])));
  return ok(listOf(found, parseFields(textParam(call, 'fields') ?? 'updated_time'), limitOf(call.params)));
}

export function readFeed(state: PlatformState, call: AccountCall): GraphReply {
  const posts = state.threads.postsOf(call.account.id).map((post) => ({
    ...itemFields(post),
    comments: { data: state.threads.under(post.id).map(itemFields) },
  }));
  return ok(listOf(posts, parseFields(textParam(call, 'fields') ?? 'created_time,message'), limitOf(call.params)));
}

/** What an Instagram account posted, with the comments under it and the answers under those. */
export function readInstagramMedia(state: PlatformState, call: AccountCall): GraphReply {
  const media = state.threads.postsOf(call.account.id).map((post) => ({
    ...itemFields(post),
    comments: {
      data: state.threads.repliesTo(post.id).map((comment) => ({
        ...itemFields(comment),
        replies: { data: state.threads.repliesTo(comment.id).map(itemFields) },
      })),
    },
  }));
  return ok(listOf(media, parseFields(textParam(call, 'fields') ?? 'timestamp'), limitOf(call.params)));
}

export function readAccount(state: PlatformState, call: AccountCall): GraphReply {
  const { account } = call;
  const { status, quality } = state.ratings.get(account.id) ?? { status: 'CONNECTED', quality: 'GREEN' };
  const facts: JsonObject =
    'page' in account
      ? { id: account.id, name: account.page.name, instagram_business_account: { id: account.page.instagramId } }
      : {
          ...{ id: account.id, display_phone_number: account.number.displayNumber, verified_name: 'Schakel demo' },
          ...{ status, quality_rating: quality, throughput: { level: 'STANDARD' } },
        };
  return ok(pick(facts, parseFields(textParam(call, 'fields') ?? 'name,display_phone_number')));
}

/** A profile is told only of somebody who wrote, and of many not even then. */
export function readProfile(state: PlatformState, call: GraphCall): GraphReply {
  const conversation = state.conversations.ofCitizen(call.node);
  if (conversation === undefined) {
    return notFound(call.node);
  }
  if (!state.switches.profileConsent) {
    return refuse({ code: 230, message: 'User consent is required to access user profile' });
  }
  const { citizen } = conversation;
  const [firstName, ...rest] = (citizen.name ?? '').split(' ');
  const profile = {
    id: citizen.id,
    name: citizen.name,
    username: citizen.username,
    first_name: firstName,
    last_name: rest.join(' '),
    profile_pic: `${state.url}/_media/${citizen.id}`,
  };
  return ok(pick(profile, parseFields(textParam(call, 'fields') ?? 'first_name,last_name,profile_pic')));
}

/** Media ids of webhooks lead to an address that wants the token again. */
export function readMedia(state: PlatformState, call: GraphCall): GraphReply {
  const bytes = bytesOf(state.mediaNames.get(call.node) ?? call.node);
  return ok({
    messaging_product: 'whatsapp',
    url: `${state.url}/_media/${call.node}`,
    mime_type: 'image/png',
    sha256: createHash('sha256').update(bytes).digest('base64'),
    file_size: bytes.length,
    id: call.node,
  });
}

/** Permissions of WhatsApp are given for business accounts, the others for pages. */
function targetsOf(state: PlatformState, scope: string, accounts: readonly string[]): readonly string[] {
  return accounts.filter((id) => (state.assets.find(id)?.kind === 'waba') === scope.startsWith('whatsapp_'));
}

/** In the name of the app, or of somebody who develops it; no page may ask. */
export function debugToken(state: PlatformState, call: GraphCall): GraphReply {
  if (call.token !== `${state.appId}|${state.appSecret}`) {
    return refuse({
      code: 100,
      message: 'You must provide an app access token, or a user access token of a developer',
    });
  }
  const token = textParam(call, 'input_token') ?? '';
  const trouble = state.tokens.troubleOf(token);
  const isValid = state.assets.isToken(token) && trouble === undefined;
  const accounts = state.assets.accountsOf(token);
  const scopes = SCOPES.filter((scope) => !state.tokens.isWithheld(token, scope));
  const data = {
    app_id: state.appId,
    type: 'PAGE',
    application: 'Schakel',
    profile_id: accounts[0],
    is_valid: isValid,
    // Zero means never: page tokens end by an event, not by a date.
    expires_at: Math.floor(state.tokens.endOf(token) / 1000),
    data_access_expires_at: Math.floor(state.clock.nowMs() / 1000) + 90 * 24 * 3600,
    scopes,
    granular_scopes: scopes.map((scope) => ({ scope, target_ids: targetsOf(state, scope, accounts) })),
  };
  return ok({
    data: isValid
      ? data
      : { ...data, error: { code: 190, subcode: trouble, message: 'Error validating access token' } },
  });
}

export function readSubscriptions(state: PlatformState, call: AccountCall): GraphReply {
  const fields = state.subscriptions.fieldsOf(call.account.id);
  if (fields === undefined) {
    return ok({ data: [] });
  }
  const app = { id: state.appId, name: 'Schakel', link: 'https://example.org/' };
  return ok({
    data: [call.account.kind === 'waba' ? { whatsapp_business_api_data: app } : { ...app, subscribed_fields: fields }],
  });
}

export function changeSubscriptions(state: PlatformState, call: AccountCall): GraphReply {
  if (!isSubscribable(call.account)) {
    return notFound(call.node);
  }
  if (call.method === 'DELETE') {
    state.subscriptions.unsubscribe(call.account.id);
    return ok({ success: true });
  }
  const asked = call.params['subscribed_fields'];
  const fields = Array.isArray(asked) ? asked.map(String) : (textParam(call, 'subscribed_fields') ?? '').split(',');
  const named = fields.map((field) => field.trim()).filter((field) => field !== '');
  if (named.length === 0 && call.account.kind === 'page') {
    return refuse({ code: 100, message: 'The parameter subscribed_fields is required.' });
  }
  state.subscriptions.subscribe(call.account.id, named);
  return ok({ success: true });
}
