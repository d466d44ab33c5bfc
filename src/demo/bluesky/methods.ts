import { asText } from '../basics/json.js';
import type { ParsedRequest } from '../basics/http-request.js';
import { getConvoForMembers, getLog, getMessages, listConvos, sendMessage } from './chat.js';
import type { OwnAccount } from './options.js';
import { getPosts, getRecord, listNotifications, writeRecord } from './posts.js';
import { bearerOf, createSession, getSession, refreshSession } from './sessions.js';
import type { BlueskyState } from './state.js';
import { give, refuse, type XrpcReply } from './xrpc-reply.js';

/** A call; `all` reads a parameter that may stand in the query several times. */
export interface XrpcCall {
  readonly name: string;
  readonly request: ParsedRequest;
  readonly all: (parameter: string) => readonly string[];
}

type Open = (state: BlueskyState, call: XrpcCall) => XrpcReply;
type Own = (state: BlueskyState, account: OwnAccount, call: XrpcCall) => XrpcReply;

const CHAT_SERVICE = 'did:web:api.bsky.chat#bsky_chat';

function resolveHandle(state: BlueskyState, { request }: XrpcCall): XrpcReply {
  const handle = request.query['handle'];
  const people = [...state.accounts, ...[...state.posts.values()].map(({ author }) => author)];
  const did = people.find((person) => person.handle === handle)?.did;
  return did === undefined ? refuse('InvalidRequest', 'Unable to resolve handle') : give({ did });
}

const OPEN: ReadonlyMap<string, Open> = new Map<string, Open>([
  ['com.atproto.server.createSession', (state, { request }) => createSession(state, request.body)],
  ['com.atproto.server.refreshSession', (state, { request }) => refreshSession(state, request.headers.authorization)],
  ['com.atproto.repo.getRecord', (state, { request }) => getRecord(state, request.query)],
  ['com.atproto.identity.resolveHandle', resolveHandle],
]);

const OWN: ReadonlyMap<string, Own> = new Map<string, Own>([
  ['com.atproto.server.getSession', (state, account) => getSession(state, account)],
  ['com.atproto.repo.putRecord', (state, account, { request }) => writeRecord(state, account, request.body, true)],
  ['com.atproto.repo.createRecord', (state, account, { request }) => writeRecord(state, account, request.body, false)],
  ['app.bsky.feed.getPosts', (state, _account, { all }) => getPosts(state, all('uris'))],
  [
    'app.bsky.notification.listNotifications',
    (state, account, { request, all }) =>
      listNotifications(state, account, {
        ...{ reasons: all('reasons'), limit: Math.min(100, Number(request.query['limit'] ?? 50)) },
        cursor: request.query['cursor'],
      }),
  ],
  ['chat.bsky.convo.getLog', (state, account, { request }) => getLog(state, account, request.query['cursor'] ?? '')],
  [
    'chat.bsky.convo.getConvoForMembers',
    (state, account, { all }) => getConvoForMembers(state, account, all('members')),
  ],
  ['chat.bsky.convo.sendMessage', (state, account, { request }) => sendMessage(state, account, request.body)],
  ['chat.bsky.convo.getMessages', (state, account, { request }) => getMessages(state, account, request.query)],
  [
    'chat.bsky.convo.listConvos',
    (state, account, { request }) => listConvos(state, account, Number(request.query['limit'] ?? 50)),
  ],
]);

/** Direct messages go by a service of their own, for app passwords that may. */
function whyNoChat(account: OwnAccount, { name, request }: XrpcCall): XrpcReply | undefined {
  if (!name.startsWith('chat.bsky.')) {
    return undefined;
  }
  if (request.headers['atproto-proxy'] !== CHAT_SERVICE) {
    return refuse('MethodNotImplemented', 'Method Not Implemented', 501);
  }
  return account.isPrivileged ? undefined : refuse('InvalidToken', 'Bad token method');
}

/** The account whose call it is, or that logs in by it. */
export function handleOfCall(state: BlueskyState, { request }: XrpcCall): string | undefined {
  const token = asText(request.headers.authorization)?.replace(/^Bearer /, '') ?? '';
  return state.tokens.get(token)?.account.handle ?? asText(request.body['identifier']);
}

export function runCall(state: BlueskyState, call: XrpcCall): XrpcReply {
  const open = OPEN.get(call.name);
  if (open !== undefined) {
    return open(state, call);
  }
  const own = OWN.get(call.name);
  if (own === undefined) {
    return refuse('MethodNotImplemented', 'Method Not Implemented', 501);
  }
  const bearer = bearerOf(state, asText(call.request.headers.authorization), 'access');
  return bearer.ok ? (whyNoChat(bearer.account, call) ?? own(state, bearer.account, call)) : bearer.reply;
}
