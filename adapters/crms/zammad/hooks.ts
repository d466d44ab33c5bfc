import { createHash } from 'node:crypto';
import { hmacMatches } from '../../../src/adapter-sdk/index.js';
import type { HookItem, RawRequest, TargetEvent, TicketStatus, Verification } from '../../../src/adapter-sdk/index.js';
import { plainText } from './html-text.js';
import { type HookArticle, hookArticleIn, hookBodyIn, type HookTicket } from './payloads.js';
import { zammadSettings } from './settings.js';

type Settings = Readonly<Record<string, unknown>>;

const SIGNATURE = /^sha1=([0-9a-f]{40})$/i;
const REFERENCE = /^sch_(\S{1,64})$/;

/** Zammad's own states. `new` says nothing that we do not know; merged and removed are not ours to follow. */
const STATUSES: ReadonlyMap<unknown, TicketStatus> = new Map([
  ['open', 'in-progress'],
  ['pending reminder', 'waiting'],
  ['pending close', 'answered'],
  ['closed', 'closed'],
]);

export function verify(request: RawRequest, settings: Settings): Verification {
  const header = request.headers['x-hub-signature'];
  if (header === undefined || header === '') {
    return { ok: false, code: 'SIGNATURE_MISSING' };
  }
  const hex = SIGNATURE.exec(header)?.[1];
  const { webhookToken, previousWebhookToken } = zammadSettings(settings);
  // An empty token would make a signature that anybody can compute.
  const tokens = [webhookToken, previousWebhookToken].filter((token) => token !== undefined && token !== '');
  const isOurs = hex !== undefined && hmacMatches('sha1', tokens as string[], request.rawBody, Buffer.from(hex, 'hex'));
  return isOurs ? { ok: true } : { ok: false, code: 'SIGNATURE_WRONG' };
}

function instantOf(value: unknown, otherwiseMs: number): number {
  const atMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? otherwiseMs : atMs;
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The name of who wrote it, for the time line; the login where there is no name. */
function authorOf(person: unknown): string | undefined {
  if (typeof person !== 'object' || person === null) {
    return undefined;
  }
  const { firstname, lastname, login } = person as { firstname?: unknown; lastname?: unknown; login?: unknown };
  const name = plainText(`${textIn(firstname)} ${textIn(lastname)}`, 'text/plain');
  const author = (name === '' ? plainText(textIn(login), 'text/plain') : name).slice(0, 200);
  return author === '' ? undefined : author;
}

interface About {
  readonly ticketId: string;
  readonly remoteTicketId: string;
  readonly integrationUserId: number;
  readonly receivedAtMs: number;
}

/** Only what a human agent wrote comes back: to the citizen when public, as a note when internal. */
function articleItem(article: HookArticle, about: About): HookItem {
  const key = `article ${article.id}`;
  if (article.created_by_id === about.integrationUserId) {
    return { kind: 'ignored', key, reason: 'OWN_ARTICLE' };
  }
  if (article.sender !== 'Agent') {
    return { kind: 'ignored', key, reason: 'NOT_FROM_AN_AGENT' };
  }
  const text = plainText(textIn(article.body), article.content_type);
  if (text === '') {
    return { kind: 'ignored', key, reason: 'NO_TEXT' };
  }
  // Absent or odd is treated as internal: a note that should have been public is asked about, the reverse cannot be undone.
  const type: TargetEvent['type'] = article.internal === false ? 'reply' : 'note';
  const author = authorOf(article.created_by);
  const event: TargetEvent = {
    type,
    key,
    ticketId: about.ticketId,
    remoteTicketId: about.remoteTicketId,
    occurredAtMs: instantOf(article.created_at, about.receivedAtMs),
    text,
    ...(author === undefined ? {} : { author }),
  };
  return { kind: 'event', event };
}

/** A hook does not tell what changed, so the state is reported with every change that was not ours. */
function stateItem(ticket: HookTicket, hasArticle: boolean, about: About): HookItem {
  const state = textIn(ticket.state);
  const key = `state ${ticket.id} ${state} ${textIn(ticket.updated_at)}`.slice(0, 200);
  if (ticket.updated_by_id === about.integrationUserId) {
    return { kind: 'ignored', key, reason: 'OWN_CHANGE' };
  }
  const status = STATUSES.get(state);
  if (status === undefined) {
    return { kind: 'ignored', key, reason: 'STATE_WITHOUT_MEANING' };
  }
  if (hasArticle && status === 'in-progress') {
    // An answer leaves the ticket open in Zammad; reporting that would undo "answered".
    return { kind: 'ignored', key, reason: 'STATE_FOLLOWS_FROM_ARTICLE' };
  }
  const { ticketId, remoteTicketId } = about;
  const occurredAtMs = instantOf(ticket.updated_at, about.receivedAtMs);
  return { kind: 'event', event: { type: 'status', key, ticketId, remoteTicketId, occurredAtMs, status } };
}

function hashOf(rawBody: Buffer): string {
  return `body ${createHash('sha256').update(rawBody).digest('hex').slice(0, 32)}`;
}

export function split(request: RawRequest, settings: Settings, receivedAtMs: number): readonly HookItem[] {
  const body = hookBodyIn(request.rawBody.toString('utf8'));
  if (body === undefined) {
    return [{ kind: 'unrecognised', key: hashOf(request.rawBody), code: 'HOOK_UNREADABLE' }];
  }
  const ticketId = REFERENCE.exec(plainText(textIn(body.ticket.schakel_ref), 'text/plain'))?.[1];
  if (ticketId === undefined) {
    return [{ kind: 'ignored', key: hashOf(request.rawBody), reason: 'NOT_A_TICKET_OF_OURS' }];
  }
  const remoteTicketId = String(body.ticket.id);
  const { integrationUserId } = zammadSettings(settings);
  const about = { ticketId, remoteTicketId, integrationUserId, receivedAtMs };
  const article = hookArticleIn(body);
  const items = [stateItem(body.ticket, article !== undefined, about)];
  return article === undefined ? items : [articleItem(article, about), ...items];
}
