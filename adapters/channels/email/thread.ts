import { createHash } from 'node:crypto';
import { domainOf } from './address.js';
import { headerOf, idsIn, type Headers } from './headers.js';

/** Letters and digits that survive every program that changes capitals. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const CONVERSATION_LENGTH = 16;
const CHECK_LENGTH = 4;
const OURS = /^<sch\.([a-z2-7]{16})\.([\w-]{1,300})@([^<>@\s]+)>$/;
const TAG = /\+sch-([a-z2-7]{16})@([\p{L}\p{N}.-]+)/giu;
const SUBJECT_TOKEN = /\[ref:([a-z2-7]{16})-([a-z2-7]{4})\]/i;
/** Where servers tell for which address a mail came. */
const ADDRESSED = ['delivered-to', 'x-original-to', 'envelope-to', 'to', 'cc'];

function lettersOf(facts: readonly string[], length: number): string {
  const digest = createHash('sha256').update(facts.join('\0')).digest();
  return Array.from(digest.subarray(0, length), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** What the conversation that a mail begins is called. It stands in our answers, so it shows nothing of the mail. */
export function conversationOf(account: string, name: string): string {
  return lettersOf([account.toLowerCase(), name], CONVERSATION_LENGTH);
}

/** The same for every attempt of a part, so that a mail that is sent twice is one mail to who receives it. */
export function ourMessageId(account: string, conversation: string, reference: string): string {
  return `<sch.${conversation}.${Buffer.from(reference).toString('base64url')}@${domainOf(account)}>`;
}

/** What one of our own ids says; undefined for every other one. */
export function readOurId(
  id: string,
  account: string,
): { readonly conversation: string; readonly reference: string } | undefined {
  const [, conversation, reference, domain] = OURS.exec(id) ?? [];
  return conversation === undefined || reference === undefined || domain?.toLowerCase() !== domainOf(account)
    ? undefined
    : { conversation, reference: Buffer.from(reference, 'base64url').toString('utf8') };
}

export function replyTag(conversation: string): string {
  return `sch-${conversation}`;
}

function checkOf(conversation: string, citizen: string): string {
  return lettersOf([conversation, citizen.toLowerCase()], CHECK_LENGTH);
}

/** Goes in the subject. It holds for the citizen it was sent to and nobody else. */
export function subjectToken(conversation: string, citizen: string): string {
  return `[ref:${conversation}-${checkOf(conversation, citizen)}]`;
}

function byOurIds(headers: Headers, account: string): string | undefined {
  const ids = [...idsIn(headers, 'in-reply-to'), ...idsIn(headers, 'references').toReversed()];
  return ids.map((id) => readOurId(id, account)?.conversation).find((one) => one !== undefined);
}

function byAddress(headers: Headers, account: string): string | undefined {
  const values = ADDRESSED.flatMap((name) => headers.get(name) ?? []);
  const tags = values.flatMap((value) => [...value.matchAll(TAG)]);
  return tags.find(([, , domain = '']) => domain.toLowerCase() === domainOf(account))?.[1]?.toLowerCase();
}

function bySubject(subject: string, citizen: string | undefined): string | undefined {
  const [, conversation, check] = SUBJECT_TOKEN.exec(subject.toLowerCase()) ?? [];
  const holds = conversation !== undefined && citizen !== undefined && check === checkOf(conversation, citizen);
  return holds ? conversation : undefined;
}

/**
 * The conversation that a mail goes on in: by our own ids, then by the tag in the address, then by the token in the
 * subject where the sender is who got it. Never by the words of a subject: two people ask about the same street.
 */
export function threadOf(
  headers: Headers,
  account: string,
  subject: string,
  citizen: string | undefined,
): string | undefined {
  return byOurIds(headers, account) ?? byAddress(headers, account) ?? bySubject(subject, citizen);
}

/** The name of a mail: its Message-ID, or a hash of what it says where it has none that can be answered to. */
export function messageName(headers: Headers, text: string): string {
  const [id] = idsIn(headers, 'message-id');
  const facts = ['date', 'from', 'subject'].map((name) => headerOf(headers, name) ?? '');
  return (
    id ??
    `sha256:${createHash('sha256')
      .update([...facts, text].join('\0'))
      .digest('hex')}`
  );
}
