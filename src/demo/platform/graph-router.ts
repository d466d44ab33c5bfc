import type { Account } from './assets.js';
import type { Endpoint } from './faults.js';
import { refusedAccess } from './graph-access.js';
import { changeItem, deleteItem, readComments, readItem, writeComment } from './graph-comments.js';
import { writeMessage } from './graph-messages.js';
import {
  changeSubscriptions,
  debugToken,
  readAccount,
  readConversations,
  readFeed,
  readInstagramMedia,
  readMedia,
  readProfile,
  readSubscriptions,
} from './graph-reads.js';
import { type AccountCall, type GraphCall, type GraphReply, type ItemCall, notFound } from './graph-reply.js';
import { writeWhatsapp } from './graph-whatsapp.js';
import type { PlatformState } from './state.js';

/** What a call is, found before it takes effect, so that faults can be put in front of it or behind it. */
export interface Route {
  readonly endpoint: Endpoint;
  /** Under which usage is counted; undefined where no account is meant. */
  readonly accountId: string | undefined;
  readonly run: () => GraphReply;
}

interface Handler<Call> {
  readonly endpoint: Endpoint;
  readonly handle: (state: PlatformState, call: Call) => GraphReply;
}

const SUBSCRIPTIONS: Handler<AccountCall> = { endpoint: 'subscriptions', handle: changeSubscriptions };
const SUBSCRIBED: Handler<AccountCall> = { endpoint: 'subscriptions', handle: readSubscriptions };
const CONVERSATIONS: Handler<AccountCall> = { endpoint: 'conversations.read', handle: readConversations };
const MESSAGES: Handler<AccountCall> = { endpoint: 'messages.write', handle: writeMessage };
const ACCOUNT: Handler<AccountCall> = { endpoint: 'other', handle: readAccount };

const ACCOUNT_ROUTES: Readonly<Record<string, Handler<AccountCall>>> = {
  'POST page/messages': MESSAGES,
  'POST instagram/messages': MESSAGES,
  'POST phone/messages': { endpoint: 'whatsapp.write', handle: writeWhatsapp },
  'GET page/conversations': CONVERSATIONS,
  'GET instagram/conversations': CONVERSATIONS,
  'GET page/feed': { endpoint: 'other', handle: readFeed },
  'GET instagram/media': { endpoint: 'other', handle: readInstagramMedia },
  'GET page/': ACCOUNT,
  'GET instagram/': ACCOUNT,
  'GET phone/': ACCOUNT,
  'GET page/subscribed_apps': SUBSCRIBED,
  'GET instagram/subscribed_apps': SUBSCRIBED,
  'GET waba/subscribed_apps': SUBSCRIBED,
  'POST page/subscribed_apps': SUBSCRIPTIONS,
  'POST instagram/subscribed_apps': SUBSCRIPTIONS,
  'POST waba/subscribed_apps': SUBSCRIPTIONS,
  'DELETE page/subscribed_apps': SUBSCRIPTIONS,
  'DELETE instagram/subscribed_apps': SUBSCRIPTIONS,
  'DELETE waba/subscribed_apps': SUBSCRIPTIONS,
};

const ITEM_ROUTES: Readonly<Record<string, Handler<ItemCall>>> = {
  'POST facebook/comments': { endpoint: 'comments.write', handle: writeComment },
  'GET facebook/comments': { endpoint: 'comments.read', handle: readComments },
  'POST instagram/replies': { endpoint: 'comments.write', handle: writeComment },
  'GET instagram/replies': { endpoint: 'comments.read', handle: readComments },
  'GET instagram/comments': { endpoint: 'comments.read', handle: readComments },
  'GET facebook/': { endpoint: 'comments.read', handle: readItem },
  'GET instagram/': { endpoint: 'comments.read', handle: readItem },
  'POST facebook/': { endpoint: 'other', handle: changeItem },
  'POST instagram/': { endpoint: 'other', handle: changeItem },
  'DELETE facebook/': { endpoint: 'other', handle: deleteItem },
  'DELETE instagram/': { endpoint: 'other', handle: deleteItem },
};

const MEDIA_ID = /^1003\d{13}$/;

/** The account that a node is, or that `me` means for this token. */
function accountOf(state: PlatformState, call: GraphCall): Account | undefined {
  const id = call.node === 'me' ? state.assets.accountsOf(call.token ?? '')[0] : call.node;
  return id === undefined ? undefined : state.assets.find(id);
}

export function findRoute(state: PlatformState, call: GraphCall): Route {
  const account = accountOf(state, call);
  if (account !== undefined) {
    const handler = ACCOUNT_ROUTES[`${call.method} ${account.kind}/${call.edge}`];
    return guarded(state, { ...call, account }, handler);
  }
  const item = state.threads.find(call.node);
  const owner = item === undefined ? undefined : state.assets.find(item.account);
  if (item !== undefined && owner !== undefined) {
    const handler = ITEM_ROUTES[`${call.method} ${item.channel}/${call.edge}`];
    return guarded(state, { ...call, account: owner, item }, handler);
  }
  return looseRoute(state, call);
}

function guarded<Call extends AccountCall>(
  state: PlatformState,
  call: Call,
  handler: Handler<Call> | undefined,
): Route {
  const accountId = call.account.id;
  return {
    endpoint: handler?.endpoint ?? 'other',
    accountId,
    run: () =>
      refusedAccess(state, call, accountId) ??
      (handler === undefined ? notFound(call.node) : handler.handle(state, call)),
  };
}

/** Nodes that are no account's: tokens, profiles, media, and what does not exist. */
function looseRoute(state: PlatformState, call: GraphCall): Route {
  const isRead = call.method === 'GET' && call.edge === '';
  const accountId = state.conversations.ofCitizen(call.node)?.account;
  if (isRead && call.node === 'debug_token') {
    return loose(state, call, { endpoint: 'debug_token', handle: debugToken });
  }
  if (isRead && MEDIA_ID.test(call.node)) {
    return loose(state, call, { endpoint: 'other', handle: readMedia });
  }
  if (isRead && accountId !== undefined) {
    return {
      endpoint: 'profile',
      accountId,
      run: () => refusedAccess(state, call, accountId) ?? readProfile(state, call),
    };
  }
  return loose(state, call, { endpoint: endpointOfUnknown(call), handle: () => notFound(call.node) });
}

function loose(state: PlatformState, call: GraphCall, handler: Handler<GraphCall>): Route {
  return {
    endpoint: handler.endpoint,
    accountId: undefined,
    run: () => refusedAccess(state, call, undefined) ?? handler.handle(state, call),
  };
}

/** Faults must also hit calls about comments that this platform does not know. */
function endpointOfUnknown(call: GraphCall): Endpoint {
  if (call.edge !== 'comments' && call.edge !== 'replies') {
    return 'other';
  }
  return call.method === 'POST' ? 'comments.write' : 'comments.read';
}
