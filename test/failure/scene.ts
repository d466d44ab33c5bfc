import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DEMO_ASSETS } from '../../src/demo/assets.js';
import { demoPlatformOptions } from '../../src/demo/demo-platforms.js';
import type { FakePlatform } from '../../src/demo/platform/fake-platform.js';
import { startFakePlatform } from '../../src/demo/platform/server.js';
import { startFakeWebhookTarget, type FakeWebhookTarget } from '../support/fakes/webhook-target/fake-webhook-target.js';
import { ApiClient } from '../support/schakel/api-client.js';
import { testConfiguration, WEBHOOK_SECRET } from '../support/schakel/configuration.js';
import { eventually } from '../support/schakel/eventually.js';
import { install, type Installation, type ProfileName } from '../support/schakel/profiles.js';

const LEUVEN = DEMO_ASSETS.municipalities.find(({ nis }) => nis === '24062');

/** An installation with a platform and a CRM around it, and what was sent through it, so that all can be counted. */
export interface Scene {
  readonly schakel: Installation;
  readonly platform: FakePlatform;
  readonly crm: FakeWebhookTarget;
  readonly api: ApiClient;
  readonly said: string[];
  readonly answered: string[];
  /** A citizen writes; the text is unique. */
  say(): string;
  /** Answers the ticket of a text through the API, again and again under one key until it was taken. */
  answer(text: string): Promise<void>;
  /** A visitor of the counter writes, again and again under one id until it was taken; it is one message of one ticket. */
  visit(): Promise<void>;
  /** Everything that was said is a ticket message once, told to the CRM once and answered once; and it reconciles. */
  proveAll(withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface SceneOptions {
  readonly profile: ProfileName;
  readonly environment?: Readonly<Record<string, string>>;
}

interface Listed {
  readonly id: string;
  readonly messageCount: number;
}

async function ticketsAbout(api: ApiClient, word: string): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  let next = '';
  for (;;) {
    const { body } = await api.get(`/tickets?q=${word}&limit=200${next}`);
    found.push(...((body['items'] ?? []) as Listed[]));
    if (typeof body['next'] !== 'string') {
      return found;
    }
    next = `&cursor=${encodeURIComponent(body['next'])}`;
  }
}

/** All requests of a scene outlive an outage: they are repeated until somebody takes them. */
async function insist<T>(what: string, attempt: () => Promise<T | false>): Promise<T> {
  return eventually(what, () => attempt().catch(() => false as const), 90_000);
}

export async function buildScene(options: SceneOptions): Promise<Scene> {
  // Platforms retry within moments here, so that an outage is over when the next attempt comes.
  const platform = await startFakePlatform({
    ...demoPlatformOptions({}),
    retryDelaysMs: Array.from({ length: 400 }, () => 200),
  });
  const crm = await startFakeWebhookTarget({ secret: WEBHOOK_SECRET, now: Date.now });
  const configFolder = testConfiguration({ webhookUrl: `${crm.url}/events`, zammadUrl: 'http://127.0.0.1:9' });
  const environment = { SCHAKEL_LEASE_MS: '3000', ...options.environment };
  const schakel = await install(options.profile, { configFolder, platformUrl: platform.url, environment });
  await platform.subscribe(`${schakel.webhookUrl}/webhooks/meta`);
  const api = new ApiClient(schakel.apiUrl, schakel.key);
  const said: string[] = [];
  const answered: string[] = [];
  const word = `bewijs${Date.now().toString(36)}`;

  function say(): string {
    const number = said.length;
    const text = `Huisvuil ${word} ${number} niet opgehaald`;
    platform.say({
      ...{ channel: 'messenger', account: LEUVEN?.page.id ?? '', text },
      citizen: { id: `6300000000${String(number).padStart(5, '0')}`, name: 'Mia' },
    });
    said.push(text);
    return text;
  }

  async function answer(text: string): Promise<void> {
    const number = said.indexOf(text);
    const ticket = await insist(`a ticket about ${text}`, async () => {
      const { body } = await api.get(`/tickets?q=${encodeURIComponent(text)}`);
      return (body['items'] as Listed[])[0] ?? false;
    });
    // One key, however often it is asked: the answer is taken once.
    const key = randomUUID();
    await insist(`the answer to ${text}`, async () => {
      const { status } = await api.post(
        `/tickets/${ticket.id}/replies`,
        { text: `Antwoord ${number} van ${word}`, final: true },
        key,
      );
      return status === 200;
    });
    answered.push(`Antwoord ${number} van ${word}`);
  }

  async function visit(): Promise<void> {
    const [session, messageId] = [randomUUID(), randomUUID()];
    await insist('the message at the counter', async () => {
      const { status } = await fetch(`${schakel.apiUrl}/counter/brugge-loket/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ session, messageId, text: `Bezoek ${messageId}` }),
      });
      return status === 200;
    });
    await insist('its ticket', async () => {
      const { body } = await api.get(`/tickets?q=${messageId}`);
      const found = body['items'] as Listed[];
      return found.length === 1 && found[0]?.messageCount === 1;
    });
  }

  /** What was made more than once, as one has to see it to find out why: the messages of the tickets with too much in them. */
  async function doubledAmong(tickets: readonly Listed[]): Promise<readonly unknown[]> {
    const full = tickets.filter(({ messageCount }) => messageCount > 2);
    const read = await Promise.all(full.slice(0, 5).map(({ id }) => api.ticket(id)));
    return [
      ...read.map(({ messages, timeline, deliveries }) => ({ messages, timeline, deliveries })),
      ...(tickets.length === said.length ? [] : [{ tickets: tickets.length, said: said.length }]),
    ];
  }

  async function proveAll(withinMs = 60_000): Promise<void> {
    const tickets = await eventually(
      'every message as a ticket',
      async () => {
        const found = await ticketsAbout(api, word).catch(() => []);
        return found.length >= said.length && found;
      },
      withinMs,
    );
    const doubled = await doubledAmong(tickets);
    await eventually(
      'every event at the CRM',
      () => crm.processed.filter(({ type }) => type === 'ticket.opened').length >= said.length,
      withinMs,
    );
    const seen = (text: string): number =>
      platform.transcript({ who: 'service' }).filter((entry) => entry.text === text).length;
    await eventually('every answer', () => answered.every((text) => seen(text) > 0), withinMs);
    const report = await eventually(
      'a reconciliation without anything pending',
      async () => {
        const { body } = await api.get('/reconciliation');
        const { rows } = body as unknown as { readonly rows: readonly { readonly pending: number }[] };
        return rows.every((row) => row.pending === 0) && body;
      },
      withinMs,
    );
    const opened = crm.processed.filter(({ type }) => type === 'ticket.opened');
    const notOnce = answered.filter((text) => seen(text) !== 1);
    const found = { doubled, openedAtCrm: opened.length, notOnce, findings: report['findings'], ok: report['ok'] };
    const expected = { doubled: [], openedAtCrm: said.length, notOnce: [], findings: [], ok: true };
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      throw new Error(`Something was lost or doubled: ${JSON.stringify(found)}`);
    }
  }

  return {
    ...{ schakel, platform, crm, api, said, answered, say, answer, visit, proveAll },
    close: async () => {
      await schakel.stop('SIGKILL');
      await Promise.all([platform.close(), crm.close()]);
    },
  };
}

/** Reads from the database of a scene, as its owner. */
export async function readDatabase<Row extends object>(scene: Scene, text: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: scene.schakel.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Runs statements on the database of a scene, as its owner. */
export async function onDatabase(scene: Scene, text: string): Promise<void> {
  await readDatabase(scene, text);
}
