import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, MailboxRead, MailGreeted, ProbeOutcome } from '../../../src/adapter-sdk/index.js';
import { emailProber } from './prober.js';

const SETTINGS = { imapHost: 'imap.test', smtpHost: 'smtp.test', user: 'meldingen', password: 'geheim' };
const READ: MailboxRead = {
  ...{ kind: 'read', numbering: '7', mails: [], lastUid: 3, endUid: 3, hasMore: false, hasMoved: true },
};
const WELCOME: MailGreeted = { kind: 'welcome' };

function probed(read: MailboxRead, greeted: MailGreeted, settings: object = SETTINGS): Promise<ProbeOutcome> {
  const refuse = (): Promise<never> => Promise.reject(new Error('a probe changes nothing'));
  const context: ChannelContext = {
    http: refuse,
    mail: {
      ...{ sendMail: refuse, openFile: refuse, watchMailbox: refuse },
      greetServer: () => Promise.resolve(greeted),
      readMailbox: ({ after }) => (after === null ? Promise.resolve(read) : refuse()),
    },
    ...{ baseUrl: '', settings: { ...settings }, nowMs: 0 },
  };
  return emailProber.probe({ account: 'meldingen@gemeente.test' }, context);
}

describe('a mailbox', () => {
  it('is well when both servers let us in, and says when the refresh token ends', async () => {
    expect(await probed(READ, WELCOME)).toEqual({ kind: 'well' });
    expect(await probed(READ, { ...WELCOME, grantEndsAtMs: 9 })).toEqual({ kind: 'well', expiresAtMs: 9 });
  });

  it.each<[string, MailboxRead, object]>([
    ['a login that is refused with a code', { kind: 'login-refused', cause: 'EXPIRED' }, { detail: 'imap EXPIRED' }],
    ['a login that is refused without one', { kind: 'login-refused' }, {}],
  ])('is dead by %s', async (_label, read, more) => {
    expect(await probed(read, WELCOME)).toEqual({
      ...{ kind: 'dead', about: 'token', code: 'EMAIL_LOGIN_REFUSED', ...more },
    });
  });

  it('is dead without its folder, and without a login in its settings', async () => {
    expect(await probed({ kind: 'folder-refused' }, WELCOME)).toMatchObject({
      ...{ kind: 'dead', about: 'account', code: 'EMAIL_FOLDER_MISSING' },
    });
    expect(await probed(READ, WELCOME, { ...SETTINGS, password: '' })).toMatchObject({
      ...{ kind: 'dead', about: 'token', code: 'EMAIL_NOT_CONFIGURED' },
    });
  });

  it.each<[MailGreeted, object]>([
    [
      { kind: 'refused', stage: 'login', responseCode: 535, enhancedCode: '5.7.139' },
      { kind: 'dead', about: 'token', code: 'EMAIL_LOGIN_REFUSED', detail: 'smtp 535 5.7.139' },
    ],
    [
      { kind: 'refused', stage: 'login', responseCode: 599 },
      { kind: 'dead', about: 'token', code: 'EMAIL_LOGIN_REFUSED', detail: 'smtp 599' },
    ],
    [
      { kind: 'refused', stage: 'login' },
      { kind: 'dead', about: 'token', code: 'EMAIL_LOGIN_REFUSED' },
    ],
    [
      { kind: 'refused', stage: 'connect', responseCode: 554 },
      { kind: 'dead', about: 'account', code: 'EMAIL_SERVER_REFUSED', detail: 'smtp 554' },
    ],
    [
      { kind: 'refused', stage: 'login', responseCode: 454, enhancedCode: '4.7.0' },
      { kind: 'unsure', code: 'EMAIL_SERVER_BUSY', detail: 'smtp 454 4.7.0' },
    ],
    [
      { kind: 'not-sent', cause: 'ECONNREFUSED' },
      { kind: 'unsure', code: 'EMAIL_NOT_REACHED', detail: 'smtp ECONNREFUSED' },
    ],
  ])('that can be read and whose other server says %j is %j', async (greeted, outcome) => {
    expect(await probed(READ, greeted)).toEqual(outcome);
  });

  it('is unsure while it cannot be reached, unless something is surely wrong', async () => {
    const away: MailboxRead = { kind: 'failed', cause: 'timeout' };
    expect(await probed(away, WELCOME)).toEqual({
      ...{ kind: 'unsure', code: 'EMAIL_NOT_REACHED', detail: 'imap timeout' },
    });
    expect(await probed(away, { kind: 'refused', stage: 'login', responseCode: 535 })).toMatchObject({ kind: 'dead' });
  });
});

describe('known ends', () => {
  const ends = (settings: object) => emailProber.knownEnds?.({ ...SETTINGS, ...settings }) ?? [];

  it('hold passwords at Microsoft 365, and no other way to send', () => {
    const smtpHost = 'smtp.office365.com';
    expect(ends({ smtpHost }).map(({ atMs }) => new Date(atMs).toISOString())).toEqual(['2026-12-31T00:00:00.000Z']);
    expect(ends({})).toEqual([]);
    expect(ends({ smtpHost, oauthUrl: 'https://login.test' })).toEqual([]);
    expect(ends({ smtpHost, accessToken: 'token' })).toEqual([]);
    expect(ends({ smtpHost, smtpLogin: false })).toEqual([]);
  });

  it('hold the login of the application, where its day is told', () => {
    const oauthUrl = 'https://login.test';
    expect(ends({ oauthUrl, oauthGrantEnds: '2027-05-01' })).toMatchObject([{ atMs: Date.UTC(2027, 4, 1) }]);
    expect(ends({ oauthUrl, oauthGrantEnds: 'mei' })).toEqual([]);
    expect(ends({ oauthGrantEnds: '2027-05-01' })).toEqual([]);
  });
});
