import { createHash } from 'node:crypto';
import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelEvent, RawRequest, Receiver } from '../../../src/adapter-sdk/index.js';
import { writerOf } from './address.js';
import { contentOf, subjectOf } from './content.js';
import { headersOf, type Headers } from './headers.js';
import { kindOf } from './kind.js';
import { fieldsIn, fieldsOf, numberOf, present, textOf, type Fields } from './payloads.js';
import { deliveryIn, isRead, reportedIn, type DeliveryFacts, type Reported } from './report.js';
import { conversationOf, messageName, threadOf } from './thread.js';

/** One mail with what is needed to read it. */
interface Item {
  readonly account: string;
  readonly numbering: string;
  readonly mail: Fields;
  readonly headers: Headers;
  /** What the mail is called: `messageName`. */
  readonly name: string;
  readonly receivedAtMs: number;
}

/** Conversation of what belongs to no citizen. */
const ACCOUNT_CONVERSATION = 'account';
const CODES: ReadonlyMap<string, string> = new Map([
  ['5.1.1', 'EMAIL_MAILBOX_UNKNOWN'],
  ['5.1.10', 'EMAIL_MAILBOX_UNKNOWN'],
  ['5.2.2', 'EMAIL_MAILBOX_FULL'],
  ['5.7.1', 'EMAIL_ANSWER_REFUSED'],
]);

function hashOf(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A Message-ID may name its writer, so a hash of it is the key. It is the same after a folder was numbered anew. */
function eventOf(
  { account, mail, name, receivedAtMs }: Item,
  what: string,
  conversation = ACCOUNT_CONVERSATION,
): Omit<ChannelEvent, 'action'> {
  return {
    ...{ channel: 'email', account, key: `${what}:${hashOf(name)}`, conversation },
    // Of the clocks in a mail only that of the mail server can be believed.
    occurredAtMs: numberOf(mail['arrivedAtMs']) ?? receivedAtMs,
  };
}

/** Counted and kept, and nothing else. */
function dropped(item: Item, reason: string): ChannelEvent {
  return { ...eventOf(item, 'dropped'), action: 'drop', reason };
}

function words(item: Item): ChannelEvent {
  const { mail, headers, account, name, numbering } = item;
  const writer = writerOf(mail, account);
  if (writer === undefined) {
    const unrecognised = 'EMAIL_SENDER_UNREADABLE';
    return { ...eventOf(item, `unrecognised:${unrecognised}`), action: 'drop', unrecognised };
  }
  const thread = threadOf(headers, account, subjectOf(mail), writer.address);
  return {
    ...eventOf(item, 'mail', thread ?? conversationOf(account, name)),
    action: 'open',
    citizen: {
      aliases: [{ kind: 'email', value: writer.address }],
      ...present({ name: textOf(writer.mailbox['name']) }),
    },
    message: contentOf(mail, name, numbering, thread !== undefined),
  };
}

/** A program answered for somebody. Colleagues should know; nobody answers it, and it opens no ticket. */
function automatic(item: Item): ChannelEvent {
  const { headers, account, mail } = item;
  const thread = threadOf(headers, account, subjectOf(mail), writerOf(mail, account)?.address);
  return thread === undefined
    ? dropped(item, 'EMAIL_AUTO_REPLY')
    : { ...eventOf(item, 'note', thread), action: 'note', reason: 'EMAIL_AUTO_REPLY' };
}

function receipted(item: Item, { status, enhancedCode }: DeliveryFacts, reported: Reported): ChannelEvent {
  const { messageId, reference, conversation } = reported;
  if (status === 'delayed') {
    return { ...eventOf(item, 'note', conversation), action: 'note', about: messageId, reason: 'EMAIL_DELAYED' };
  }
  const code = status === 'failed' ? (CODES.get(enhancedCode ?? '') ?? 'EMAIL_BOUNCED') : undefined;
  return {
    ...eventOf(item, 'receipt', conversation),
    action: 'delivery',
    receipt: { status, messageId, reference, ...present({ code, detail: enhancedCode }) },
  };
}

function report(item: Item, facts: DeliveryFacts | undefined): ChannelEvent {
  const reported = reportedIn(item.mail, item.headers, item.account);
  return facts === undefined || reported === undefined
    ? dropped(item, 'EMAIL_REPORT_WITHOUT_MAIL')
    : receipted(item, facts, reported);
}

function readMail(item: Item): ChannelEvent {
  switch (kindOf(item.mail, item.headers, item.account)) {
    case 'citizen':
      return words(item);
    case 'delivery-report':
      return report(item, deliveryIn(item.mail));
    case 'read-receipt':
      return report(item, isRead(item.mail) ? { status: 'read' } : undefined);
    case 'bounce':
      return report(item, { status: 'failed' });
    case 'auto-reply':
      return automatic(item);
    case 'list':
      return dropped(item, 'EMAIL_LIST');
    case 'own':
      return dropped(item, 'EMAIL_OWN_MAIL');
  }
}

function unreadable(request: RawRequest, receivedAtMs: number): ChannelEvent {
  const unrecognised = 'EMAIL_BODY_UNREADABLE';
  const key = `unrecognised:${unrecognised}:${hashOf(request.rawBody)}`;
  const account = request.account ?? 'unknown';
  const conversation = ACCOUNT_CONVERSATION;
  return { channel: 'email', account, key, conversation, action: 'drop', occurredAtMs: receivedAtMs, unrecognised };
}

/** One look is one body with some mails, oldest first. A mail that lies there twice is one. */
function split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[] {
  const body = fieldsOf(jsonOf(request.rawBody.toString('utf8')));
  const mails = fieldsIn(body?.['mails']);
  if (mails.length === 0) {
    return [unreadable(request, receivedAtMs)];
  }
  const shared = { account: request.account ?? 'unknown', numbering: textOf(body?.['numbering']) ?? '0', receivedAtMs };
  const firsts = new Map<string, ChannelEvent>();
  for (const mail of mails) {
    const headers = headersOf(mail);
    const event = readMail({ ...shared, mail, headers, name: messageName(headers, textOf(mail['text']) ?? '') });
    if (!firsts.has(event.key)) {
      firsts.set(event.key, event);
    }
  }
  return [...firsts.values()];
}

/** Reads what `emailPuller` keeps. Nobody posts mail to Schakel, so there is no front door. */
export const emailReceiver: Receiver = { id: 'email', split };
