import { describe, expect, it } from '@jest/globals';
import type {
  ChannelContext,
  MailServer,
  MailSent,
  OutgoingMail,
  OutgoingPart,
} from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const CONVERSATION = 'Zk3qv0mT1aY7uQ2xWc8NfR5bHd9sLgJp4eKiVoXtMw6';
const MAIL_SETTINGS = {
  ...{ smtpHost: 'smtp.voorbeeld', smtpPort: 465, smtpSecurity: 'tls', smtpUser: 'loket', smtpPassword: 'geheim' },
  ...{ mailFrom: 'loket@voorbeeldegem.be', mailName: 'Gemeente Voorbeeldegem' },
};

function partFor(aliases: OutgoingPart['citizenAliases']): OutgoingPart {
  return {
    ...{ reference: 'schakel:0199aa00-0000-7000-8000-000000000001', account: 'loket', conversation: CONVERSATION },
    ...{
      text: 'Wij komen morgen.',
      citizenAliases: aliases,
      replyMode: 'counter',
      firstAttemptAtMs: 1_795_600_000_000,
    },
  };
}

const WITH_ADDRESS = partFor([
  { kind: 'email', value: `${CONVERSATION} 7KF4H-2XM93 els@burger.voorbeeld` },
  { kind: 'session', value: CONVERSATION },
]);

function contextFor(sent: MailSent, settings: object = MAIL_SETTINGS) {
  const mails: { readonly mail: OutgoingMail; readonly server: MailServer }[] = [];
  const context: ChannelContext = {
    http: () => Promise.reject(new Error('nobody may be called')),
    mail: {
      sendMail: (mail, server) => {
        mails.push({ mail, server });
        return Promise.resolve(sent);
      },
      readMailbox: () => Promise.reject(new Error('nothing is read here')),
      greetServer: () => Promise.reject(new Error('nothing is read here')),
      openFile: () => Promise.reject(new Error('nothing is opened')),
      watchMailbox: () => Promise.reject(new Error('nothing is read here')),
    },
    ...{ baseUrl: '', settings: { ...settings }, nowMs: 1_795_600_060_000 },
  };
  return { context, mails };
}

const ACCEPTED: MailSent = { kind: 'accepted', rejected: [] };

describe('an answer to whoever left an address', () => {
  it('is one mail, the same whenever it is tried, with nothing of the question', async () => {
    const { context, mails } = contextFor(ACCEPTED);
    expect(await adapter.send(WITH_ADDRESS, context)).toEqual({ kind: 'delivered', remoteId: WITH_ADDRESS.reference });
    await adapter.send(WITH_ADDRESS, { ...context, nowMs: context.nowMs + 60_000 });
    expect(mails[1]).toEqual(mails[0]);
    expect(mails[0]?.mail).toMatchObject({
      from: { address: 'loket@voorbeeldegem.be', name: 'Gemeente Voorbeeldegem' },
      to: ['els@burger.voorbeeld'],
      subject: 'Antwoord op uw bericht 7KF4H-2XM93',
      text: expect.stringMatching(/^Wij komen morgen\.\n\n--\n/),
      messageId: '<schakel.0199aa00-0000-7000-8000-000000000001@voorbeeldegem.be>',
      writtenAtMs: WITH_ADDRESS.firstAttemptAtMs,
    });
    expect(mails[0]?.server).toEqual({
      ...{ host: 'smtp.voorbeeld', port: 465, security: 'tls' },
      login: { kind: 'password', user: 'loket', password: 'geheim' },
    });
  });

  it.each<[string, MailSent, object]>([
    [
      'the server is not reached',
      { kind: 'not-sent', cause: 'ECONNREFUSED' },
      { kind: 'retry', code: 'COUNTER_MAIL_NOT_REACHED' },
    ],
    [
      'it left and nothing came back',
      { kind: 'no-answer', cause: 'ETIMEDOUT' },
      { kind: 'unknown', code: 'COUNTER_MAIL_NO_ANSWER' },
    ],
    [
      'the login is refused',
      { kind: 'refused', stage: 'login', responseCode: 535, enhancedCode: '5.7.8' },
      { kind: 'park', code: 'COUNTER_MAIL_LOGIN_REFUSED', detail: 'login 535 5.7.8' },
    ],
    [
      'it may come later',
      { kind: 'refused', stage: 'envelope', responseCode: 451 },
      { kind: 'retry', code: 'COUNTER_MAIL_NOT_NOW' },
    ],
    [
      'the address is none',
      { kind: 'refused', stage: 'envelope', responseCode: 550 },
      { kind: 'refused', code: 'COUNTER_MAIL_REFUSED' },
    ],
    [
      'the address was left out',
      { kind: 'accepted', rejected: [{ address: 'els@burger.voorbeeld', responseCode: 550 }] },
      { kind: 'refused', code: 'COUNTER_MAIL_REFUSED' },
    ],
  ])('has a verdict when %s, and shows no address in it', async (_label, sent, outcome) => {
    const found = await adapter.send(WITH_ADDRESS, contextFor(sent).context);
    expect(found).toMatchObject(outcome);
    expect(JSON.stringify(found)).not.toContain('burger.voorbeeld');
  });

  it('is for a person when nobody knows whether it left', async () => {
    const { context } = contextFor(ACCEPTED);
    expect(await adapter.lookUp(WITH_ADDRESS, context)).toEqual({
      kind: 'untellable',
      code: 'COUNTER_MAIL_CANNOT_BE_ASKED',
    });
  });
});

describe('no mail goes out', () => {
  const otherConversation = { kind: 'email', value: 'een-ander-gesprek 7KF4H-2XM93 iemand@burger.voorbeeld' };

  it.each<[string, OutgoingPart, object]>([
    ['without an address', partFor([{ kind: 'session', value: CONVERSATION }]), MAIL_SETTINGS],
    ['to an address of another conversation', partFor([otherConversation]), MAIL_SETTINGS],
    ['where the counter has no mail server', WITH_ADDRESS, {}],
  ])('%s, and the answer waits at the counter', async (_label, part, settings) => {
    const { context, mails } = contextFor(ACCEPTED, settings);
    expect(await adapter.send(part, context)).toEqual({ kind: 'delivered', remoteId: part.reference });
    expect(await adapter.lookUp(part, context)).toEqual({ kind: 'found', remoteId: part.reference });
    expect(mails).toEqual([]);
  });
});
