import { setTimeout as wait } from 'node:timers/promises';
import {
  demoPlatformOptions,
  startDemoPlatforms,
  xCallback,
  type DemoPlatforms,
  type DemoPorts,
} from './demo-platforms.js';
import { BLUESKY_CONTROL_ROUTES } from './bluesky/control.js';
import { LINKEDIN_CONTROL_ROUTES } from './linkedin/control.js';
import { MAIL_CONTROL_ROUTES } from './mail/control.js';
import { MASTODON_CONTROL_ROUTES } from './mastodon/control.js';
import { CONTROL_ROUTES } from './platform/control.js';
import type { FakePlatform } from './platform/fake-platform.js';
import { startFakePlatform } from './platform/server.js';
import type { WebhookCounts } from './platform/webhooks.js';
import { demoTelegramOptions, setDemoWebhooks } from './telegram-bots.js';
import { TELEGRAM_CONTROL_ROUTES } from './telegram/control.js';
import type { FakeTelegram } from './telegram/fake-telegram.js';
import { startFakeTelegram } from './telegram/server.js';
import { playTraffic, type TrafficProgress, type TrafficResult } from './traffic/play.js';
import {
  counterAt,
  remoteBluesky,
  remoteLinkedIn,
  remoteMail,
  remoteMastodon,
  remoteStage,
  remoteTelegram,
  remoteX,
  type BlueskyStage,
  type CounterStage,
  type LinkedInStage,
  type MailStage,
  type MastodonStage,
  type TelegramStage,
  type TrafficStage,
  type XStage,
} from './traffic/stage.js';
import { X_CONTROL_ROUTES } from './x/control.js';

/** Where the demo platforms listen unless told otherwise. */
export const DEMO_PORTS = {
  ...{ meta: 1790, telegram: 1791, mastodon: 1792, x: 1793 },
  ...{ linkedin: 1794, bluesky: 1795, mail: 1796 },
} as const satisfies DemoPorts;
const PACE_MS = 700;
const HANDSHAKE_RETRY_MS = 1_000;

export interface DemoPlatformOptions {
  readonly ports?: DemoPorts;
  /** Schakel's `/webhooks/meta`; the doors of Telegram and X are beside it. It may start later: the handshake is repeated until it succeeds. */
  readonly callbackUrl?: string;
  readonly signal: AbortSignal;
  /** Gets one line at a time. */
  readonly print: (line: string) => void;
}

export interface DemoSendOptions {
  /** Schakel's `/webhooks/meta`. */
  readonly callbackUrl: string;
  /** Plays on a platform that already runs, so that answers can reach it too; without it one is started for the while. */
  readonly platformUrl?: string;
  /** The same for Telegram. */
  readonly telegramUrl?: string;
  /** A Mastodon that runs. Without it nothing is written there: an instance that Schakel does not know is never looked at. */
  readonly mastodonUrl?: string;
  /** An X that runs. Without it nothing is written there: it would forget who is to be answered. */
  readonly xUrl?: string;
  /** The same for LinkedIn and for Bluesky, which are asked for what came as Mastodon is. */
  readonly linkedInUrl?: string;
  readonly blueskyUrl?: string;
  /** The control routes of mailboxes that Schakel reads. Without them nobody writes a mail. */
  readonly mailUrl?: string;
  /** A Schakel with the counter of Brugge. Without it no form is filled in: webhooks may go to another process. */
  readonly counterUrl?: string;
  readonly seed: string;
  readonly startedAtMs: number;
  readonly paceMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrafficProgress) => void;
}

export interface DemoSendResult {
  readonly played: number;
  readonly isComplete: boolean;
  /** What became of the webhooks; unknown when another process sent them. */
  readonly webhooks?: Readonly<WebhookCounts>;
}

/** Runs until it is aborted. */
export async function runDemoPlatform(options: DemoPlatformOptions): Promise<void> {
  const { callbackUrl, ports = {}, signal, print } = options;
  const platforms = await startDemoPlatforms({ ...DEMO_PORTS, ...ports });
  try {
    introduce(platforms, print);
    if (callbackUrl !== undefined) {
      await setDemoWebhooks(platforms.telegram.url, callbackUrl);
      if (await shakeHands(platforms.meta, callbackUrl, signal)) {
        await platforms.x.subscribe(xCallback(callbackUrl));
        print(`Webhooks go to ${callbackUrl}, and those of Telegram and X beside it`);
      }
    }
    await aborted(signal);
  } finally {
    await platforms.close();
  }
}

function introduce(platforms: DemoPlatforms, print: (line: string) => void): void {
  const { meta, telegram, mastodon, x, linkedin, bluesky, mail, environment } = platforms;
  const all = [
    { name: 'Meta', url: meta.url, routes: CONTROL_ROUTES },
    { name: 'Telegram', url: telegram.url, routes: TELEGRAM_CONTROL_ROUTES },
    { name: 'Mastodon', url: mastodon.url, routes: MASTODON_CONTROL_ROUTES },
    { name: 'X', url: x.url, routes: X_CONTROL_ROUTES },
    { name: 'LinkedIn', url: linkedin.url, routes: LINKEDIN_CONTROL_ROUTES },
    { name: 'Bluesky', url: bluesky.url, routes: BLUESKY_CONTROL_ROUTES },
    { name: 'Mail', url: mail.url, routes: MAIL_CONTROL_ROUTES },
  ];
  for (const { name, url } of all) {
    print(`${name} listens on ${url}`);
  }
  const values = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  print(`Start Schakel with ${values.join(' ')}`);
  for (const { name, routes } of all) {
    print(`On ${name}:`);
    for (const route of routes) {
      print(`  ${route}`);
    }
  }
}

async function shakeHands(platform: FakePlatform, callbackUrl: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const { ok } = await platform.subscribe(callbackUrl);
    if (ok) {
      return true;
    }
    await Promise.race([wait(HANDSHAKE_RETRY_MS, undefined, { ref: false }), aborted(signal)]);
  }
  return false;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

/** A platform to play on, and how it is left: what it started itself waits until all arrived. */
interface Place<Stage> {
  readonly stage: Stage;
  leave(): Promise<void>;
  readonly webhooks?: () => Readonly<WebhookCounts>;
}

const LEFT_ALONE = { leave: () => Promise.resolve() };
const SETTLE_MS = 60_000;

async function leaveWhenSettled(platform: Pick<FakeTelegram, 'settled' | 'close'>): Promise<void> {
  try {
    await platform.settled(SETTLE_MS);
  } finally {
    await platform.close();
  }
}

async function placeOnMeta({ platformUrl, callbackUrl }: DemoSendOptions): Promise<Place<TrafficStage>> {
  if (platformUrl !== undefined) {
    return { stage: remoteStage(platformUrl), ...LEFT_ALONE };
  }
  const platform = await startFakePlatform(demoPlatformOptions({ callbackUrl }));
  const { ok, status } = await platform.subscribe();
  if (!ok) {
    await platform.close();
    throw new Error(`${callbackUrl} refused the handshake (status ${String(status)}).`);
  }
  return {
    stage: platform,
    leave: () => leaveWhenSettled(platform),
    webhooks: () => platform.counts(),
  };
}

async function placeOnTelegram({ telegramUrl, callbackUrl }: DemoSendOptions): Promise<Place<TelegramStage>> {
  if (telegramUrl !== undefined) {
    return { stage: remoteTelegram(telegramUrl), ...LEFT_ALONE };
  }
  const telegram = await startFakeTelegram(demoTelegramOptions());
  await setDemoWebhooks(telegram.url, callbackUrl);
  return {
    stage: telegram,
    leave: () => leaveWhenSettled(telegram),
  };
}

function mastodonStage({ mastodonUrl }: DemoSendOptions): MastodonStage {
  return mastodonUrl === undefined ? { write: () => undefined } : remoteMastodon(mastodonUrl);
}

function xStage({ xUrl }: DemoSendOptions): XStage {
  return xUrl === undefined ? { write: () => undefined, message: () => undefined } : remoteX(xUrl);
}

function linkedInStage({ linkedInUrl }: DemoSendOptions): LinkedInStage {
  return linkedInUrl === undefined
    ? { publish: () => undefined, comment: () => undefined }
    : remoteLinkedIn(linkedInUrl);
}

function blueskyStage({ blueskyUrl }: DemoSendOptions): BlueskyStage {
  return blueskyUrl === undefined ? { post: () => undefined, write: () => undefined } : remoteBluesky(blueskyUrl);
}

function mailStage({ mailUrl }: DemoSendOptions): MailStage {
  return mailUrl === undefined ? { write: () => undefined } : remoteMail(mailUrl);
}

function counterStage({ counterUrl }: DemoSendOptions): CounterStage {
  return counterUrl === undefined ? { submit: () => undefined } : counterAt(counterUrl);
}

/** Plays the bundled sample once. */
export async function runDemoSend(options: DemoSendOptions): Promise<DemoSendResult> {
  const { paceMs = PACE_MS, seed, startedAtMs, signal, onProgress } = options;
  const meta = await placeOnMeta(options);
  const telegram = await placeOnTelegram(options);
  let result: TrafficResult;
  try {
    result = await playTraffic({
      stages: {
        ...{ meta: meta.stage, telegram: telegram.stage },
        ...{ mastodon: mastodonStage(options), x: xStage(options), counter: counterStage(options) },
        ...{ linkedin: linkedInStage(options), bluesky: blueskyStage(options), mail: mailStage(options) },
      },
      ...{ paceMs, seed, startedAtMs },
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  } finally {
    await Promise.all([meta.leave(), telegram.leave()]);
  }
  return meta.webhooks === undefined ? result : { ...result, webhooks: meta.webhooks() };
}
