import type {
  ChannelContext,
  LookUpOutcome,
  MailSent,
  OutgoingMail,
  OutgoingPart,
  SendOutcome,
} from '../../../src/adapter-sdk/index.js';
import { addressOf, withTag } from './address.js';
import { SUBJECT_LINE } from './content.js';
import { outcomeOfRefusal } from './errors.js';
import { mailboxOf } from './mailbox.js';
import { textOf } from './payloads.js';
import { ourMessageId, replyTag, subjectToken } from './thread.js';

const TIMEOUT_MS = 50_000;
/** A citizen has one address, or two that were found to be of one person. */
const MAX_ADDRESSES = 5;
const MAX_REFERENCES = 20;
const MAX_SUBJECT = 200;
const MESSAGE_ID = /^<[^<>\s]+>$/;
/** Where nobody knows any more what the citizen called it: the text was erased. */
const NO_SUBJECT = 'uw bericht';

function recipientsOf({ citizenAliases }: OutgoingPart): readonly string[] {
  const addresses = citizenAliases.flatMap(({ kind, value }) => (kind === 'email' ? (addressOf(value) ?? []) : []));
  return [...new Set(addresses)].slice(0, MAX_ADDRESSES);
}

/** `Re: ` and what the citizen wrote about, with the token by which a reply finds its ticket without our fields. */
export function subjectOfAnswer(question: string | undefined, token: string): string {
  const [first = ''] = (question ?? '').split('\n', 1);
  const told = first.startsWith(SUBJECT_LINE) ? first.slice(SUBJECT_LINE.length) : '';
  const plain = told.replace(/^(?:\s*(?:re|antw|aw|sv|fw|fwd)\s*:)+/i, '').trim();
  return `Re: ${(plain === '' ? NO_SUBJECT : plain).slice(0, MAX_SUBJECT)} ${token}`;
}

function threadFields({ inReplyTo, thread = [] }: OutgoingPart): Pick<OutgoingMail, 'inReplyTo' | 'references'> {
  const parent = inReplyTo !== undefined && MESSAGE_ID.test(inReplyTo) ? inReplyTo : undefined;
  const known = thread.filter((id) => MESSAGE_ID.test(id) && id !== parent).slice(1 - MAX_REFERENCES);
  const references = [...known, ...(parent === undefined ? [] : [parent])];
  return {
    ...(parent === undefined ? {} : { inReplyTo: parent }),
    ...(references.length === 0 ? {} : { references }),
  };
}

function mailOf(part: OutgoingPart, to: readonly string[], address: string, context: ChannelContext): OutgoingMail {
  const { settings } = context;
  const messageId = ourMessageId(address, part.conversation, part.reference);
  const name = textOf(settings['name']);
  const replyTo = settings['plusAddressing'] === true ? withTag(address, replyTag(part.conversation)) : address;
  return {
    from: { address, ...(name === undefined ? {} : { name }) },
    ...{ to, replyTo, text: part.text, messageId, ...threadFields(part) },
    subject: subjectOfAnswer(part.question, subjectToken(part.conversation, to[0] ?? '')),
    headers: { 'X-Schakel-Message': messageId },
    ...{ writtenAtMs: part.firstAttemptAtMs, timeoutMs: TIMEOUT_MS },
  };
}

function outcomeOf(sent: MailSent, messageId: string): SendOutcome {
  switch (sent.kind) {
    case 'accepted':
      return {
        ...{ kind: 'delivered', remoteId: sent.messageId ?? messageId },
        ...(sent.rejected.length === 0 ? {} : { warning: 'EMAIL_PARTLY_REFUSED' }),
      };
    case 'refused':
      return outcomeOfRefusal(sent);
    case 'not-sent':
      return { kind: 'retry', code: 'EMAIL_NOT_REACHED', detail: sent.cause };
    case 'no-answer':
      return { kind: 'unknown', code: 'EMAIL_NO_ANSWER', detail: sent.cause };
  }
}

/** Hands one mail over to the account's server. */
export async function sendAnswer(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const mailbox = mailboxOf(part.account, context);
  if (mailbox === undefined || context.mail === undefined) {
    return { kind: 'park', code: 'EMAIL_NOT_CONFIGURED' };
  }
  const to = recipientsOf(part);
  if (to.length === 0) {
    return { kind: 'refused', code: 'RECIPIENT_UNKNOWN' };
  }
  const mail = mailOf(part, to, mailbox.address, context);
  return outcomeOf(await context.mail.sendMail(mail, mailbox.smtp), mail.messageId);
}

/**
 * No server tells whether it took a mail. Sending again is the way to find out: it is the same mail with the same
 * Message-ID, which mailboxes show once. See ADR 25.
 */
export function lookUpAnswer(): Promise<LookUpOutcome> {
  return Promise.resolve({ kind: 'absent' });
}
