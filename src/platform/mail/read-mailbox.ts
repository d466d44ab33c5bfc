import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { MailboxRead, MailboxRequest, ReceivedMail } from '../../adapter-sdk/mail.js';
import { imapFailure } from './imap-connection.js';
import { filesOf, partOf, wordsPart } from './mail-files.js';
import { parseMail, parsePartly, type MailFacts } from './parse-mail.js';

/** A mail up to this length is kept as it is. */
const WHOLE_BYTES = 1_048_576;
/** Of a longer one the words only, and no more of them. */
const WORDS_BYTES = 262_144;
const BY_UID = { uid: true } as const;

type Listed = Omit<FetchMessageObject, 'seq'>;

function factsOf({ uid, size = 0, internalDate, bodyStructure }: Listed): MailFacts {
  const arrivedAtMs = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
  return {
    ...{ uid, sizeBytes: size, files: filesOf(bodyStructure) },
    ...(Number.isNaN(arrivedAtMs) ? {} : { arrivedAtMs }),
  };
}

async function wordsOf(client: ImapFlow, { uid, bodyStructure }: Listed): Promise<{ text: string; isHtml: boolean }> {
  const node = bodyStructure === undefined ? undefined : wordsPart(bodyStructure);
  if (node === undefined) {
    return { text: '', isHtml: false };
  }
  const part = await client.download(String(uid), partOf(node), { ...BY_UID, maxBytes: WORDS_BYTES });
  const chunks: Buffer[] = [];
  if ('content' in part && part.content !== undefined) {
    for await (const chunk of part.content) {
      chunks.push(Buffer.from(chunk as Uint8Array));
    }
  }
  return { text: Buffer.concat(chunks).toString('utf8'), isHtml: node.type === 'text/html' };
}

/** One mail, whole or its words only; undefined when somebody took it away meanwhile. */
async function mailAt(client: ImapFlow, listed: Listed): Promise<ReceivedMail | undefined> {
  const isWhole = (listed.size ?? 0) <= WHOLE_BYTES;
  const query = isWhole ? { source: true } : { headers: true };
  const fetched = await client.fetchOne(String(listed.uid), { uid: true, ...query }, BY_UID);
  const bytes = fetched === false ? undefined : (fetched.source ?? fetched.headers);
  if (bytes === undefined) {
    return undefined;
  }
  return isWhole
    ? parseMail(bytes, factsOf(listed))
    : parsePartly(bytes, await wordsOf(client, listed), factsOf(listed));
}

/** What came after a mail, by number, lowest first. `n:*` names the last mail too when it is before n. */
async function uidsAfter(client: ImapFlow, uid: number, sinceMs: number | undefined): Promise<readonly number[]> {
  const since = sinceMs === undefined ? {} : { since: new Date(sinceMs - 86_400_000) };
  const found = await client.search({ uid: `${uid + 1}:*`, ...since }, BY_UID);
  if (!Array.isArray(found)) {
    // A search that was refused finds nothing, and nothing new is another thing.
    throw new TypeError('The search was refused');
  }
  return found.filter((one) => one > uid).toSorted((a, b) => a - b);
}

async function move(client: ImapFlow, moves: NonNullable<MailboxRequest['moves']>): Promise<boolean> {
  if (moves.upTo <= moves.after) {
    return true;
  }
  try {
    await client.mailboxCreate(moves.folder);
    await client.messageMove(`${moves.after + 1}:${moves.upTo}`, moves.folder, BY_UID);
    return true;
  } catch {
    // What came in goes before tidying up: it is tried again at the next look.
    return false;
  }
}

interface Page {
  readonly mails: readonly ReceivedMail[];
  readonly lastUid: number;
}

/** The server counts days when it is asked; the moment decides. */
function isBefore({ internalDate }: Listed, sinceMs = 0): boolean {
  return internalDate !== undefined && new Date(internalDate).getTime() < sinceMs;
}

function sizeOf({ size = 0 }: Listed): number {
  return Math.min(size, WHOLE_BYTES);
}

async function pageOf(client: ImapFlow, uids: readonly number[], request: MailboxRequest): Promise<Page> {
  const facts = { uid: true, size: true, internalDate: true, bodyStructure: true } as const;
  const listed = await client.fetchAll(uids.join(','), facts, BY_UID);
  const mails: ReceivedMail[] = [];
  let bytes = 0;
  let lastUid = request.after?.uid ?? 0;
  for (const one of listed.toSorted((a, b) => a.uid - b.uid).filter((mail) => !isBefore(mail, request.sinceMs))) {
    if (bytes > 0 && bytes + sizeOf(one) > request.maxBytes) {
      return { mails, lastUid };
    }
    const mail = await mailAt(client, one);
    mails.push(...(mail === undefined ? [] : [mail]));
    bytes += sizeOf(one);
    lastUid = one.uid;
  }
  return { mails, lastUid: uids.at(-1) ?? lastUid };
}

async function lookIn(client: ImapFlow, request: MailboxRequest): Promise<MailboxRead> {
  const { after, moves } = request;
  const opened = await client.mailboxOpen(request.folder);
  const numbering = String(opened.uidValidity);
  const endUid = Math.max(opened.uidNext - 1, 0);
  if (after === null) {
    return { kind: 'read', numbering, mails: [], lastUid: endUid, endUid, hasMore: false, hasMoved: true };
  }
  if (after.numbering !== numbering) {
    return { kind: 'renumbered', numbering, endUid };
  }
  const hasMoved = moves === undefined || (await move(client, moves));
  const uids = await uidsAfter(client, after.uid, request.sinceMs);
  const asked = uids.slice(0, request.maxMails);
  const page = asked.length === 0 ? { mails: [], lastUid: after.uid } : await pageOf(client, asked, request);
  return { kind: 'read', numbering, ...page, endUid, hasMore: page.lastUid < (uids.at(-1) ?? 0), hasMoved };
}

/** Looks at a mailbox with a client of its own, and ends it. */
export async function lookOverImap(client: ImapFlow, request: MailboxRequest): Promise<MailboxRead> {
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    client.close();
  }, request.timeoutMs);
  try {
    await client.connect();
    return await lookIn(client, request);
  } catch (error) {
    return isOver ? { kind: 'failed', cause: 'timeout' } : imapFailure(error);
  } finally {
    clearTimeout(timer);
    client.close();
  }
}
