import { DEMO_ASSETS } from './assets.js';
import type { FakeBluesky } from './bluesky/fake-bluesky.js';
import { startFakeBluesky } from './bluesky/server.js';
import type { FakeLinkedIn } from './linkedin/fake-linkedin.js';
import { startFakeLinkedIn } from './linkedin/server.js';
import type { FakeMail } from './mail/fake-mail.js';
import { startFakeMail } from './mail/server.js';
import type { FakeMastodon } from './mastodon/fake-mastodon.js';
import { startFakeMastodon } from './mastodon/server.js';
import type { FakePlatform } from './platform/fake-platform.js';
import type { FakePlatformOptions } from './platform/options.js';
import { startFakePlatform } from './platform/server.js';
import { demoTelegramOptions, setDemoWebhooks } from './telegram-bots.js';
import type { FakeTelegram } from './telegram/fake-telegram.js';
import { startFakeTelegram } from './telegram/server.js';
import type { FakeX } from './x/fake-x.js';
import type { FakeXOptions } from './x/options.js';
import { startFakeX } from './x/server.js';

/** Where each platform listens; any free port unless told. */
export interface DemoPorts {
  readonly meta?: number;
  readonly telegram?: number;
  readonly mastodon?: number;
  readonly x?: number;
  readonly linkedin?: number;
  readonly bluesky?: number;
  /** The control routes of mail; IMAP and SMTP take the two ports after it. */
  readonly mail?: number;
}

/** Every platform of the demo, with the accounts of the five municipalities on it. */
export interface DemoPlatforms {
  readonly meta: FakePlatform;
  readonly telegram: FakeTelegram;
  readonly mastodon: FakeMastodon;
  readonly x: FakeX;
  readonly linkedin: FakeLinkedIn;
  readonly bluesky: FakeBluesky;
  readonly mail: FakeMail;
  /** What Schakel needs in its environment to find them. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The five demo municipalities on a Meta of their own. */
export function demoPlatformOptions(place: {
  readonly port?: number;
  readonly callbackUrl?: string;
}): FakePlatformOptions {
  return {
    ...place,
    appId: DEMO_ASSETS.appId,
    appSecret: DEMO_ASSETS.appSecret,
    verifyToken: DEMO_ASSETS.verifyToken,
    pages: DEMO_ASSETS.municipalities.map(({ page, instagram }) => ({
      ...page,
      instagramId: instagram.id,
      instagramToken: instagram.token,
    })),
    whatsappNumbers: DEMO_ASSETS.municipalities.map(({ whatsapp }) => whatsapp),
  };
}

/** The app of the demo on X, and the accounts that it acts for. */
function demoXApp(): Pick<FakeXOptions, 'accounts' | 'consumerKey' | 'consumerSecret'> {
  const { consumerKey, consumerSecret, municipalities } = DEMO_ASSETS;
  return { consumerKey, consumerSecret, accounts: municipalities.flatMap(({ x }) => (x === undefined ? [] : [x])) };
}

interface Closable {
  close(): Promise<void>;
}

async function closeAll(platforms: readonly Closable[]): Promise<void> {
  await Promise.all(platforms.map((platform) => platform.close()));
}

function onPort(port: number | undefined): { readonly port?: number } {
  return port === undefined ? {} : { port };
}

/** Starts all of them, or none when one cannot start. */
export async function startDemoPlatforms(ports: DemoPorts = {}): Promise<DemoPlatforms> {
  const started: Closable[] = [];
  const keep = <Platform extends Closable>(platform: Platform): Platform => {
    started.push(platform);
    return platform;
  };
  const { municipalities } = DEMO_ASSETS;
  const accounts = municipalities.flatMap(({ mastodon }) => (mastodon === undefined ? [] : [mastodon]));
  const pages = municipalities.flatMap((one) => (one.linkedin === undefined ? [] : [one.linkedin]));
  const onBluesky = municipalities.flatMap((one) =>
    one.bluesky === undefined ? [] : [{ ...one.bluesky, isPrivileged: true }],
  );
  const mailboxes = municipalities.flatMap(({ mailbox }) => (mailbox === undefined ? [] : [mailbox]));
  try {
    const meta = keep(await startFakePlatform(demoPlatformOptions(onPort(ports.meta))));
    const telegram = keep(await startFakeTelegram(demoTelegramOptions(onPort(ports.telegram))));
    const mastodon = keep(await startFakeMastodon({ accounts, ...onPort(ports.mastodon) }));
    const x = keep(await startFakeX({ ...demoXApp(), ...onPort(ports.x) }));
    const linkedin = keep(await startFakeLinkedIn({ pages, ...onPort(ports.linkedin) }));
    const bluesky = keep(await startFakeBluesky({ accounts: onBluesky, ...onPort(ports.bluesky) }));
    const mail = keep(await startFakeMail({ mailboxes, ...onPort(ports.mail) }));
    return {
      ...{ meta, telegram, mastodon, x, linkedin, bluesky, mail },
      environment: {
        SCHAKEL_META_BASE_URL: meta.url,
        SCHAKEL_TELEGRAM_BASE_URL: telegram.url,
        SCHAKEL_MASTODON_BASE_URL: mastodon.url,
        SCHAKEL_X_BASE_URL: x.url,
        SCHAKEL_LINKEDIN_BASE_URL: linkedin.url,
        SCHAKEL_BLUESKY_BASE_URL: bluesky.url,
        SCHAKEL_EMAIL_BASE_URL: mail.baseUrl,
      },
      close: () => closeAll(started),
    };
  } catch (error) {
    await closeAll(started);
    throw error;
  }
}

/** Tells the platforms that post where to: Schakel's `/webhooks/meta`, and the doors beside it. */
export async function setDemoCallbacks({ meta, telegram, x }: DemoPlatforms, callbackUrl: string): Promise<void> {
  await meta.subscribe(callbackUrl);
  await setDemoWebhooks(telegram.url, callbackUrl);
  await x.subscribe(xCallback(callbackUrl));
}

/** Schakel's doors stand side by side, so that the one of X is found from `/webhooks/meta`. */
export function xCallback(callbackUrl: string): string {
  return new URL('x', callbackUrl).href;
}
