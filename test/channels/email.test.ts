import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { adapter } from '../../adapters/channels/email/index.js';
import type {
  Attachment,
  ChannelContext,
  ChannelEvent,
  OutgoingPart,
  PullOutcome,
} from '../../src/adapter-sdk/index.js';
import { createMailClient } from '../../src/platform/mail/mail-client.js';
import { faultProxy, type FaultProxy } from '../support/fault-proxy.js';
import { fieldOf } from '../support/mail/field-of.js';
import { imapServer, openMailbox, type Mailbox } from '../support/mail/mailbox.js';
import { openSmtpStand, type SmtpStand, type TakenMail } from '../support/mail/smtp-stand.js';
import { writeBounce, writeMail, writeMailWithFile, writeMailWithPictures } from '../support/mail/write-mail.js';
import { PDF, PNG } from '../support/sample-files.js';
import { ApiClient } from '../support/schakel/api-client.js';
import { testConfiguration } from '../support/schakel/configuration.js';
import { eventually } from '../support/schakel/eventually.js';
import { install, type Installation } from '../support/schakel/profiles.js';

jest.setTimeout(60_000);

/** Stands for the bytes of a file: comparing those one by one takes seconds. */
function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const { host, port, password } = imapServer();
/** Mailboxes outlive a run, so each run has its own. */
const RUN = randomBytes(5).toString('hex');
const CITIZEN = `an.${RUN}@burger.test`;
const WRONG = { kind: 'password', user: 'iemand', password: 'fout' } as const;
const NOWHERE = 'http://127.0.0.1:9';

let smtp: SmtpStand;
let proxy: FaultProxy;
let citizen: Mailbox;
const boxes = new Map<string, Mailbox>();
const underWay: Promise<void>[] = [];

async function boxOf(address: string): Promise<Mailbox> {
  const box = boxes.get(address) ?? (await openMailbox(address));
  boxes.set(address, box);
  return box;
}

/** What the mail server of the town hands over arrives in the mailbox of whoever it is for. */
function carry({ to, raw }: TakenMail): void {
  for (const address of to) {
    underWay.push(boxOf(address).then((box) => box.deliver(raw)));
  }
}

function verdictOn(address: string): { readonly code: number; readonly text: string } | undefined {
  if (address.startsWith('weg.')) {
    return { code: 550, text: '5.1.1 No such user' };
  }
  return address.startsWith('later.') ? { code: 451, text: '4.3.0 Try again later' } : undefined;
}

beforeAll(async () => {
  smtp = await openSmtpStand({ password, verdict: verdictOn, onMail: carry });
  proxy = await faultProxy({ targetHost: host, targetPort: port });
  citizen = await boxOf(CITIZEN);
});
afterAll(async () => {
  await Promise.all(underWay);
  await Promise.all([...boxes.values()].map((box) => box.close()));
  await proxy.close();
  await smtp.close();
});

const mail = createMailClient({
  http: () => Promise.reject(new Error('no token is asked for')),
  allowPrivateAddresses: true,
  now: Date.now,
});

describe('the adapter on Dovecot and an SMTP server', () => {
  let count = 0;
  let town: Mailbox;
  let cursor: string | null;
  let settings: Record<string, unknown>;

  beforeEach(async () => {
    count += 1;
    town = await boxOf(`stad${count}.${RUN}@gemeente.test`);
    cursor = null;
    settings = { user: town.address, password };
    await look();
  });

  function context(): ChannelContext {
    return {
      ...{ http: () => Promise.reject(new Error('nothing is called')), mail, settings, nowMs: Date.now() },
      baseUrl: `imap://127.0.0.1:${proxy.port}?smtp=${smtp.port}`,
    };
  }

  async function pull(): Promise<PullOutcome | undefined> {
    return adapter.puller?.pull({ account: town.address, cursor }, context());
  }

  /** Every look that there is something for, and what came of all. */
  async function look(): Promise<readonly ChannelEvent[]> {
    const outcome = await pull();
    if (outcome?.kind !== 'pulled') {
      throw new Error(`the look gave ${JSON.stringify(outcome)}`);
    }
    cursor = outcome.cursor;
    const request = { rawBody: outcome.body ?? Buffer.alloc(0), headers: {}, account: town.address };
    const events = outcome.body === null ? [] : adapter.receiver.split(request, Date.now());
    return outcome.hasMore ? [...events, ...(await look())] : events;
  }

  function ask(id: string, more: { readonly text?: string; readonly headers?: readonly string[] } = {}): string {
    const { text = 'Wanneer komt de ploeg? Één put.', headers = [] } = more;
    return writeMail({ id: `<${id}@burger.test>`, from: `An <${CITIZEN}>`, to: town.address, text, headers });
  }

  function answerTo(event: ChannelEvent | undefined, text: string): OutgoingPart {
    return {
      ...{ reference: `schakel:out:${text}`, account: town.address, conversation: event?.conversation ?? '', text },
      ...{ citizenAliases: event?.citizen?.aliases ?? [], replyMode: 'reply', firstAttemptAtMs: Date.now() },
      ...(event?.message === undefined ? {} : { inReplyTo: event.message.id, question: event.message.text }),
    };
  }

  it('take a mail in, bring the answer to the mailbox of the citizen, and the reply to it into the same conversation', async () => {
    await town.deliver(ask('een'));
    const [event] = await look();
    expect(event).toMatchObject({
      ...{ action: 'open', citizen: { name: 'An', aliases: [{ kind: 'email', value: CITIZEN }] } },
      message: { text: 'Onderwerp: Vraag\n\nWanneer komt de ploeg? Één put.', isPublic: false },
    });
    const outcome = await adapter.send(answerTo(event, 'Donderdag.'), context());
    await Promise.all(underWay);
    const answers = await citizen.mails();
    expect(answers).toHaveLength(1);
    expect(fieldOf(answers[0], 'In-Reply-To')).toBe('<een@burger.test>');
    expect(fieldOf(answers[0], 'Subject')).toMatch(/^Re: Vraag \[ref:/);
    const { remoteId = '' } = outcome as { remoteId?: string };
    expect(fieldOf(answers[0], 'Message-ID')).toBe(remoteId);
    await town.deliver(ask('twee', { text: 'Dank u', headers: [`In-Reply-To: ${remoteId}`] }));
    expect(await look()).toMatchObject([{ conversation: event?.conversation, message: { text: 'Dank u' } }]);
    expect(await look()).toEqual([]);
  });

  it('tell of an answer that came back, and note who is out of office, without another ticket', async () => {
    await town.deliver(ask('terug'));
    const [event] = await look();
    const part = answerTo(event, 'Zaterdag.');
    const { remoteId = '' } = (await adapter.send(part, context())) as { remoteId?: string };
    await town.deliver(writeBounce({ to: town.address, of: remoteId, status: '5.1.1' }));
    await town.deliver(ask('weg', { headers: ['Auto-Submitted: auto-replied', `In-Reply-To: ${remoteId}`] }));
    const { conversation } = event ?? {};
    expect(await look()).toMatchObject([
      {
        ...{ action: 'delivery', conversation },
        receipt: { status: 'failed', code: 'EMAIL_MAILBOX_UNKNOWN', messageId: remoteId, reference: part.reference },
      },
      { action: 'note', conversation, reason: 'EMAIL_AUTO_REPLY' },
    ]);
  });

  it('read HTML as text, list files, and take the words and the names only of a mail that is very long', async () => {
    const letter = { from: CITIZEN, to: town.address, text: 'Zie de <b>foto</b>' };
    await town.deliver(writeMailWithFile({ ...letter, id: '<kort@burger.test>' }, { name: 'één put.jpg', bytes: 500 }));
    await town.deliver(
      writeMailWithFile({ ...letter, id: '<lang@burger.test>' }, { name: 'groot.jpg', bytes: 2_000_000 }),
    );
    const outcome = await pull();
    const body = outcome?.kind === 'pulled' ? (outcome.body?.toString() ?? '') : '';
    expect(body.length).toBeLessThan(20_000);
    const [short, long] = await look();
    const text = 'Onderwerp: Vraag\n\nZie de foto';
    const photo = { type: 'image', mimeType: 'image/jpeg', mediaId: expect.stringMatching(/^\d+\/\d+\/2$/) };
    expect(short?.message).toMatchObject({ text, attachments: [{ ...photo, name: 'één put.jpg' }] });
    expect(long?.message).toMatchObject({ text, attachments: [{ ...photo, name: 'groot.jpg' }] });
    expect(long?.message?.attachments[0]?.sizeBytes).toBeGreaterThan(2_000_000);
  });

  it('give a photo and a document byte for byte, also after their mail was moved, until it is thrown away', async () => {
    settings = { ...settings, doneFolder: 'Verwerkt' };
    const file = Buffer.concat([PDF, randomBytes(300_000)]);
    const letter = { id: '<foto@burger.test>', from: CITIZEN, to: town.address, text: 'Zie de foto' };
    await town.deliver(writeMailWithPictures(letter, { picture: PNG, file, name: 'plan.pdf' }));
    const [event] = await look();
    const { message } = event ?? {};
    expect(message?.attachments).toMatchObject([
      { type: 'image', mimeType: 'image/png', mediaId: expect.stringMatching(/\/1\.2$/) },
      { type: 'file', name: 'plan.pdf', mediaId: expect.stringMatching(/\/2$/) },
    ]);
    const opened = async (attachment: Attachment | undefined): Promise<string | undefined> => {
      const request = {
        account: town.address,
        messageId: message?.id ?? null,
        attachment: attachment ?? { type: 'file' },
      };
      const at = await adapter.media?.locate(request, context());
      const limits = { timeoutMs: 10_000, signal: new AbortController().signal };
      const found = at?.kind === 'in-mailbox' ? await mail.openFile(at.place, at.server, limits) : undefined;
      return found?.kind === 'open' ? hashOf(Buffer.concat(await found.body.toArray())) : (found?.kind ?? at?.kind);
    };
    const [picture, document] = message?.attachments ?? [];
    // One connection after the other, whoever asks at once.
    expect(await Promise.all([opened(picture), opened(document)])).toEqual([PNG, file].map(hashOf));
    expect(await look()).toEqual([]);
    expect(await town.mails('Verwerkt')).toHaveLength(1);
    expect(await opened(document)).toBe(hashOf(file));
    // Somebody else writes under the same Message-ID: what it holds is not what the citizen sent.
    await town.deliver(writeMailWithPictures(letter, { picture: PNG, file: PDF, name: 'plan.pdf' }));
    expect(await opened(document)).toBe(hashOf(file));
    await town.remove('Verwerkt');
    expect(await opened(document)).toBe('gone');
    const { password: _password, ...others } = settings;
    settings = { ...others, password: 'fout' };
    expect(await opened(document)).toBe('login-refused');
  });

  it('say how they are: well, a password that is wrong at either, and a server that is away', async () => {
    const probed = async (): Promise<unknown> => adapter.prober?.probe({ account: town.address }, context());
    expect(await probed()).toEqual({ kind: 'well' });
    const before = smtp.taken.length;
    settings = { ...settings, password: 'fout' };
    expect(await probed()).toEqual({
      ...{ kind: 'dead', about: 'token', code: 'EMAIL_LOGIN_REFUSED', detail: 'imap AUTHENTICATIONFAILED' },
    });
    expect(await mail.greetServer({ host, port: smtp.port, security: 'plain', login: WRONG }, 5_000)).toEqual({
      ...{ kind: 'refused', stage: 'login', responseCode: 535, enhancedCode: '5.7.8' },
    });
    settings = { ...settings, password, folder: 'Bestaat niet' };
    expect(await probed()).toMatchObject({ kind: 'dead', code: 'EMAIL_FOLDER_MISSING' });
    settings = { ...settings, folder: 'INBOX' };
    await proxy.down();
    expect(await probed()).toMatchObject({ kind: 'unsure', code: 'EMAIL_NOT_REACHED' });
    await proxy.up();
    expect(smtp.taken).toHaveLength(before);
  });

  it('know what a server says: nobody there, come back later, one of two, and a password that is wrong', async () => {
    await town.deliver(ask('drie'));
    const [event] = await look();
    const to = (...values: readonly string[]): OutgoingPart => ({
      ...answerTo(event, 'Vrijdag.'),
      citizenAliases: values.map((value) => ({ kind: 'email', value })),
    });
    const sent = async (part: OutgoingPart): Promise<unknown> => adapter.send(part, context());
    expect(await sent(to('weg.1@burger.test'))).toMatchObject({ kind: 'refused', code: 'EMAIL_MAILBOX_UNKNOWN' });
    expect(await sent(to('later.1@burger.test'))).toMatchObject({ kind: 'retry', code: 'EMAIL_SERVER_BUSY' });
    expect(await sent(to(`ook.${CITIZEN}`, 'weg.1@burger.test'))).toMatchObject({
      ...{ kind: 'delivered', warning: 'EMAIL_PARTLY_REFUSED' },
    });
    settings = { ...settings, password: 'fout' };
    expect(await sent(to(CITIZEN))).toMatchObject({ kind: 'park', code: 'EMAIL_LOGIN_REFUSED' });
    expect(await pull()).toMatchObject({ kind: 'park', code: 'EMAIL_LOGIN_REFUSED' });
    settings = { ...settings, password, folder: 'Bestaat niet' };
    expect(await pull()).toMatchObject({ kind: 'park', code: 'EMAIL_FOLDER_MISSING' });
  });

  it('know a mail again that lies there twice, and all of them when the folder is numbered anew', async () => {
    const folder = 'Vragen';
    await town.make(folder);
    await town.deliver(ask('oud'), folder);
    [settings, cursor] = [{ ...settings, folder }, null];
    expect(await look()).toEqual([]);
    await town.deliver(ask('nieuw'), folder);
    await town.deliver(ask('nieuw'), folder);
    const first = await look();
    expect(first).toMatchObject([{ message: { id: '<nieuw@burger.test>' } }]);
    await town.remove(folder);
    await town.make(folder);
    await town.deliver(ask('nieuw'), folder);
    await town.deliver(ask('later'), folder);
    const again = await look();
    expect(again.map(({ message }) => message?.id)).toEqual(['<nieuw@burger.test>', '<later@burger.test>']);
    expect(again[0]?.key).toBe(first[0]?.key);
    expect(await look()).toEqual([]);
  });

  it('move what was kept, one look later', async () => {
    settings = { ...settings, doneFolder: 'Verwerkt' };
    await town.deliver(ask('vier'));
    expect(await look()).toHaveLength(1);
    expect(await town.mails()).toHaveLength(1);
    expect(await look()).toEqual([]);
    expect(await town.mails()).toEqual([]);
    expect(await town.mails('Verwerkt')).toHaveLength(1);
  });

  it('hear of a mail while they wait, and say when the connection is lost', async () => {
    let news = 0;
    const stopping = new AbortController();
    const watch = (): Promise<unknown> | undefined =>
      adapter.puller?.watch?.({ account: town.address }, context(), () => (news += 1), stopping.signal);
    const watching = watch();
    await eventually('the beginning', () => news === 1);
    await town.deliver(ask('vijf'));
    const since = performance.now();
    await eventually('the news', () => news === 2, 3_000);
    expect(performance.now() - since).toBeLessThan(2_000);
    proxy.cut();
    expect(await watching).toMatchObject({ kind: 'lost', code: 'EMAIL_WATCH_LOST' });
    const again = watch();
    await eventually('the beginning', () => news === 3);
    stopping.abort();
    expect(await again).toMatchObject({ kind: 'lost' });
    // A server that is away costs a look, and no mail.
    await proxy.down();
    expect(await pull()).toMatchObject({ kind: 'retry', code: 'EMAIL_NOT_REACHED' });
    await proxy.up();
    expect(await look()).toHaveLength(1);
  });
});

describe('Schakel with a mailbox', () => {
  const TOWN = `leuven.${RUN}@gemeente.test`;
  let schakel: Installation;
  let api: ApiClient;

  /** Looks come an hour apart, so that what comes sooner is what the watch told. */
  function withMailbox(folder: string): string {
    const file = join(folder, 'municipalities', '24062-leuven.yaml');
    const account = `
  - channel: email
    account: ${TOWN}
    name: Stad Leuven
    settings: { imapHost: x, smtpHost: x, user: ${TOWN}, password: { demo: ${password} }, pollSeconds: 3600 }`;
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^accounts:$/m, `accounts:${account}`));
    return folder;
  }

  beforeAll(async () => {
    schakel = await install('server', {
      configFolder: withMailbox(testConfiguration({ webhookUrl: NOWHERE, zammadUrl: NOWHERE })),
      platformUrl: NOWHERE,
      environment: { SCHAKEL_EMAIL_BASE_URL: `imap://127.0.0.1:${proxy.port}?smtp=${smtp.port}` },
    });
    api = new ApiClient(schakel.apiUrl, schakel.key);
    const database = new pg.Client({ connectionString: schakel.databaseUrl });
    await database.connect();
    await eventually('the first look, and the watch after it', async () => {
      const { rows } = await database.query(
        "select from pulled_account where channel = 'email' and account = $1 and watch_until > now()",
        [TOWN],
      );
      return rows.length === 1;
    });
    await database.end();
  });
  afterAll(() => schakel.stop());

  async function ticketAbout(word: string): Promise<string> {
    const found = await eventually(`the ticket about ${word}`, async () => {
      const [ticket] = await api.tickets(`?channel=email&q=${word}`);
      return ticket;
    });
    return String(found['id']);
  }

  it('makes a ticket of a mail that it hears of, answers it in the thread, and takes the reply in', async () => {
    const town = await boxOf(TOWN);
    const from = `Roos <roos.${RUN}@burger.test>`;
    await town.deliver(
      writeMail({ id: '<roos-1@burger.test>', from, to: TOWN, subject: 'Zwembad', text: 'Is het open?' }),
    );
    const id = await ticketAbout('Zwembad');
    expect((await api.post(`/tickets/${id}/replies`, { text: 'Ja, tot acht uur.', final: true })).status).toBe(200);
    const roos = await boxOf(`roos.${RUN}@burger.test`);
    const answer = await eventually('the answer', async () => (await roos.mails())[0]);
    expect(fieldOf(answer, 'Subject')).toMatch(/^Re: Zwembad \[ref:/);
    expect(fieldOf(answer, 'References')).toBe('<roos-1@burger.test>');
    const ours = fieldOf(answer, 'Message-ID') ?? '';
    const headers = [`In-Reply-To: ${ours}`, `References: <roos-1@burger.test> ${ours}`];
    await town.deliver(writeMail({ id: '<roos-2@burger.test>', from, to: TOWN, text: 'En zondag ook?', headers }));
    const ticket = await eventually('the second question', async () => {
      const found = await api.ticket(id);
      return found.messages.length === 3 && found;
    });
    // A mail server tells times in seconds, so a reply within the second stands before what it answers.
    expect(ticket.messages.map(({ author }) => author).toSorted()).toEqual(['citizen', 'citizen', 'operator']);
    expect(await api.tickets('?channel=email')).toHaveLength(1);
  });
});
