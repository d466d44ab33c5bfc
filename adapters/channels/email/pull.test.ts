import { describe, expect, it } from '@jest/globals';
import type {
  ChannelContext,
  MailboxRead,
  MailboxRequest,
  PullOutcome,
  WatchEnded,
} from '../../../src/adapter-sdk/index.js';
import { emailPuller } from './pull.js';

const NOW_MS = 1_795_600_000_000;
const DAY_MS = 86_400_000;
const SETTINGS = { imapHost: 'imap.test', smtpHost: 'smtp.test', user: 'meldingen', password: 'geheim' };
const MAIL = { uid: 11, sizeBytes: 1, headers: [], text: 'Dag', machineParts: [], files: [] };

type Read = Extract<MailboxRead, { kind: 'read' }>;

function read(facts: Partial<Read>): Read {
  return { kind: 'read', numbering: '7', mails: [], lastUid: 10, endUid: 12, hasMore: false, hasMoved: true, ...facts };
}

function contextOf(
  result: MailboxRead,
  ended: WatchEnded,
  settings: object,
): { context: ChannelContext; asked: MailboxRequest[] } {
  const asked: MailboxRequest[] = [];
  const context: ChannelContext = {
    http: () => Promise.reject(new Error('nothing is called')),
    mail: {
      sendMail: () => Promise.reject(new Error('nothing is sent')),
      readMailbox: (request) => {
        asked.push(request);
        return Promise.resolve(result);
      },
      greetServer: () => Promise.reject(new Error('nothing is sent')),
      openFile: () => Promise.reject(new Error('nothing is opened')),
      watchMailbox: () => Promise.resolve(ended),
    },
    ...{ baseUrl: '', settings: { ...SETTINGS, ...settings }, nowMs: NOW_MS },
  };
  return { context, asked };
}

async function looked(
  cursor: string | null,
  result: MailboxRead,
  settings: object = {},
): Promise<{ readonly outcome: PullOutcome; readonly asked: MailboxRequest | undefined }> {
  const { context, asked } = contextOf(result, { kind: 'lost', cause: '' }, settings);
  const outcome = await emailPuller.pull({ account: 'm@gemeente.test', cursor }, context);
  return { outcome, asked: asked[0] };
}

describe('a look at a mailbox', () => {
  it('begins at the end of it', async () => {
    const { outcome, asked } = await looked(null, read({ lastUid: 12 }));
    expect(asked).toMatchObject({ folder: 'INBOX', after: null });
    expect(outcome).toEqual({ kind: 'pulled', body: null, cursor: `7:12:12:${NOW_MS}:0`, hasMore: false });
  });

  it('goes on after what it read', async () => {
    const { outcome, asked } = await looked('7:10:10:5:0', read({ mails: [MAIL], lastUid: 11, hasMore: true }));
    expect(asked).toMatchObject({ after: { numbering: '7', uid: 10 } });
    expect(asked).not.toHaveProperty('moves');
    expect(outcome).toMatchObject({ cursor: '7:10:11:5:0', hasMore: true });
  });

  it('moves what earlier looks kept, and nothing of before the first one', async () => {
    const doneFolder = 'Verwerkt';
    const { outcome, asked } = await looked('7:10:14:5:0', read({ lastUid: 16 }), { doneFolder });
    expect(asked?.moves).toEqual({ folder: doneFolder, after: 10, upTo: 14 });
    expect(outcome).toMatchObject({ cursor: '7:14:16:5:0' });
    const failed = await looked('7:10:14:5:0', read({ lastUid: 16, hasMoved: false }), { doneFolder });
    expect(failed.outcome).toMatchObject({ cursor: '7:10:16:5:0' });
  });

  it.each([
    ['three days', 0, NOW_MS - 3 * DAY_MS],
    ['what came since the first look', NOW_MS - DAY_MS, NOW_MS - DAY_MS - 300_000],
  ])('reads %s again when the folder was numbered anew', async (_label, beganAtMs, sinceMs) => {
    const anew = await looked(`7:10:10:${beganAtMs}:0`, { kind: 'renumbered', numbering: '8', endUid: 40 });
    const cursor = `8:40:0:${beganAtMs}:${sinceMs}`;
    expect(anew.outcome).toEqual({ kind: 'pulled', body: null, cursor, hasMore: true });
    const again = read({ numbering: '8', mails: [MAIL], lastUid: 38, endUid: 41 });
    const more = await looked(cursor, { ...again, hasMore: true }, { doneFolder: 'Verwerkt' });
    expect(more.asked).toMatchObject({ after: { numbering: '8', uid: 0 }, sinceMs });
    expect(more.asked).not.toHaveProperty('moves');
    expect(more.outcome).toMatchObject({ cursor: `8:40:38:${beganAtMs}:${sinceMs}` });
    const last = await looked(cursor, again);
    expect(last.outcome).toMatchObject({ cursor: `8:40:41:${beganAtMs}:0` });
  });

  it.each<[MailboxRead, string, string]>([
    [{ kind: 'login-refused' }, 'park', 'EMAIL_LOGIN_REFUSED'],
    [{ kind: 'folder-refused' }, 'park', 'EMAIL_FOLDER_MISSING'],
    [{ kind: 'failed', cause: 'ETIMEDOUT' }, 'retry', 'EMAIL_NOT_REACHED'],
  ])('that ends with %j is %s, %s', async (result, kind, code) => {
    expect((await looked('7:10:10:5:0', result)).outcome).toMatchObject({ kind, code });
  });

  it('waits for a person when the settings are not enough', async () => {
    const { outcome } = await looked(null, read({}), { password: '' });
    expect(outcome).toEqual({ kind: 'park', code: 'EMAIL_NOT_CONFIGURED' });
  });
});

describe('the watch of a mailbox', () => {
  it.each<[WatchEnded, string, string]>([
    [{ kind: 'lost', cause: 'closed' }, 'lost', 'EMAIL_WATCH_LOST'],
    [{ kind: 'login-refused' }, 'park', 'EMAIL_LOGIN_REFUSED'],
    [{ kind: 'folder-refused' }, 'park', 'EMAIL_FOLDER_MISSING'],
  ])('that ends with %j is %s, %s', async (ended, kind, code) => {
    const { context } = contextOf(read({}), ended, {});
    const signal = new AbortController().signal;
    const outcome = await emailPuller.watch?.({ account: 'm@gemeente.test' }, context, () => undefined, signal);
    expect(outcome).toMatchObject({ kind, code });
  });
});
