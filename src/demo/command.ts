import { setTimeout as wait } from 'node:timers/promises';
import { DEMO_ASSETS } from './assets.js';
import { CONTROL_ROUTES } from './platform/control.js';
import type { FakePlatform } from './platform/fake-platform.js';
import type { FakePlatformOptions } from './platform/options.js';
import { startFakePlatform } from './platform/server.js';
import type { WebhookCounts } from './platform/webhooks.js';
import { playTraffic, type TrafficProgress } from './traffic/play.js';
import { remoteStage } from './traffic/stage.js';

/** Where a demo platform listens unless told otherwise. */
export const DEMO_PLATFORM_PORT = 1790;
const PACE_MS = 700;
const HANDSHAKE_RETRY_MS = 1_000;

export interface DemoPlatformOptions {
  readonly port?: number;
  /** Schakel's `/webhooks/meta`. It may start later: the handshake is repeated until it succeeds. */
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
  const { callbackUrl, port = DEMO_PLATFORM_PORT, signal, print } = options;
  const platform = await startFakePlatform(
    demoPlatformOptions({ port, ...(callbackUrl === undefined ? {} : { callbackUrl }) }),
  );
  try {
    print(`The demo platform listens on ${platform.url}`);
    print(`Start Schakel with SCHAKEL_META_BASE_URL=${platform.url}`);
    for (const route of CONTROL_ROUTES) {
      print(`  ${route}`);
    }
    if (callbackUrl !== undefined && (await shakeHands(platform, signal))) {
      print(`Webhooks go to ${callbackUrl}`);
    }
    await aborted(signal);
  } finally {
    await platform.close();
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

/** Plays the bundled sample once. */
export async function runDemoSend(options: DemoSendOptions): Promise<DemoSendResult> {
  const { paceMs = PACE_MS, seed, startedAtMs, signal, onProgress } = options;
  const play = {
    paceMs,
    seed,
    startedAtMs,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  if (options.platformUrl !== undefined) {
    return playTraffic({ ...play, platform: remoteStage(options.platformUrl) });
  }
  const platform = await startFakePlatform(demoPlatformOptions({ callbackUrl: options.callbackUrl }));
  try {
    const { ok, status } = await platform.subscribe();
    if (!ok) {
      throw new Error(`${options.callbackUrl} refused the handshake (status ${String(status)}).`);
    }
    const result = await playTraffic({ ...play, platform });
    await platform.settled(60_000);
    return { ...result, webhooks: platform.counts() };
  } finally {
    await platform.close();
  }
}
