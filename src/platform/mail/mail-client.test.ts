import { afterEach, describe, expect, it } from '@jest/globals';
import { openSmtpStand, type SmtpStand, type StandOptions } from '../../../test/support/mail/smtp-stand.js';
import type { HttpClient, HttpRequest } from '../../adapter-sdk/http.js';
import type { MailLogin, MailServer, OutgoingMail } from '../../adapter-sdk/mail.js';
import { createMailClient } from './mail-client.js';

const MAIL: OutgoingMail = {
  from: { name: 'Gemeente Voorbeeldegem', address: 'meldingen@voorbeeldegem.be' },
  to: ['an@burger.test'],
  replyTo: 'meldingen+sch-abc@voorbeeldegem.be',
  subject: 'Re: Wateroverlast – één kelder',
  text: 'Dag An\n\nDe ploeg komt donderdag. Groeten',
  messageId: '<sch.abc.1@voorbeeldegem.be>',
  inReplyTo: '<an-1@burger.test>',
  references: ['<an-0@burger.test>', '<an-1@burger.test>'],
  headers: { 'X-Schakel-Message': 'schakel:out:1' },
  writtenAtMs: Date.UTC(2026, 10, 23, 8),
  timeoutMs: 5_000,
};
const GRANT = { tokenUrl: 'https://login.test/token', clientId: 'id', clientSecret: 'secret', scope: 'mail' };
const NO_HTTP: HttpClient = () => Promise.reject(new Error('no call is made'));

let stand: SmtpStand | undefined;

afterEach(async () => {
  await stand?.close();
  stand = undefined;
});

async function serverFor(options: StandOptions = {}, login?: MailLogin): Promise<MailServer> {
  stand = await openSmtpStand(options);
  return {
    ...{ host: '127.0.0.1', port: stand.port, security: 'plain' },
    ...(login === undefined ? {} : { login }),
  };
}

function client(http: HttpClient = NO_HTTP, allowPrivateAddresses = true) {
  return createMailClient({ http, allowPrivateAddresses, now: () => 0 });
}

function tokens(...texts: readonly string[]): { readonly http: HttpClient; readonly asked: readonly HttpRequest[] } {
  const asked: HttpRequest[] = [];
  return {
    asked,
    http: (request) => {
      asked.push(request);
      const text = texts[asked.length - 1] ?? texts.at(-1) ?? '';
      return Promise.resolve({ kind: 'answer', status: text.includes('error') ? 400 : 200, headers: {}, text });
    },
  };
}

describe('greetServer', () => {
  it('logs in, sends nothing, and tells until when the refresh token is good', async () => {
    const server = await serverFor({ accessToken: 'a1' }, { kind: 'grant', user: 'm', grant: GRANT });
    const { http } = tokens('{"access_token":"a1","expires_in":3600,"refresh_token_expires_in":604800}');
    expect(await client(http).greetServer(server, 5_000)).toEqual({ kind: 'welcome', grantEndsAtMs: 604_800_000 });
    expect(stand?.taken).toEqual([]);
  });

  it('asks for another token once one was refused', async () => {
    const server = await serverFor({ accessToken: 'a2' }, { kind: 'grant', user: 'm', grant: GRANT });
    const { http } = tokens('{"access_token":"a1"}', '{"access_token":"a2"}');
    const mails = client(http);
    expect(await mails.greetServer(server, 5_000)).toMatchObject({ kind: 'refused', stage: 'login' });
    expect(await mails.greetServer(server, 5_000)).toEqual({ kind: 'welcome' });
  });

  it('says what it could not do: reach a server, or have a token', async () => {
    const server = await serverFor({ accessToken: 'a1' }, { kind: 'grant', user: 'm', grant: GRANT });
    const { http } = tokens('{"error":"invalid_grant"}');
    expect(await client(http).greetServer(server, 5_000)).toEqual({ kind: 'refused', stage: 'login' });
    expect(await client(NO_HTTP, false).greetServer(server, 5_000)).toMatchObject({ kind: 'not-sent' });
  });
});

describe('sendMail', () => {
  it('hands over a mail that threads, in UTF-8, and the same bytes when it is sent again', async () => {
    const server = await serverFor();
    expect(await client().sendMail(MAIL, server)).toEqual({ kind: 'accepted', rejected: [] });
    expect(await client().sendMail(MAIL, server)).toEqual({ kind: 'accepted', rejected: [] });
    const [first, second] = stand?.taken ?? [];
    expect(first).toMatchObject({ from: 'meldingen@voorbeeldegem.be', to: ['an@burger.test'] });
    expect(second?.raw).toBe(first?.raw);
    for (const line of [
      'Message-ID: <sch.abc.1@voorbeeldegem.be>',
      'In-Reply-To: <an-1@burger.test>',
      'References: <an-0@burger.test> <an-1@burger.test>',
      'Reply-To: meldingen+sch-abc@voorbeeldegem.be',
      'X-Schakel-Message: schakel:out:1',
      'Date: Mon, 23 Nov 2026 08:00:00 +0000',
      'Content-Type: text/plain; charset=utf-8',
    ]) {
      expect(first?.raw).toContain(line);
    }
  });

  it('never takes a line of a subject for a field of the mail', async () => {
    const server = await serverFor();
    await client().sendMail(
      { ...MAIL, subject: 'Dag\r\nBcc: mallory@x.test', inReplyTo: '<a@b>\r\nX-Evil: 1' },
      server,
    );
    expect(stand?.taken[0]?.raw).not.toMatch(/^(Bcc|X-Evil):/im);
    expect(stand?.taken[0]?.to).toEqual(['an@burger.test']);
  });

  it('sends from nobody where no bounce may come back', async () => {
    const server = await serverFor();
    await client().sendMail({ ...MAIL, envelopeFrom: '' }, server);
    expect(stand?.taken[0]?.from).toBe('');
  });

  it.each([
    [550, '5.1.1 No such user', { responseCode: 550, enhancedCode: '5.1.1' }],
    [451, '4.3.0 Try again later', { responseCode: 451, enhancedCode: '4.3.0' }],
  ])('tells the code of a recipient that is refused with %p, and no text of it', async (code, text, expected) => {
    const server = await serverFor({ verdict: () => ({ code, text }) });
    const sent = await client().sendMail(MAIL, server);
    expect(sent).toEqual({ kind: 'refused', stage: 'envelope', ...expected });
  });

  it('tells which of several recipients were refused', async () => {
    const server = await serverFor({
      verdict: (address) => (address.startsWith('weg') ? { code: 550, text: '5.1.1 Unknown' } : undefined),
    });
    const sent = await client().sendMail({ ...MAIL, to: ['an@burger.test', 'weg@burger.test'] }, server);
    expect(sent).toEqual({ kind: 'accepted', rejected: [{ address: 'weg@burger.test', responseCode: 550 }] });
    expect(stand?.taken[0]?.to).toEqual(['an@burger.test']);
  });

  it('tells a password that is refused, and takes the right one', async () => {
    const server = await serverFor({ password: 'goed' }, { kind: 'password', user: 'a', password: 'fout' });
    expect(await client().sendMail(MAIL, server)).toMatchObject({ kind: 'refused', stage: 'login', responseCode: 535 });
    const login = { kind: 'password', user: 'a', password: 'goed' } as const;
    expect(await client().sendMail(MAIL, { ...server, login })).toMatchObject({ kind: 'accepted' });
  });

  it('tells a server that is not there from one that took the mail and said nothing', async () => {
    const server = await serverFor({ isSilentAfterData: true });
    const silent = await client().sendMail({ ...MAIL, timeoutMs: 400 }, server);
    expect(silent).toEqual({ kind: 'no-answer', cause: 'timeout' });
    expect(stand?.taken).toHaveLength(1);
    await stand?.close();
    expect(await client().sendMail(MAIL, server)).toEqual({ kind: 'not-sent', cause: 'ECONNREFUSED' });
  });

  it('does not reach into this network unless it may', async () => {
    const server = await serverFor();
    const sent = await client(NO_HTTP, false).sendMail(MAIL, server);
    expect(sent).toMatchObject({ kind: 'not-sent' });
    expect(stand?.taken).toEqual([]);
  });

  it('logs in with a token that it asks for once', async () => {
    const server = await serverFor({ accessToken: 'tok-1' }, { kind: 'grant', user: 'a@b.be', grant: GRANT });
    const { http, asked } = tokens('{"access_token":"tok-1","expires_in":3600}');
    const mails = client(http);
    expect(await mails.sendMail(MAIL, server)).toMatchObject({ kind: 'accepted' });
    expect(await mails.sendMail(MAIL, server)).toMatchObject({ kind: 'accepted' });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toBe('client_id=id&client_secret=secret&grant_type=client_credentials&scope=mail');
  });

  it('asks for another token after one was refused, and says when the grant itself is', async () => {
    const server = await serverFor({ accessToken: 'tok-2' }, { kind: 'grant', user: 'a@b.be', grant: GRANT });
    const { http } = tokens('{"access_token":"tok-1"}', '{"access_token":"tok-2"}');
    const mails = client(http);
    expect(await mails.sendMail(MAIL, server)).toMatchObject({ kind: 'refused', stage: 'login' });
    expect(await mails.sendMail(MAIL, server)).toMatchObject({ kind: 'accepted' });
    const refused = await client(tokens('{"error":"invalid_client"}').http).sendMail(MAIL, server);
    expect(refused).toEqual({ kind: 'refused', stage: 'login' });
    const away = await client(tokens('<html>').http).sendMail(MAIL, server);
    expect(away).toMatchObject({ kind: 'not-sent' });
  });
});

describe('watchMailbox', () => {
  it('connects to nobody once it may not any more', async () => {
    const server = await serverFor();
    const watching = client().watchMailbox('INBOX', server, () => undefined, AbortSignal.abort());
    expect(await watching).toEqual({ kind: 'lost', cause: 'stopped' });
  });
});
