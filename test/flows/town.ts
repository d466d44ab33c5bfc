import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type ChannelModel } from 'amqplib';
import { Webhook } from 'standardwebhooks';
import { DEMO_ASSETS, type DemoMunicipality } from '../../src/demo/assets.js';
import { setDemoCallbacks, startDemoPlatforms } from '../../src/demo/demo-platforms.js';
import type { FakeBluesky } from '../../src/demo/bluesky/fake-bluesky.js';
import type { FakeLinkedIn } from '../../src/demo/linkedin/fake-linkedin.js';
import type { FakeMastodon } from '../../src/demo/mastodon/fake-mastodon.js';
import type { FakePlatform } from '../../src/demo/platform/fake-platform.js';
import type { FakeTelegram } from '../../src/demo/telegram/fake-telegram.js';
import type { FakeX } from '../../src/demo/x/fake-x.js';
import { startFakeWebhookTarget, type FakeWebhookTarget } from '../support/fakes/webhook-target/fake-webhook-target.js';
import { startFakeZammad, type FakeZammad } from '../support/fakes/zammad/fake-zammad.js';
import { openPostbox, type Postbox } from '../support/mail/postbox.js';
import { openSmtpStand, type SmtpStand } from '../support/mail/smtp-stand.js';
import { openAppStand, type AppStand } from '../support/standard/app-stand.js';
import { ApiClient, type TicketDetail } from '../support/schakel/api-client.js';
import {
  HOOK_SECRET,
  testConfiguration,
  WEBHOOK_SECRET,
  ZAMMAD_HOOK_TOKEN,
  ZAMMAD_TOKEN,
} from '../support/schakel/configuration.js';
import { eventually } from '../support/schakel/eventually.js';
import { install, type Installation, type ProfileName } from '../support/schakel/profiles.js';

/** The world around one installation: the platforms, two CRMs, the contact center, and its people. */
export interface World {
  readonly schakel: Installation;
  readonly platform: FakePlatform;
  readonly telegram: FakeTelegram;
  readonly mastodon: FakeMastodon;
  readonly x: FakeX;
  readonly linkedin: FakeLinkedIn;
  readonly bluesky: FakeBluesky;
  readonly crm: FakeWebhookTarget;
  readonly zammad: FakeZammad;
  /** Takes what Schakel sends by e-mail. */
  readonly mail: SmtpStand;
  /** A mailbox of Gent that Schakel reads and answers from. */
  readonly postbox: Postbox;
  /** The application of Gent. */
  readonly app: AppStand;
  readonly api: ApiClient;
  /** What 1700 found in its queue, by event id; empty on the embedded profile, where the desk reads tickets. */
  readonly received1700: ReadonlyMap<string, Received1700>;
  answerFrom1700(type: string, data: object): Promise<void>;
  rejectedAnswers(): Promise<readonly { readonly reason: string; readonly body: string }[]>;
  answerFromCrm(type: string, data: object): Promise<number>;
  /** Adds an account to a municipality's file and applies the configuration. */
  claimAccount(
    file: string,
    account: { readonly channel: string; readonly account: string; readonly name: string },
  ): Promise<void>;
  /** Changes something small in the configuration and applies it. */
  applyChange(): Promise<void>;
  close(): Promise<void>;
}

export interface Received1700 {
  readonly routingKey: string;
  readonly event: { readonly type: string; readonly subject: string; readonly data: Record<string, unknown> };
  count: number;
}

export function citizen(n: number): { readonly id: string; readonly name: string } {
  return { id: `61000000000${String(n).padStart(4, '0')}`, name: 'Mia Voorbeeld' };
}

export function town(nis: string): DemoMunicipality {
  const found = DEMO_ASSETS.municipalities.find((one) => one.nis === nis);
  if (found === undefined) {
    throw new Error(`There is no demo municipality ${nis}`);
  }
  return found;
}

/** Those of `gent-app` in the configuration of the demonstration. */
export const APP_SECRETS = {
  signing: 'whsec_c2NoYWtlbC1kZW1vLWdlbnQtYXBwLXNpZ25pbmc=',
  reply: 'whsec_c2NoYWtlbC1kZW1vLWdlbnQtYXBwLXJlcGxpZXM=',
};

interface Broker {
  readonly received: Map<string, Received1700>;
  answer(body: object): Promise<void>;
  rejected(): Promise<readonly { readonly reason: string; readonly body: string }[]>;
  close(): Promise<void>;
}

async function joinBroker(prefix: string): Promise<Broker> {
  const model: ChannelModel = await connect(process.env['SCHAKEL_TEST_AMQP_URL'] ?? '');
  const channel = await model.createConfirmChannel();
  const received = new Map<string, Received1700>();
  await channel.consume(`${prefix}schakel.tickets.1700`, (message) => {
    if (message !== null) {
      const event = JSON.parse(message.content.toString()) as Received1700['event'] & { id: string };
      const known = received.get(event.id);
      received.set(event.id, { event, routingKey: message.fields.routingKey, count: (known?.count ?? 0) + 1 });
      channel.ack(message);
    }
  });
  return {
    received,
    answer: async (body) => {
      channel.publish(`${prefix}schakel.answers`, '', Buffer.from(JSON.stringify(body)), { persistent: true });
      await channel.waitForConfirms();
    },
    rejected: async () => {
      const found: { reason: string; body: string }[] = [];
      for (;;) {
        const message = await channel.get(`${prefix}schakel.answers.rejected`, { noAck: true });
        if (message === false) {
          return found;
        }
        found.push({
          reason: String(message.properties.headers?.['x-schakel-reason']),
          body: message.content.toString(),
        });
      }
    },
    close: () => model.close(),
  };
}

/** The counter of Brugge sends mail by this server. */
function withMail(configFolder: string, port: number): void {
  const path = join(configFolder, 'municipalities', '31005-brugge.yaml');
  const settings = { smtpHost: '127.0.0.1', smtpPort: port, smtpSecurity: 'plain', mailFrom: 'loket@brugge.voorbeeld' };
  const lines = Object.entries(settings).map(([name, value]) => `      ${name}: ${value}\n`);
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^ +privacyUrl: .*\n/m, `$&${lines.join('')}`));
}

/** Applies the configuration folder as it is now. */
async function apply(schakel: Installation): Promise<void> {
  // The embedded store belongs to one process, so a command waits until it has stopped.
  if (schakel.profile === 'embedded') {
    await schakel.stop();
  }
  const { code, output } = await schakel.command(['config', 'apply', '--config', schakel.configFolder]);
  if (code !== 0) {
    throw new Error(output);
  }
  await schakel.start();
}

/** Builds the world once for a file of stories; each story has citizens of its own. */
export async function buildWorld(profile: ProfileName): Promise<World> {
  const platforms = await startDemoPlatforms();
  const { meta: platform, telegram, mastodon, x, linkedin, bluesky } = platforms;
  const crm = await startFakeWebhookTarget({ secret: WEBHOOK_SECRET, now: Date.now });
  const hook = { url: '', token: ZAMMAD_HOOK_TOKEN, retryUnitMs: 20 };
  const zammad = await startFakeZammad({ token: ZAMMAD_TOKEN, integrationUserId: 3, groups: ['Sociale media'], hook });
  const configFolder = testConfiguration({ webhookUrl: `${crm.url}/events`, zammadUrl: zammad.url });
  const mail = await openSmtpStand();
  withMail(configFolder, mail.port);
  const postbox = await openPostbox(configFolder, '44021-gent.yaml');
  const app = await openAppStand(APP_SECRETS);
  const schakel = await install(profile, {
    ...{ configFolder, platformUrl: platform.url },
    // A story reads the log for what must not be in it.
    // Visitors of the counter say by a header where they are.
    environment: {
      ...{ ...platforms.environment, SCHAKEL_EMAIL_BASE_URL: postbox.baseUrl, SCHAKEL_STANDARD_BASE_URL: app.url },
      ...{ SCHAKEL_LOG_LEVEL: 'info', SCHAKEL_ADDRESS_HEADER: 'x-forwarded-for' },
      // What a process that died had under way is taken up after this.
      SCHAKEL_LEASE_MS: '8000',
    },
  });
  hook.url = `${schakel.webhookUrl}/webhooks/crm/brugge-zammad`;
  await setDemoCallbacks(platforms, `${schakel.webhookUrl}/webhooks/meta`);
  const broker = profile === 'cluster' ? await joinBroker(schakel.amqpPrefix) : undefined;
  let answers = 0;
  return {
    ...{ schakel, platform, telegram, mastodon, x, linkedin, bluesky, crm, zammad, mail, postbox, app },
    api: new ApiClient(schakel.apiUrl, schakel.key),
    received1700: broker?.received ?? new Map(),
    answerFrom1700: async (type, data) => {
      answers += 1;
      const envelope = {
        specversion: '1.0',
        id: `antwoord-${answers}`,
        source: '/1700',
        type,
        time: new Date().toISOString(),
      };
      await broker?.answer({ ...envelope, datacontenttype: 'application/json', data });
    },
    rejectedAnswers: async () => (await broker?.rejected()) ?? [],
    answerFromCrm: async (type, data) => {
      answers += 1;
      const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
      const id = `crm-antwoord-${answers}`;
      const at = new Date();
      const signature = new Webhook(HOOK_SECRET).sign(id, at, body);
      const headers = {
        ...{ 'content-type': 'application/json', 'webhook-id': id, 'webhook-signature': signature },
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      };
      const url = `${schakel.webhookUrl}/webhooks/crm/leuven-crm`;
      return (await fetch(url, { method: 'POST', headers, body })).status;
    },
    claimAccount: async (file, { channel, account, name }) => {
      const path = join(configFolder, 'municipalities', file);
      const added = `accounts:\n  - channel: ${channel}\n    account: '${account}'\n    name: ${name}\n    settings:\n      accessToken: { demo: none }\n      appSecret: { demo: none }\n`;
      writeFileSync(path, readFileSync(path, 'utf8').replace(/^accounts:\n/m, added));
      await apply(schakel);
    },
    applyChange: async () => {
      schakel.touchConfiguration();
      await apply(schakel);
    },
    close: async () => {
      await broker?.close();
      await schakel.stop();
      await Promise.all([platforms.close(), crm.close(), zammad.close(), mail.close(), postbox.close(), app.close()]);
    },
  };
}

/** The ticket that holds this text, once it is there and told to its target. */
export async function ticketAbout({ api }: World, text: string): Promise<TicketDetail> {
  const found = await eventually(`a ticket about "${text}"`, async () => {
    const [first, second] = await api.tickets(`?q=${encodeURIComponent(text)}`);
    return second === undefined ? first : Promise.reject(new Error(`"${text}" is in more than one ticket`));
  });
  return api.ticket(String(found['id']));
}

export async function ticketWhen(
  { api }: World,
  id: string,
  what: string,
  holds: (ticket: TicketDetail) => boolean,
): Promise<TicketDetail> {
  return eventually(what, async () => {
    const ticket = await api.ticket(id);
    return holds(ticket) && ticket;
  });
}

/** What the citizens of an account saw of us with these words. */
export function seen({ platform }: World, text: string): number {
  return platform.transcript({ who: 'service' }).filter((entry) => entry.text.includes(text) && entry.visible).length;
}
