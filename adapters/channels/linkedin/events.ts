import type { Attachment, ChannelEvent, EventAction } from '../../../src/adapter-sdk/index.js';
import { commentIdIn, commentIdOfFetched, decoratedComment } from './comments.js';
import {
  digestOf,
  digitsOf,
  fieldsIn,
  fieldsOf,
  handleOf,
  instantOf,
  textOf,
  wordsOf,
  type Fields,
} from './payloads.js';
import { besides, commentIdOf, organizationUrnOf, postIdOf } from './urn.js';

/** One notification of an account, with the comment that was fetched for it. */
export interface Told {
  readonly account: string;
  readonly receivedAtMs: number;
  readonly notification: Fields;
  readonly comment: Fields | undefined;
  readonly missing: string | undefined;
}

/** Conversation of what belongs to no thread. */
const ACCOUNT_CONVERSATION = 'account';

const PERSON = /^urn:li:person:[\w-]{1,64}$/;
const ORGANIZATION = /^urn:li:organization:\d{1,32}$/;

interface At {
  readonly key: string;
  readonly conversation: string;
  readonly atMs: number;
}

function eventAt(told: Told, { key, conversation, atMs }: At, action: EventAction): ChannelEvent {
  return { channel: 'linkedin', account: told.account, key, conversation, action, occurredAtMs: atMs };
}

function toldAtMs(told: Told): number {
  return instantOf(told.notification['lastModifiedAt']) ?? told.receivedAtMs;
}

/** What a notification is called where nothing better is known. */
function nameOf(told: Told): string {
  return digitsOf(told.notification['notificationId']) ?? digestOf(told.notification);
}

/** Counted and kept, and nothing else. */
export function dropped(told: Told, reason: string): ChannelEvent {
  const at = { key: `dropped:${nameOf(told)}`, conversation: ACCOUNT_CONVERSATION, atMs: toldAtMs(told) };
  return { ...eventAt(told, at, 'drop'), reason };
}

/** Could not be read: kept under a constant code for a person to look at. */
export function unrecognised(told: Told, code: string): ChannelEvent {
  const at = { key: `unrecognised:${code}:${nameOf(told)}`, conversation: ACCOUNT_CONVERSATION, atMs: toldAtMs(told) };
  return { ...eventAt(told, at, 'drop'), unrecognised: code };
}

/** Who wrote it. Another page can comment too. LinkedIn gives no names. */
function citizenOf(urn: string | undefined): Pick<ChannelEvent, 'citizen'> {
  if (urn === undefined) {
    return {};
  }
  const kind = PERSON.test(urn) ? 'linkedin_person' : ORGANIZATION.test(urn) ? 'linkedin_organization' : undefined;
  return kind === undefined ? {} : { citizen: { aliases: [{ kind, value: urn }] } };
}

function picturesOf(comment: Fields): readonly Attachment[] {
  return fieldsIn(comment['content']).map((one): Attachment => {
    const url = handleOf(one['url']);
    const entity = fieldsOf(one['entity']);
    const mediaId = handleOf(entity?.['image']) ?? handleOf(entity?.['digitalmediaAsset']);
    return {
      type: textOf(one['type']) === 'IMAGE' ? 'image' : 'other',
      ...(url === undefined ? {} : { url }),
      ...(mediaId === undefined ? {} : { mediaId }),
    };
  });
}

/** A comment, read from the notification and from what was fetched. */
interface Comment {
  readonly id: string;
  readonly thread: string;
  readonly parent: string | undefined;
  readonly author: string | undefined;
  readonly isOwn: boolean;
  readonly text: string;
  readonly pictures: readonly Attachment[];
  readonly createdAtMs: number | undefined;
}

/**
 * The conversation is the tree under a top-level comment, for LinkedIn has two levels and every reply names the top one.
 * Who writes in it is no part of it: an answer that a colleague gives on LinkedIn names the tree and nobody in it. A
 * comment of the page that stands right under a post belongs to the post and to no tree.
 */
function threadOf(id: string, parent: string | undefined, isOwn: boolean): string {
  const [post] = id.split(',');
  return parent ?? (isOwn && post !== undefined ? post : id);
}

function isOfPage(told: Told, author: string | undefined): boolean {
  return (
    told.notification['action'] === 'ADMIN_COMMENT' ||
    (author !== undefined && author === organizationUrnOf(told.account))
  );
}

/** What was fetched is newer than the notification, and says more. */
function commentOf({ comment = {}, ...told }: Told, id: string): Comment {
  const decorated = decoratedComment(told.notification) ?? {};
  const author = handleOf(comment['actor']) ?? handleOf(decorated['owner']);
  const isOwn = isOfPage({ ...told, comment }, author);
  const parent = besides(id, commentIdOf(comment['parentComment']) ?? commentIdOf(decorated['parentComment']));
  return {
    ...{ id, parent, author, isOwn },
    thread: threadOf(id, parent, isOwn),
    text: wordsOf(comment) ?? wordsOf(decorated) ?? '',
    pictures: picturesOf(comment),
    createdAtMs: instantOf(fieldsOf(comment['created'])?.['time']),
  };
}

function contentOf(comment: Comment): Pick<ChannelEvent, 'citizen' | 'message'> {
  const { id, text, pictures, parent, author, isOwn } = comment;
  return {
    ...(isOwn ? {} : citizenOf(author)),
    message: {
      id,
      text,
      attachments: pictures,
      isPublic: true,
      ...(parent === undefined ? {} : { replyTo: parent }),
      ...(text === '' && pictures.length === 0 ? { isPlaceholder: true } : {}),
    },
  };
}

/** The comment's id, or undefined where the notification names none. */
function idOf(told: Told): string | undefined {
  return commentIdIn(told.notification) ?? commentIdOfFetched(told.comment);
}

/** A comment of a citizen opens a ticket or joins one; one of the page is an answer that was given on LinkedIn. */
function newComment(told: Told): ChannelEvent {
  const id = idOf(told);
  if (id === undefined) {
    return unrecognised(told, 'LINKEDIN_COMMENT_WITHOUT_ID');
  }
  const comment = commentOf(told, id);
  const at = { key: `comment:${id}`, conversation: comment.thread, atMs: comment.createdAtMs ?? toldAtMs(told) };
  const isGone = told.missing === 'deleted' || (told.missing === 'gone' && comment.text === '');
  return isGone
    ? { ...eventAt(told, at, 'drop'), reason: 'LINKEDIN_COMMENT_GONE' }
    : { ...eventAt(told, at, comment.isOwn ? 'outside' : 'open'), ...contentOf(comment) };
}

/** A comment can change more than once: the time is what tells two changes apart. */
function editedComment(told: Told): ChannelEvent {
  const id = idOf(told);
  if (id === undefined) {
    return unrecognised(told, 'LINKEDIN_COMMENT_WITHOUT_ID');
  }
  const comment = commentOf(told, id);
  const change = instantOf(told.notification['lastModifiedAt']);
  const key = `edited:${id}:${change === undefined ? nameOf(told) : String(change)}`;
  const at = { key, conversation: comment.thread, atMs: toldAtMs(told) };
  if (told.missing === 'deleted') {
    // An edit of what Schakel does not know opens a ticket, and this one has nothing to open.
    return { ...eventAt(told, at, 'drop'), reason: 'LINKEDIN_COMMENT_GONE' };
  }
  if (comment.isOwn) {
    return { ...eventAt(told, at, 'note'), about: id, reason: 'LINKEDIN_OWN_COMMENT_EDITED' };
  }
  // Without its new words nothing can be amended; a placeholder would wipe out the old ones.
  return comment.text === '' && comment.pictures.length === 0
    ? { ...eventAt(told, at, 'note'), about: id, reason: 'LINKEDIN_EDIT_NOT_SHOWN' }
    : { ...eventAt(told, at, 'amend'), ...contentOf(comment) };
}

/** Only the id is left of it. Schakel finds the message, and with it the ticket, by that. */
function deletedComment(told: Told): ChannelEvent {
  const id = idOf(told);
  if (id === undefined) {
    return unrecognised(told, 'LINKEDIN_COMMENT_WITHOUT_ID');
  }
  const at = { key: `deleted:${id}`, conversation: id, atMs: toldAtMs(told) };
  return { ...eventAt(told, at, 'redact'), about: id };
}

/** Somebody's own post names the page. It is answered by a comment under it. */
function mention(told: Told): ChannelEvent {
  const share = fieldsOf(fieldsOf(told.notification['decoratedGeneratedActivity'])?.['share']);
  const id = postIdOf(share?.['entity']) ?? postIdOf(told.notification['generatedActivity']);
  if (id === undefined) {
    return unrecognised(told, 'LINKEDIN_MENTION_WITHOUT_ID');
  }
  const author = handleOf(share?.['owner']);
  if (author !== undefined && author === organizationUrnOf(told.account)) {
    return dropped(told, 'LINKEDIN_OWN_POST');
  }
  const text = wordsOf(share) ?? '';
  return {
    ...eventAt(told, { key: `mention:${id}`, conversation: id, atMs: toldAtMs(told) }, 'open'),
    ...citizenOf(author),
    message: { id, text, attachments: [], isPublic: true, ...(text === '' ? { isPlaceholder: true } : {}) },
  };
}

/** Every action of LinkedIn's list. One that is not here is new: it is kept as unrecognised. */
const READERS: ReadonlyMap<unknown, (told: Told) => ChannelEvent> = new Map([
  ['COMMENT', newComment],
  ['ADMIN_COMMENT', newComment],
  ['COMMENT_EDIT', editedComment],
  ['COMMENT_DELETE', deletedComment],
  ['SHARE_MENTION', mention],
  ['LIKE', (told: Told): ChannelEvent => dropped(told, 'LINKEDIN_LIKE')],
  ['SHARE', (told: Told): ChannelEvent => dropped(told, 'LINKEDIN_SHARE')],
]);

/** One notification is one event, always. */
export function eventOf(told: Told): ChannelEvent {
  const read = READERS.get(told.notification['action']);
  return read === undefined ? unrecognised(told, 'LINKEDIN_ACTION_UNKNOWN') : read(told);
}
