import type { Attachment, ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { fieldsIn, numberOf, present, textOf, type Fields } from './payloads.js';
import { visibleText } from './visible-text.js';

type Content = NonNullable<ChannelEvent['message']>;

const MAX_FILES = 50;
const TYPES: ReadonlyMap<string, Attachment['type']> = new Map([
  ['image', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
]);

/** `numbering/uid/part`: with the account all that is needed to get it from the mailbox. */
function attachmentOf(file: Fields, numbering: string, mail: Fields): Attachment {
  const mimeType = textOf(file['mimeType'])?.toLowerCase();
  const [uid, part] = [numberOf(mail['uid']), textOf(file['part'])];
  return {
    type: TYPES.get(mimeType?.split('/')[0] ?? '') ?? 'file',
    ...present({
      mediaId: uid === undefined || part === undefined ? undefined : `${numbering}/${uid}/${part}`,
      mimeType,
      name: textOf(file['name']),
      sizeBytes: numberOf(file['sizeBytes']),
    }),
  };
}

export function subjectOf(mail: Fields): string {
  return (textOf(mail['subject']) ?? '').replace(/\s+/g, ' ').trim();
}

/** The first line of a ticket's first message; an answer takes its subject from it. */
export const SUBJECT_LINE = 'Onderwerp: ';

/** What the mail says. A subject stands above the first mail of a conversation only: later ones repeat it. */
export function contentOf(mail: Fields, name: string, numbering: string, isReply: boolean): Content {
  const words = visibleText(textOf(mail['text']) ?? '', isReply);
  const subject = isReply ? '' : subjectOf(mail);
  const text = [subject === '' ? '' : SUBJECT_LINE + subject, words].filter((part) => part !== '').join('\n\n');
  const attachments = fieldsIn(mail['files'])
    .slice(0, MAX_FILES)
    .map((file) => attachmentOf(file, numbering, mail));
  const isEmpty = text === '' && attachments.length === 0;
  return { id: name, text, attachments, isPublic: false, ...(isEmpty ? { isPlaceholder: true } : {}) };
}
