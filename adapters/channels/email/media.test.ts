import { describe, expect, it } from '@jest/globals';
import type { Attachment, MediaLocation } from '../../../src/adapter-sdk/index.js';
import { emailMedia } from './media.js';

const SETTINGS = { imapHost: 'imap.test', smtpHost: 'smtp.test', user: 'meldingen', password: 'geheim' };
const PHOTO: Attachment = { type: 'image', mediaId: '7/12/2.1', mimeType: 'image/jpeg', sizeBytes: 500 };

function located(
  attachment: Attachment,
  { messageId = '<an-1@burger.test>', settings = SETTINGS }: { messageId?: string; settings?: object } = {},
): Promise<MediaLocation> {
  const request = { account: 'meldingen@gemeente.test', messageId, attachment };
  const context = { http: () => Promise.reject(new Error('nobody is asked')), baseUrl: '', nowMs: 0 };
  return emailMedia.locate(request, { ...context, settings: { ...settings } });
}

describe('a file of a mail', () => {
  it('lies in the folder that is read, or where its mail was moved to', async () => {
    expect(await located(PHOTO, { settings: { ...SETTINGS, folder: 'Vragen', doneFolder: 'Verwerkt' } })).toMatchObject(
      {
        ...{ kind: 'in-mailbox', server: { host: 'imap.test', port: 993, security: 'tls' } },
        place: {
          ...{ folder: 'Vragen', numbering: '7', uid: 12, part: '2.1', mimeType: 'image/jpeg', sizeBytes: 500 },
          ...{ messageId: '<an-1@burger.test>', otherFolders: ['Verwerkt'] },
        },
      },
    );
  });

  it('is looked for at its place only, where its mail has no id of its own', async () => {
    const location = await located(PHOTO, { messageId: 'sha256:00' });
    expect(location).toMatchObject({ kind: 'in-mailbox', place: { otherFolders: [] } });
    expect(JSON.stringify(location)).not.toContain('messageId');
  });

  it.each(['', '7/12', '7/12/', 'x/12/2', '7/12/2 BODY[1]', '7/12/2/3'])('has no place at %j', async (mediaId) => {
    expect(await located({ type: 'image', mediaId })).toEqual({ kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' });
  });

  it('waits for a person where the settings hold no login', async () => {
    expect(await located(PHOTO, { settings: {} })).toEqual({ kind: 'park', code: 'EMAIL_NOT_CONFIGURED' });
  });
});
