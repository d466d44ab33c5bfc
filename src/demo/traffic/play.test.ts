import { afterEach, describe, expect, it } from '@jest/globals';
import { DEMO_ASSETS } from '../assets.js';
import { runDemoPlatform, runDemoSend } from '../command.js';
import { startDemoPlatforms } from '../demo-platforms.js';
import { type RecordingReceiver, startRecordingReceiver } from '../platform/recording-receiver.js';
import { SAMPLE } from './sample.js';

const ELSEWHERE = new Map([
  ['telegram-say', 'telegram'],
  ['mastodon-write', 'mastodon'],
  ['x-write', 'x'],
  ['linkedin-comment', 'linkedin'],
  ['bluesky-write', 'bluesky'],
  ['mail-write', 'email'],
  ['counter-submit', 'counter'],
]);
/** What others have is asked for, X wants a platform that stays, and forms are filled in at Schakel. */
const NOT_POSTED = /^(?:mastodon|x|linkedin|bluesky|mail|counter)-/;
const POSTED = SAMPLE.filter(({ does }) => !NOT_POSTED.test(does));
const STARTED_MS = Date.UTC(2026, 10, 23, 12);

let receiver: RecordingReceiver | undefined;

const platforms: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(platforms.splice(0).map((platform) => platform.close()));
  await receiver?.close();
  receiver = undefined;
});

async function receive(): Promise<RecordingReceiver> {
  receiver = await startRecordingReceiver(DEMO_ASSETS.verifyToken);
  return receiver;
}

function itemsOf(recorded: RecordingReceiver): readonly string[] {
  return recorded.items().map((item) => JSON.stringify(item).replaceAll(/127\.0\.0\.1:\d+/g, 'platform'));
}

describe('the sample', () => {
  it('has some forty citizen messages over all channels and municipalities', () => {
    const written = SAMPLE.filter(({ does }) =>
      ['say', 'comment', 'post', 'mention', ...ELSEWHERE.keys()].includes(does),
    );
    expect(written.length).toBeGreaterThanOrEqual(40);
    const channels = written.map((step) =>
      'channel' in step ? step.channel : (ELSEWHERE.get(step.does) ?? 'facebook'),
    );
    expect(new Set(channels)).toEqual(
      new Set(['facebook', 'messenger', 'instagram', 'whatsapp', ...ELSEWHERE.values()]),
    );
    expect(new Set(channels).size).toBe(11);
    const places = new Set(written.flatMap((step) => ('nis' in step ? [step.nis] : [])));
    expect(places).toEqual(new Set(DEMO_ASSETS.municipalities.map(({ nis }) => nis)));
  });

  it('names each step once', () => {
    expect(new Set(SAMPLE.map(({ key }) => key)).size).toBe(SAMPLE.length);
  });

  it('holds a national number whose check digits are right', () => {
    const text = SAMPLE.map((step) => ('text' in step ? (step.text ?? '') : '')).join(' ');
    const digits = /\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}/.exec(text)?.[0].replaceAll(/\D/g, '') ?? '';
    expect(97 - (Number(digits.slice(0, 9)) % 97)).toBe(Number(digits.slice(9)));
  });
});

describe('playing the sample', () => {
  it('repeats the same messages for the same seed and start', async () => {
    const runs: (readonly string[])[] = [];
    for (const seed of ['a', 'a', 'b']) {
      const current = await receive();
      const result = await runDemoSend({ callbackUrl: current.url, paceMs: 0, seed, startedAtMs: STARTED_MS });
      expect(result).toMatchObject({ played: SAMPLE.length, isComplete: true, webhooks: { lost: 0, unsubscribed: 0 } });
      runs.push(itemsOf(current).toSorted());
      await current.close();
      receiver = undefined;
    }
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).not.toEqual(runs[2]);
    expect(runs[0]).toHaveLength(POSTED.length);
  });

  it('adds nothing to a platform that has it already', async () => {
    const { url } = await receive();
    const platform = await startDemoPlatforms();
    const { meta, telegram, mastodon, x, linkedin, bluesky, mail } = platform;
    platforms.push(platform);
    await meta.subscribe(url);
    const urls = {
      callbackUrl: url,
      platformUrl: meta.url,
      telegramUrl: telegram.url,
      mastodonUrl: mastodon.url,
      xUrl: x.url,
      linkedInUrl: linkedin.url,
      blueskyUrl: bluesky.url,
      mailUrl: mail.url,
    };
    const play = { ...urls, paceMs: 0, seed: 'a', startedAtMs: STARTED_MS };
    const seen = (): readonly unknown[] => [
      ...meta.transcript().map(({ id }) => id),
      ...telegram.transcript().map(({ messageId, text }) => [messageId, text]),
      ...mastodon.transcript().map(({ statusId, text }) => [statusId, text]),
      ...x.transcript().map(({ id, text }) => [id, text]),
      ...linkedin.transcript().map(({ urn, text }) => [urn, text]),
      ...bluesky.transcript().map(({ id, text }) => [id, text]),
      ...mail.transcript().map(({ messageId, text }) => [messageId, text]),
    ];
    await runDemoSend(play);
    const first = seen();
    await runDemoSend(play);
    expect(seen()).toEqual(first);
    expect(first).toContainEqual([expect.any(Number), 'Dit is de paal, nummer 214']);
    expect(mastodon.transcript().map(({ author, inReplyTo }) => [author, inReplyTo === undefined])).toEqual([
      ['kobe@social.voorbeeld', true],
      ['kobe@social.voorbeeld', false],
    ]);
    expect(mail.transcript()).toMatchObject([{ from: 'mieke@burger.voorbeeld', to: ['meldpunt@hasselt.voorbeeld'] }]);
    expect(x.transcript().map(({ author, kind }) => `${author} ${kind}`)).toEqual([
      ...['wim_vb post', 'wim_vb post', 'priya_vb message'],
    ]);
    expect(linkedin.transcript().map(({ who, parent }) => [who, parent === undefined])).toEqual([
      ...[
        ['page', true],
        ['citizen', true],
        ['citizen', true],
      ],
      ['citizen', false],
    ]);
    expect(bluesky.transcript().map(({ author, kind, replyTo }) => [author, kind, replyTo === undefined])).toEqual([
      ['rachid.bsky.voorbeeld', 'message', true],
      ['anke.bsky.voorbeeld', 'post', true],
      ['anke.bsky.voorbeeld', 'post', false],
    ]);
  });

  it('stops when it is told to, and says how far it came', async () => {
    const { url } = await receive();
    const stop = new AbortController();
    const result = await runDemoSend({
      callbackUrl: url,
      paceMs: 0,
      seed: 'a',
      startedAtMs: STARTED_MS,
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done === 3) {
          stop.abort();
        }
      },
    });
    expect(result).toMatchObject({ played: 3, isComplete: false });
  });

  it('is refused by a receiver that does not know the verify token', async () => {
    receiver = await startRecordingReceiver('another token');
    await expect(
      runDemoSend({ callbackUrl: receiver.url, paceMs: 0, seed: 'a', startedAtMs: STARTED_MS }),
    ).rejects.toThrow('refused the handshake (status 403)');
  });
});

it('runs a platform until it is stopped', async () => {
  const { url } = await receive();
  const stop = new AbortController();
  const lines: string[] = [];
  await runDemoPlatform({
    ports: { meta: 0, telegram: 0, mastodon: 0, x: 0, linkedin: 0, bluesky: 0, mail: 0 },
    callbackUrl: url,
    signal: stop.signal,
    print: (line) => {
      lines.push(line);
      if (line.startsWith('Webhooks go to')) {
        stop.abort();
      }
    },
  });
  expect(lines.slice(0, 7).map((line) => line.replace(/:\d+$/, ''))).toEqual([
    'Meta listens on http://127.0.0.1',
    'Telegram listens on http://127.0.0.1',
    'Mastodon listens on http://127.0.0.1',
    'X listens on http://127.0.0.1',
    'LinkedIn listens on http://127.0.0.1',
    'Bluesky listens on http://127.0.0.1',
    'Mail listens on http://127.0.0.1',
  ]);
  expect(lines).toEqual(expect.arrayContaining(['  POST /_control/say', '  POST /_control/write']));
});
