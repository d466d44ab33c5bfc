import type { Readable } from 'node:stream';
import type { ImapFlow } from 'imapflow';
import type { MailFileOpened, MailFilePlace } from '../../adapter-sdk/mail.js';
import { imapFailure } from './imap-connection.js';
import { partAt } from './mail-files.js';

const BY_UID = { uid: true } as const;
/** Mails with one Message-ID; more are not looked at. */
const MOST_ALIKE = 5;

/** Whether the part of this mail is the file that was told: a mail with a Message-ID that was taken from another one is not. */
async function hasFile(client: ImapFlow, uid: number, { part, mimeType, sizeBytes }: MailFilePlace): Promise<boolean> {
  const mail = await client.fetchOne(String(uid), { uid: true, bodyStructure: true }, BY_UID);
  const node = mail === false ? undefined : partAt(mail.bodyStructure, part);
  return (
    node !== undefined &&
    (mimeType === undefined || node.type === mimeType) &&
    (sizeBytes === undefined || node.size === sizeBytes)
  );
}

async function byMessageId(client: ImapFlow, messageId: string, place: MailFilePlace): Promise<number | undefined> {
  const found = await client.search({ header: { 'message-id': messageId } }, BY_UID);
  if (!Array.isArray(found)) {
    // A search that was refused finds nothing, and a mail that is gone is another thing.
    throw new TypeError('The search was refused');
  }
  for (const uid of found.slice(-MOST_ALIKE)) {
    if (await hasFile(client, uid, place)) {
      return uid;
    }
  }
  return undefined;
}

/** A folder that mail is moved to is made with the first mail. */
async function isOpened(client: ImapFlow, folder: string): Promise<boolean> {
  try {
    await client.mailboxOpen(folder, { readOnly: true });
    return true;
  } catch (error) {
    if (imapFailure(error).kind === 'folder-refused') {
      return false;
    }
    throw error;
  }
}

/** The mail at its place, or else by its Message-ID; the folder that it is in is then open. */
async function find(client: ImapFlow, place: MailFilePlace): Promise<number | undefined> {
  const { folder, numbering, uid, messageId, otherFolders } = place;
  const opened = await client.mailboxOpen(folder, { readOnly: true });
  if (String(opened.uidValidity) === numbering && (await hasFile(client, uid, place))) {
    return uid;
  }
  if (messageId === undefined) {
    return undefined;
  }
  for (const name of [folder, ...otherFolders]) {
    const found = (await isOpened(client, name)) ? await byMessageId(client, messageId, place) : undefined;
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

async function bodyOf(client: ImapFlow, place: MailFilePlace): Promise<Readable | undefined> {
  const uid = await find(client, place);
  const file =
    uid === undefined ? undefined : await client.download(String(uid), place.part, { ...BY_UID, decodeText: false });
  return file !== undefined && 'content' in file ? file.content : undefined;
}

/** Opens a file with a client of its own, which ends with the reading, or with `ends`. */
export async function openOverImap(client: ImapFlow, place: MailFilePlace, ends: AbortSignal): Promise<MailFileOpened> {
  const stop = (): void => {
    client.close();
  };
  const leave = (): void => {
    ends.removeEventListener('abort', stop);
    client.close();
  };
  if (ends.aborted) {
    return { kind: 'failed', cause: 'timeout' };
  }
  ends.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    const body = await bodyOf(client, place);
    if (body !== undefined) {
      body.once('close', leave);
      return { kind: 'open', body };
    }
    leave();
    return { kind: 'gone' };
  } catch (error) {
    leave();
    return ends.aborted ? { kind: 'failed', cause: 'timeout' } : imapFailure(error);
  }
}
