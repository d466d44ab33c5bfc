import { describe, expect, it } from '@jest/globals';
import type {
  ChannelContext,
  MailSent,
  MailServer,
  OutgoingMail,
  OutgoingPart,
} from '../../../src/adapter-sdk/index.js';
import { lookUpAnswer, sendAnswer, subjectOfAnswer } from './send.js';
import { readOurId, subjectToken } from './thread.js';

const ADDRESS = 'meldingen@gemeente.test';
const CONVERSATION = 'abcdefghijklmnop';
const PART: OutgoingPart = {
  reference: 'schakel:out:1',
  account: ADDRESS,
  conversation: CONVERSATION,
  text: 'Donderdag.',
  citizenAliases: [
    { kind: 'phone', value: '+32470000000' },
    { kind: 'email', value: 'an@burger.test' },
  ],
  inReplyTo: '<an-2@burger.test>',
  thread: ['<an-1@burger.test>', 'sha256:00', '<an-2@burger.test>'],
  question: 'Onderwerp: Re: Put in de weg\n\nEr is een put.',
  replyMode: 'reply',
  firstAttemptAtMs: 1_795_600_000_000,
};
const SETTINGS = { imapHost: 'imap.test', smtpHost: 'smtp.test', user: 'meldingen', password: 'geheim' };
const ACCEPTED: MailSent = { kind: 'accepted', rejected: [] };

function sending(sent: MailSent, settings: Readonly<Record<string, unknown>> = SETTINGS, baseUrl = '') {
  const mails: { readonly mail: OutgoingMail; readonly server: MailServer }[] = [];
  const context: ChannelContext = {
    http: () => Promise.reject(new Error('nothing is called')),
    mail: {
      sendMail: (mail, server) => {
        mails.push({ mail, server });
        return Promise.resolve(sent);
      },
      readMailbox: () => Promise.reject(new Error('nothing is read')),
      openFile: () => Promise.reject(new Error('nothing is opened')),
      greetServer: () => Promise.reject(new Error('nothing is greeted')),
      watchMailbox: () => Promise.reject(new Error('nothing is watched')),
    },
    ...{ baseUrl, settings, nowMs: PART.firstAttemptAtMs },
  };
  return { mails, context };
}

describe('an answer', () => {
  it('goes in the thread of the question, under an id that says what it is', async () => {
    const { mails, context } = sending(ACCEPTED, { ...SETTINGS, name: 'Gemeente' });
    const outcome = await sendAnswer(PART, context);
    const mail = mails[0]?.mail;
    expect(mail).toMatchObject({
      ...{ from: { name: 'Gemeente', address: ADDRESS }, to: ['an@burger.test'], text: 'Donderdag.' },
      ...{ inReplyTo: '<an-2@burger.test>', references: ['<an-1@burger.test>', '<an-2@burger.test>'] },
      ...{ replyTo: ADDRESS, writtenAtMs: PART.firstAttemptAtMs },
      subject: `Re: Put in de weg ${subjectToken(CONVERSATION, 'an@burger.test')}`,
      headers: { 'X-Schakel-Message': mail?.messageId },
    });
    expect(readOurId(mail?.messageId ?? '', ADDRESS)).toEqual({
      conversation: CONVERSATION,
      reference: PART.reference,
    });
    expect(outcome).toEqual({ kind: 'delivered', remoteId: mail?.messageId });
    await sendAnswer(PART, context);
    expect(mails[1]).toEqual(mails[0]);
  });

  it('asks for replies at the tagged address where the mailbox has one', async () => {
    const { mails, context } = sending(ACCEPTED, { ...SETTINGS, plusAddressing: true });
    await sendAnswer(PART, context);
    expect(mails[0]?.mail.replyTo).toBe(`meldingen+sch-${CONVERSATION}@gemeente.test`);
  });

  it.each<[string, string | undefined, string]>([
    ['erased', undefined, 'Re: uw bericht #'],
    ['without a subject', 'Dag', 'Re: uw bericht #'],
    ['forwarded twice', 'Onderwerp: FW: Antw: Put', 'Re: Put #'],
  ])('has a subject when the question is %s', (_label, question, subject) => {
    expect(subjectOfAnswer(question, '#')).toBe(subject);
  });

  it('is known by the id that the server gave it', async () => {
    const { context } = sending({ ...ACCEPTED, messageId: '<x@prod.outlook.com>' });
    expect(await sendAnswer(PART, context)).toMatchObject({ remoteId: '<x@prod.outlook.com>' });
  });

  it('is sent again as the same mail when nobody knows what became of it', async () => {
    const { context } = sending({ kind: 'no-answer', cause: 'ETIMEDOUT' });
    expect(await sendAnswer(PART, context)).toMatchObject({ kind: 'unknown', code: 'EMAIL_NO_ANSWER' });
    expect(await lookUpAnswer()).toEqual({ kind: 'absent' });
  });

  it('goes to nobody where no address is known', async () => {
    const { mails, context } = sending(ACCEPTED);
    const outcome = await sendAnswer({ ...PART, citizenAliases: [{ kind: 'email', value: 'a@b, c@d' }] }, context);
    expect(outcome).toEqual({ kind: 'refused', code: 'RECIPIENT_UNKNOWN' });
    expect(mails).toEqual([]);
  });

  it('warns when one of several addresses was refused, and names none', async () => {
    const { mails, context } = sending({ kind: 'accepted', rejected: [{ address: 'oud@burger.test' }] });
    const citizenAliases = ['an@burger.test', 'oud@burger.test', 'an@burger.test'].map((value) => ({
      ...{ kind: 'email', value },
    }));
    const outcome = await sendAnswer({ ...PART, citizenAliases }, context);
    expect(outcome).toMatchObject({ kind: 'delivered', warning: 'EMAIL_PARTLY_REFUSED' });
    expect(JSON.stringify(outcome)).not.toContain('burger');
    expect(mails[0]?.mail.to).toEqual(['an@burger.test', 'oud@burger.test']);
  });
});

describe('what a server says', () => {
  it.each<[MailSent, string, string]>([
    [{ kind: 'not-sent', cause: 'ECONNREFUSED' }, 'retry', 'EMAIL_NOT_REACHED'],
    [{ kind: 'refused', stage: 'envelope', responseCode: 451 }, 'retry', 'EMAIL_SERVER_BUSY'],
    [{ kind: 'refused', stage: 'data', responseCode: 452 }, 'retry', 'EMAIL_SERVER_BUSY'],
    [{ kind: 'refused', stage: 'connect', responseCode: 421 }, 'retry', 'EMAIL_SERVER_BUSY'],
    [{ kind: 'refused', stage: 'login', responseCode: 454 }, 'retry', 'EMAIL_SERVER_BUSY'],
    [{ kind: 'refused', stage: 'login', responseCode: 535 }, 'park', 'EMAIL_LOGIN_REFUSED'],
    [{ kind: 'refused', stage: 'login' }, 'park', 'EMAIL_LOGIN_REFUSED'],
    [{ kind: 'refused', stage: 'envelope', responseCode: 530 }, 'park', 'EMAIL_LOGIN_REFUSED'],
    [{ kind: 'refused', stage: 'data', responseCode: 550, enhancedCode: '5.7.30' }, 'park', 'EMAIL_LOGIN_REFUSED'],
    [{ kind: 'refused', stage: 'data', responseCode: 554, enhancedCode: '5.7.60' }, 'park', 'EMAIL_SENDER_REFUSED'],
    [{ kind: 'refused', stage: 'connect', responseCode: 554 }, 'park', 'EMAIL_SERVER_REFUSED'],
    [{ kind: 'refused', stage: 'envelope', responseCode: 550 }, 'refused', 'EMAIL_MAILBOX_UNKNOWN'],
    [{ kind: 'refused', stage: 'envelope' }, 'refused', 'EMAIL_MAILBOX_UNKNOWN'],
    [{ kind: 'refused', stage: 'envelope', responseCode: 552, enhancedCode: '5.2.2' }, 'refused', 'EMAIL_MAILBOX_FULL'],
    [{ kind: 'refused', stage: 'data', responseCode: 554, enhancedCode: '5.7.1' }, 'refused', 'EMAIL_ANSWER_REFUSED'],
  ])('%j is %s, %s', async (sent, kind, code) => {
    expect(await sendAnswer(PART, sending(sent).context)).toMatchObject({ kind, code });
  });
});

describe('the settings', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['no server', { ...SETTINGS, smtpHost: '' }],
    ['no login', { ...SETTINGS, password: '' }],
    [
      'an application without its secret',
      { ...SETTINGS, password: '', oauthUrl: 'https://x.test', oauthClientId: '1' },
    ],
  ])('with %s wait for a person', async (_label, settings) => {
    expect(await sendAnswer(PART, sending(ACCEPTED, settings).context)).toEqual({
      ...{ kind: 'park', code: 'EMAIL_NOT_CONFIGURED' },
    });
  });

  it('of an application win over a password, and name what to ask for', async () => {
    const oauth = { oauthUrl: 'https://x.test', oauthClientId: '1', oauthClientSecret: '2', oauthScope: 's' };
    const { mails, context } = sending(ACCEPTED, { ...SETTINGS, ...oauth });
    await sendAnswer(PART, context);
    const grant = { tokenUrl: 'https://x.test', clientId: '1', clientSecret: '2', scope: 's' };
    expect(mails[0]?.server).toEqual({
      ...{ host: 'smtp.test', port: 587, security: 'starttls' },
      login: { kind: 'grant', user: 'meldingen', grant },
    });
  });

  it('may send without a login, and all be moved at once', async () => {
    const { mails, context } = sending(ACCEPTED, { ...SETTINGS, smtpLogin: false }, 'imap://127.0.0.1:1143?smtp=1025');
    await sendAnswer(PART, context);
    expect(mails[0]?.server).toEqual({ host: '127.0.0.1', port: 1025, security: 'plain' });
  });
});
