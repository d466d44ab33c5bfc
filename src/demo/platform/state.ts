import { Assets } from './assets.js';
import { BoundedMap } from '../basics/bounded-map.js';
import { Clock } from '../basics/clock.js';
import { Conversations } from './conversations.js';
import { FaultList } from '../basics/fault-list.js';
import { Disorder } from '../basics/disorder.js';
import type { Fault } from './faults.js';
import { createIdMaker, type IdMaker } from './ids.js';
import { DEFAULT_RATE_LIMITS, DEFAULT_SWITCHES, type FakePlatformOptions, type Switches } from './options.js';
import { RateCounters } from './rate-limits.js';
import { Subscriptions } from './subscriptions.js';
import { Threads } from './threads.js';
import { Tokens } from './tokens.js';
import { Transcript } from './transcript.js';
import { WebhookSender } from './webhooks.js';

export interface NumberRating {
  readonly status: string;
  readonly quality: string;
}

/** Everything the platform knows. The graph and the control routes work on the same one. */
export interface PlatformState {
  readonly appId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly assets: Assets;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly ids: IdMaker;
  readonly conversations: Conversations;
  readonly threads: Threads;
  readonly transcript: Transcript;
  readonly subscriptions: Subscriptions;
  readonly webhooks: WebhookSender;
  readonly faults: FaultList<Fault>;
  readonly disorder: Disorder;
  readonly rates: RateCounters;
  /** Of numbers that are not `CONNECTED` and `GREEN`. */
  readonly ratings: Map<string, NumberRating>;
  /** Which file a media id of WhatsApp means. */
  readonly mediaNames: BoundedMap<string>;
  switches: Switches;
  /** Where the platform itself can be reached; known once it listens. */
  url: string;
}

const RETRY_DELAYS_MS: readonly number[] = [1_000, 5_000, 15_000, 60_000, 300_000, 900_000];
const WEBHOOK_TIMEOUT_MS = 5_000;
const MOST_MEDIA = 2_000;
const TRANSCRIPT_LIMIT = 200;
export const DEFAULT_APP_ID = '900000000000001';

export function createState(options: FakePlatformOptions): PlatformState {
  const assets = new Assets(options.pages, options.whatsappNumbers);
  const clock = new Clock(options.baseNowMs ?? Date.now);
  const subscriptions = new Subscriptions(assets.ids(), options.requireHandshake !== true);
  return {
    appId: options.appId ?? DEFAULT_APP_ID,
    appSecret: options.appSecret,
    verifyToken: options.verifyToken,
    assets,
    tokens: new Tokens(),
    clock,
    ids: createIdMaker(options.seed ?? `started ${String(Date.now())} ${String(process.pid)}`),
    conversations: new Conversations(),
    threads: new Threads(),
    transcript: new Transcript(options.transcriptLimit ?? TRANSCRIPT_LIMIT),
    subscriptions,
    webhooks: new WebhookSender(
      {
        appSecret: options.appSecret,
        clock,
        subscriptions,
        retryDelaysMs: options.retryDelaysMs ?? RETRY_DELAYS_MS,
        timeoutMs: options.webhookTimeoutMs ?? WEBHOOK_TIMEOUT_MS,
        concurrency: options.webhookConcurrency ?? 1,
        faultPlan: options.faultPlan,
      },
      options.callbackUrl,
    ),
    faults: new FaultList<Fault>(),
    disorder: new Disorder(options.faultPlan, 'calls'),
    rates: new RateCounters({ ...DEFAULT_RATE_LIMITS, ...options.limits }),
    ratings: new Map(),
    mediaNames: new BoundedMap(MOST_MEDIA),
    switches: { ...DEFAULT_SWITCHES, ...options.switches },
    url: '',
  };
}
