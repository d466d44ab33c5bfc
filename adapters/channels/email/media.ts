import type { ChannelContext, MediaAccess, MediaLocation, MediaRequest } from '../../../src/adapter-sdk/index.js';
import { mailboxOf } from './mailbox.js';
import { present } from './payloads.js';

/** What `attachmentOf` writes: numbering, number of the mail, and the part of it. */
const PLACE = /^(\d{1,20})\/(\d{1,10})\/(\d[\d.]{0,60})$/;
const MESSAGE_ID = /^<[^<>\s]+>$/;

function locationOf({ account, messageId, attachment }: MediaRequest, context: ChannelContext): MediaLocation {
  const mailbox = mailboxOf(account, context);
  if (mailbox === undefined) {
    return { kind: 'park', code: 'EMAIL_NOT_CONFIGURED' };
  }
  const [, numbering, uid, part] = PLACE.exec(attachment.mediaId ?? '') ?? [];
  if (numbering === undefined || part === undefined) {
    return { kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' };
  }
  const { imap, folder, doneFolder } = mailbox;
  const { mimeType, sizeBytes } = attachment;
  const otherFolders = doneFolder === undefined ? [] : [doneFolder];
  // A mail that `doneFolder` took, or that was numbered anew, is found by its Message-ID.
  const named = MESSAGE_ID.exec(messageId ?? '')?.[0];
  const place = { folder, numbering, uid: Number(uid), part, otherFolders };
  return {
    kind: 'in-mailbox',
    server: imap,
    place: { ...place, ...present({ mimeType, sizeBytes, messageId: named }) },
  };
}

/** A personal Gmail account sends no more in one mail (https://support.google.com/mail/answer/6584, seen quoted 2026-11-27). */
const MAX_BYTES = 25 * 1024 * 1024;

/** What a citizen mails is for the municipality, and nobody else keeps it. */
export const emailMedia: MediaAccess = {
  policies: { image: 'copy', video: 'copy', audio: 'copy', file: 'copy' },
  maxBytes: { image: MAX_BYTES, video: MAX_BYTES, audio: MAX_BYTES, file: MAX_BYTES },
  locate: (request, context) => Promise.resolve(locationOf(request, context)),
};
