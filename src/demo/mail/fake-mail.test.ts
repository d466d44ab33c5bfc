import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adapter } from '../../../adapters/channels/email/index.js';
import { createMailClient } from '../../platform/mail/mail-client.js';
import type { ChannelContext, ChannelEvent } from '../../adapter-sdk/index.js';
import { SAMPLE_IMAGE } from '../basics/media.js';
import type { FakeMail } from './fake-mail.js';
import { startFakeMail } from './server.js';

const TOWN = 'meldpunt@hasselt.voorbeeld';
const AN = { address: 'an@burger.voorbeeld', name: 'Anaïs Voorbeeld' };
const SETTINGS = { user: TOWN, password: 'demo' };

let platform: FakeMail;
let cursor: string | null;

const mail = createMailClient({
  http: () => Promise.reject(new Error('no token is asked for')),
  allowPrivateAddresses: true,
  now: Date.now,
});

beforeEach(async () => {
  platform = await startFakeMail({ mailboxes: [{ address: TOWN, password: 'demo' }] });
  cursor = null;
});
afterEach(() => platform.close());

function context(settings: Readonly<Record<string, unknown>> = SETTINGS): ChannelContext {
  const http = (): Promise<never> => Promise.reject(new Error('nothing is called'));
  return { http, mail, baseUrl: platform.baseUrl, settings, nowMs: Date.now() };
}

async function look(): Promise<readonly ChannelEvent[]> {
  const outcome = await adapter.puller?.pull({ account: TOWN, cursor }, context());
  if (outcome?.kind !== 'pulled') {
    throw new Error(`the look gave ${JSON.stringify(outcome)}`);
  }
  cursor = outcome.cursor;
  return outcome.body === null
    ? []
    : adapter.receiver.split({ rawBody: outcome.body, headers: {}, account: TOWN }, Date.now());
}

describe('the mailboxes of the demo', () => {
  it('take a mail of a citizen, with its photo, and show the answer in its thread', async () => {
    expect(await look()).toEqual([]);
    const question = { citizen: AN, to: TOWN, subject: 'Één put', text: 'Er is een put in de Zuivelmarkt.' };
    const { messageId } = platform.write({ ...question, photo: 'put' });
    const [event] = await look();
    expect(event).toMatchObject({
      ...{ action: 'open', citizen: { name: AN.name, aliases: [{ kind: 'email', value: AN.address }] } },
      message: { id: messageId, text: `Onderwerp: Één put\n\n${question.text}`, attachments: [{ name: 'put.png' }] },
    });
    const attachment = event?.message?.attachments[0] ?? { type: 'file' };
    const at = await adapter.media?.locate({ account: TOWN, messageId, attachment }, context());
    const limits = { timeoutMs: 5_000, signal: new AbortController().signal };
    const opened = at?.kind === 'in-mailbox' ? await mail.openFile(at.place, at.server, limits) : undefined;
    expect(opened?.kind === 'open' && Buffer.concat(await opened.body.toArray()).equals(SAMPLE_IMAGE)).toBe(true);
    const answer = {
      ...{ reference: 'schakel:out:1', account: TOWN, conversation: event?.conversation ?? '', replyMode: 'reply' },
      ...{ text: 'Wij vullen hem donderdag.\n.\nTot dan – één ploeg.', firstAttemptAtMs: Date.now() },
      ...{ citizenAliases: event?.citizen?.aliases ?? [], inReplyTo: messageId, question: event?.message?.text ?? '' },
    };
    expect(await adapter.send(answer, context())).toMatchObject({ kind: 'delivered' });
    expect(platform.transcript({ who: 'service' })).toMatchObject([
      { from: TOWN, to: [AN.address], inReplyTo: messageId, subject: expect.stringMatching(/^Re: Één put \[ref:/) },
    ]);
    expect(platform.transcript({ to: AN.address })[0]?.text.replaceAll('\r\n', '\n')).toBe(answer.text);
    expect(await look()).toEqual([]);
  });

  it('ring who waits, and add nothing when the same is written again', async () => {
    await look();
    let news = 0;
    const stopping = new AbortController();
    const watching = adapter.puller?.watch?.({ account: TOWN }, context(), () => (news += 1), stopping.signal);
    const rung = async (count: number): Promise<void> => {
      while (news < count) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    await rung(1);
    const letter = { citizen: AN, to: TOWN, subject: 'Markt', text: 'Is er markt?', key: 'markt' };
    // The folder is opened before IDLE begins, and what comes in between is told with it.
    await new Promise((resolve) => setTimeout(resolve, 100));
    platform.write(letter);
    await rung(2);
    platform.write(letter);
    stopping.abort();
    await watching;
    expect(await look()).toHaveLength(1);
    expect(platform.transcript()).toHaveLength(1);
  });

  it('let nobody in whose password is refused, and nobody send as another address', async () => {
    const probed = async (settings = SETTINGS): Promise<unknown> =>
      adapter.prober?.probe({ account: TOWN }, context(settings));
    expect(await probed()).toEqual({ kind: 'well' });
    expect(await probed({ ...SETTINGS, password: 'fout' })).toMatchObject({
      kind: 'dead',
      code: 'EMAIL_LOGIN_REFUSED',
    });
    platform.setPassword(TOWN, false);
    expect(await probed()).toMatchObject({ kind: 'dead', detail: 'imap AUTHENTICATIONFAILED' });
    platform.setPassword(TOWN, true);
    const part = {
      ...{ reference: 'schakel:out:2', account: 'iemand@hasselt.voorbeeld', conversation: 'abcdefghijklmnop' },
      ...{ text: 'Dag', citizenAliases: [{ kind: 'email', value: AN.address }], replyMode: 'reply' },
      firstAttemptAtMs: Date.now(),
    };
    expect(await adapter.send(part, context())).toMatchObject({ kind: 'park', code: 'EMAIL_SENDER_REFUSED' });
    expect(platform.transcript()).toEqual([]);
  });
});
