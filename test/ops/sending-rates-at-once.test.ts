import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { adapter } from '../../adapters/channels/telegram/index.js';
import { channelRuntime } from '../../src/app/targets/channel-runtime.js';
import { startFakeTelegram } from '../../src/demo/telegram/server.js';
import type { FakeTelegram } from '../../src/demo/telegram/fake-telegram.js';
import { newId } from '../../src/domain/ids.js';
import { createDeliverTurn, type DeliverTurn } from '../../src/handling/index.js';
import { createSealer } from '../../src/platform/crypto/sealer.js';
import { createHttpClient, type HttpOut } from '../../src/platform/http-out/http-client.js';
import { createMailClient } from '../../src/platform/mail/mail-client.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { eventually } from '../support/schakel/eventually.js';

jest.setTimeout(60_000);

const BOT = { id: 7_000_000_001, username: 'gemeente_bot', name: 'Gemeente', token: '7000000001:token-of-the-test' };
const TARGET = `telegram:${BOT.username}`;
const CITIZENS = 66;
/** Some get an answer in three messages. */
const PATIENT = 3;
const WORKERS = 3;

let db: Database;
let platform: FakeTelegram;
let http: HttpOut;

beforeAll(async () => {
  db = await newestDatabase(8);
  // Stricter than it is by itself: what Telegram documents.
  platform = await startFakeTelegram({ bots: [BOT], limits: { botPerSecond: 30, chatPerSecond: 1 } });
  http = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 30, userAgent: 'schakel-test' });
});
afterAll(async () => {
  await http.close();
  await platform.close();
  await db.close();
});

async function askAndAnswer(number: number): Promise<void> {
  const { messageId } = platform.say({
    ...{ bot: BOT.username, citizen: { id: number, firstName: 'Test' }, text: 'Mijn lamp is stuk' },
  });
  const [ticket, conversation] = [newId(Date.now()), String(number)];
  await db.owner.query(
    `insert into ticket (id, tenant, number, channel, account, conversation, shard, citizen_id, kind, status, topic, language,
       level, priority, target, opened_at, updated_at, messages, seq, settings_hash)
     values ($1, 'alfa', $2, 'telegram', $3, $4, 1, $5, 'question', 'new', 't', 'nl', 'local', 'normal', '1700', now(), now(), 1, 1, '')`,
    [ticket, number, BOT.username, conversation, newId(Date.now())],
  );
  await db.owner.query(
    `insert into conversation (tenant, channel, account, key, ticket_id, last_citizen_at, last_message_id)
     values ('alfa', 'telegram', $1, $2, $3, now(), $4)`,
    [BOT.username, conversation, ticket, `${conversation}:${messageId}`],
  );
  for (let seq = 1; seq <= (number <= PATIENT ? 3 : 1); seq += 1) {
    const message = newId(Date.now());
    await db.owner.query(
      `insert into message (id, tenant, ticket_id, event_id, author, channel, account, occurred_at, received_at, text,
         attachments, is_public)
       values ($1, 'alfa', $2, $1, 'operator', 'telegram', $3, now(), now(), $4, '[]', false)`,
      [message, ticket, BOT.username, `Antwoord ${seq}`],
    );
    await db.owner.query(
      `insert into delivery (id, tenant, ticket_id, seq, target, kind, message_id, event_id, state, next_attempt_at)
       values ($1, 'alfa', $2, $3, $4, 'reply', $5, $1, 'due', now())`,
      [newId(Date.now()), ticket, seq, TARGET, message],
    );
  }
}

function worker(owner: string): DeliverTurn {
  const nowhere = (): never => {
    throw new Error('No mail is sent in this test');
  };
  const mail = createMailClient({ http: nowhere, allowPrivateAddresses: false, now: Date.now });
  const runtime = channelRuntime({
    ...{ adapter, settings: { botToken: BOT.token }, baseUrl: platform.url, http: http.request, mail, maxInFlight: 10 },
    ...{ now: Date.now, guard: (attempt) => attempt() },
  });
  return createDeliverTurn({
    ...{ store: db.handling, sealer: createSealer('22'.repeat(32)), owner, leaseMs: 90_000, now: Date.now },
    random: Math.random,
    settings: () => ({
      ...{ hash: '', weights: new Map(), charging: () => undefined, platformPrice: () => ({ kind: 'not-passed-on' }) },
      ...{ municipality: () => ({ nis: '', name: '' }), textLimit: () => adapter.textLimit, citingChannels: [] },
      whyErased: () => '',
      target: () => runtime,
    }),
    onSettled: () => undefined,
    onFailed: (_target, error) => {
      throw error;
    },
  });
}

/** The most that came in one second, wherever that second begins. */
function mostIn(times: readonly number[], windowMs: number): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + windowMs).length));
}

it('a burst of answers by workers side by side never meets the limit, comes once and in order', async () => {
  for (let number = 1; number <= CITIZENS; number += 1) {
    await askAndAnswer(number);
  }
  const workers = Array.from({ length: WORKERS }, (_, index) => worker(`worker-${index}`));
  await eventually('everything is delivered', async () => {
    await Promise.all(workers.map((one) => one.run()));
    const open = await db.handling.query("select from delivery where state <> 'delivered'");
    return open.length === 0;
  });
  await Promise.all(workers.map((one) => one.stop()));

  expect(platform.calls().filter(({ outcome }) => outcome !== 200)).toEqual([]);
  const answers = platform.transcript({ who: 'service' });
  expect(answers).toHaveLength(CITIZENS + 2 * PATIENT);
  expect(
    mostIn(
      answers.map(({ atMs }) => atMs),
      1000,
    ),
  ).toBeLessThanOrEqual(30);
  for (let chatId = 1; chatId <= PATIENT; chatId += 1) {
    const ofChat = answers.filter((one) => one.chatId === chatId);
    expect(ofChat.map(({ text }) => text)).toEqual(['Antwoord 1', 'Antwoord 2', 'Antwoord 3']);
    expect(
      mostIn(
        ofChat.map(({ atMs }) => atMs),
        1000,
      ),
    ).toBe(1);
  }
});
