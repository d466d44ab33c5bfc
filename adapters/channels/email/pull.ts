import type {
  ChannelContext,
  MailboxRead,
  MailboxRequest,
  Puller,
  PullOutcome,
  PullRequest,
  WatchOutcome,
} from '../../../src/adapter-sdk/index.js';
import { beginning, numberedAnew, readCursor, writeCursor, type Cursor } from './cursor.js';
import { mailboxOf, type Mailbox } from './mailbox.js';

/** A look has to be over within a minute. */
const TIMEOUT_MS = 45_000;
const MAX_MAILS = 25;
/** Of their sources. With base64, and the words beside them, a page stays below six megabytes. */
const MAX_BYTES = 2 * 1024 * 1024;
const USUAL_SECONDS = 60;
const LEAST_SECONDS = 2;

type Failed = Exclude<PullOutcome, { kind: 'pulled' }>;
type Read = Extract<MailboxRead, { kind: 'read' }>;

const NOT_CONFIGURED = { kind: 'park', code: 'EMAIL_NOT_CONFIGURED' } as const;
const LOGIN_REFUSED = { kind: 'park', code: 'EMAIL_LOGIN_REFUSED' } as const;
const FOLDER_MISSING = { kind: 'park', code: 'EMAIL_FOLDER_MISSING' } as const;

function failure(read: Exclude<MailboxRead, { kind: 'read' | 'renumbered' }>): Failed {
  switch (read.kind) {
    case 'login-refused':
      return LOGIN_REFUSED;
    case 'folder-refused':
      return FOLDER_MISSING;
    case 'failed':
      return { kind: 'retry', code: 'EMAIL_NOT_REACHED', detail: read.cause };
  }
}

function bodyOf({ numbering, mails }: Read): Buffer | null {
  return mails.length === 0 ? null : Buffer.from(JSON.stringify({ numbering, mails }));
}

/** Where the next look begins. A folder that was read again to its end is one like every other from then on. */
function cursorAfter(cursor: Cursor, read: Read): Cursor {
  const moved = read.hasMoved ? Math.max(cursor.moved, cursor.read) : cursor.moved;
  return cursor.againSinceMs > 0 && !read.hasMore
    ? { ...cursor, moved, read: Math.max(read.lastUid, read.endUid), againSinceMs: 0 }
    : { ...cursor, moved, read: read.lastUid };
}

/** From where to read, and what may be moved: what the cursor is behind was kept in the transaction that moved it. */
function requestOf({ folder, doneFolder }: Mailbox, cursor: Cursor | undefined): MailboxRequest {
  const limits = { folder, maxMails: MAX_MAILS, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS };
  if (cursor === undefined) {
    return { ...limits, after: null };
  }
  const { numbering, moved, read, againSinceMs } = cursor;
  const after = { numbering, uid: read };
  if (againSinceMs > 0) {
    return { ...limits, after, sinceMs: againSinceMs };
  }
  return {
    ...limits,
    after,
    ...(doneFolder === undefined ? {} : { moves: { folder: doneFolder, after: moved, upTo: read } }),
  };
}

async function pull({ account, cursor: told }: PullRequest, context: ChannelContext): Promise<PullOutcome> {
  const mailbox = mailboxOf(account, context);
  if (mailbox === undefined || context.mail === undefined) {
    return NOT_CONFIGURED;
  }
  const { nowMs } = context;
  const cursor = readCursor(told);
  const read = await context.mail.readMailbox(requestOf(mailbox, cursor), mailbox.imap);
  if (read.kind === 'renumbered') {
    const before = cursor ?? beginning(read.numbering, read.endUid, nowMs);
    const anew = numberedAnew(before, read.numbering, read.endUid, nowMs);
    return { kind: 'pulled', body: null, cursor: writeCursor(anew), hasMore: true };
  }
  if (read.kind !== 'read') {
    return failure(read);
  }
  const next = cursor === undefined ? beginning(read.numbering, read.endUid, nowMs) : cursorAfter(cursor, read);
  return { kind: 'pulled', body: bodyOf(read), cursor: writeCursor(next), hasMore: read.hasMore };
}

async function watch(
  { account }: { readonly account: string },
  context: ChannelContext,
  onNews: () => void,
  signal: AbortSignal,
): Promise<WatchOutcome> {
  const mailbox = mailboxOf(account, context);
  if (mailbox === undefined || context.mail === undefined) {
    return NOT_CONFIGURED;
  }
  const ended = await context.mail.watchMailbox(mailbox.folder, mailbox.imap, onNews, signal);
  switch (ended.kind) {
    case 'login-refused':
      return LOGIN_REFUSED;
    case 'folder-refused':
      return FOLDER_MISSING;
    case 'lost':
      return { kind: 'lost', code: 'EMAIL_WATCH_LOST', detail: ended.cause };
  }
}

/** `pollSeconds`; the schema gives the one that is used where the settings say nothing. */
function everyMs(settings: Readonly<Record<string, unknown>>): number {
  const seconds = settings['pollSeconds'];
  return (typeof seconds === 'number' && seconds >= LEAST_SECONDS ? seconds : USUAL_SECONDS) * 1000;
}

/** Mail of the account's folder, from where the look before ended. */
export const emailPuller: Puller = { everyMs, pull, watch };
