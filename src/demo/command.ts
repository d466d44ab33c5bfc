import { setTimeout as wait } from 'node:timers/promises';
import { DEMO_ASSETS } from './assets.js';
import { CONTROL_ROUTES } from './platform/control.js';
import type { FakePlatform } from './platform/fake-platform.js';
import type { FakePlatformOptions } from './platform/options.js';
import { startFakePlatform } from './platform/server.js';
import type { WebhookCounts } from './platform/webhooks.js';
import { demoTelegramOptions, setDemoWebhooks } from './telegram-bots.js';
import { TELEGRAM_CONTROL_ROUTES } from './telegram/control.js';
import type { FakeTelegram } from './telegram/fake-telegram.js';
import { startFakeTelegram } from './telegram/server.js';
import { playTraffic, type TrafficProgress, type TrafficResult } from './traffic/play.js';
import { remoteStage, remoteTelegram, type TelegramStage, type TrafficStage } from './traffic/stage.js';

/** Where the demo platforms listen unless told otherwise. */
export const DEMO_PLATFORM_PORT = 1790;
export const DEMO_TELEGRAM_PORT = 1791;
const PACE_MS = 700;
const HANDSHAKE_RETRY_MS = 1_000;

export interface DemoPlatformOptions {
  readonly port?: number;
  readonly telegramPort?: number;
  /** Schakel's `/webhooks/meta`; Telegram's door is beside it. It may start later: the handshake is repeated until it succeeds. */
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

/** The five demo municipalities on a platform of their own. */
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

/** Runs until it is aborted. */
export async function runDemoPlatform(options: DemoPlatformOptions): Promise<void> {
  const { callbackUrl, port = DEMO_PLATFORM_PORT, telegramPort = DEMO_TELEGRAM_PORT, signal, print } = options;
  const platform = await startFakePlatform(
    demoPlatformOptions({ port, ...(callbackUrl === undefined ? {} : { callbackUrl }) }),
  );
  const telegram = await startFakeTelegram(demoTelegramOptions({ port: telegramPort })).catch(
    async (error: unknown) => {
      await platform.close();
      throw error;
    },
  );
  try {
    introduce(platform, telegram, print);
    if (callbackUrl !== undefined) {
      await setDemoWebhooks(telegram.url, callbackUrl);
      if (await shakeHands(platform, signal)) {
        print(`Webhooks go to ${callbackUrl}, and those of Telegram beside it`);
      }
    }
    await aborted(signal);
  } finally {
    await Promise.all([platform.close(), telegram.close()]);
  }
}

function introduce(platform: FakePlatform, telegram: FakeTelegram, print: (line: string) => void): void {
  print(`The demo platform listens on ${platform.url}, and its Telegram on ${telegram.url}`);
  print(`Start Schakel with SCHAKEL_META_BASE_URL=${platform.url} SCHAKEL_TELEGRAM_BASE_URL=${telegram.url}`);
  for (const route of CONTROL_ROUTES) {
    print(`  ${route}`);
  }
  print('On Telegram:');
  for (const route of TELEGRAM_CONTROL_ROUTES) {
    print(`  ${route}`);
  }
}

async function shakeHands(platform: FakePlatform, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const { ok } = await platform.subscribe();
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

/** Plays the bundled sample once. */
export async function runDemoSend(options: DemoSendOptions): Promise<DemoSendResult> {
  const { paceMs = PACE_MS, seed, startedAtMs, signal, onProgress } = options;
  const meta = await placeOnMeta(options);
  const telegram = await placeOnTelegram(options);
  let result: TrafficResult;
  try {
    result = await playTraffic({
      stages: { meta: meta.stage, telegram: telegram.stage },
      ...{ paceMs, seed, startedAtMs },
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  } finally {
    await Promise.all([meta.leave(), telegram.leave()]);
  }
  return meta.webhooks === undefined ? result : { ...result, webhooks: meta.webhooks() };
}
