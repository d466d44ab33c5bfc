import type { FaultPlan } from '../basics/disorder.js';

export type Channel = 'facebook' | 'messenger' | 'instagram' | 'whatsapp';

export interface PageAsset {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  /** The Instagram professional account that is linked to the page. */
  readonly instagramId?: string;
  /** Accepted for the Instagram account beside the page token. */
  readonly instagramToken?: string;
}

export interface WhatsappNumber {
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly displayNumber: string;
  readonly token: string;
  /** Names of its approved templates, `melding_update` unless told otherwise. */
  readonly templates?: readonly string[];
}

/** How long the platform waits, counts and allows. Every number is the one of the reference unless told otherwise. */
export interface RateLimits {
  readonly messengerPerSecond: number;
  readonly conversationsPerSecond: number;
  readonly whatsappPerSecond: number;
  readonly whatsappPairIntervalMs: number;
  readonly whatsappPairBurst: number;
}

export const DEFAULT_RATE_LIMITS: RateLimits = {
  messengerPerSecond: 300,
  conversationsPerSecond: 2,
  whatsappPerSecond: 80,
  whatsappPairIntervalMs: 6_000,
  whatsappPairBurst: 45,
};

export type WhatsappStatus = 'sent' | 'delivered' | 'read';

/** What Meta varies by app, by feature approval or by mood. All can be changed while the platform runs. */
export interface Switches {
  readonly requireAppsecretProof: boolean;
  readonly humanAgentApproved: boolean;
  /** Answers 506 to the same text twice in a row under one parent. */
  readonly refuseIdenticalComments: boolean;
  /** Outside the WhatsApp window: accepted with 200 and failed later, or refused at once. */
  readonly whatsappWindowError: 'asynchronous' | 'synchronous';
  /** The webhook about a call (echo, own comment, status) arrives before the call is answered. */
  readonly echoBeforeResponse: boolean;
  /** False loses them: an adapter then has to look up what became of an unknown outcome. */
  readonly sendEchoes: boolean;
  readonly whatsappStatuses: readonly WhatsappStatus[];
  readonly statusesOutOfOrder: boolean;
  /** Answers 230 to a profile call: the normal case for citizens who gave no consent. */
  readonly profileConsent: boolean;
}

export const DEFAULT_SWITCHES: Switches = {
  requireAppsecretProof: false,
  humanAgentApproved: true,
  refuseIdenticalComments: false,
  whatsappWindowError: 'asynchronous',
  echoBeforeResponse: false,
  sendEchoes: true,
  whatsappStatuses: ['sent', 'delivered'],
  statusesOutOfOrder: false,
  profileConsent: true,
};

export interface FakePlatformOptions {
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Where webhooks go. Can be set later; without it every webhook is counted as not subscribed. */
  readonly callbackUrl?: string;
  readonly pages: readonly PageAsset[];
  readonly whatsappNumbers: readonly WhatsappNumber[];
  /** 0 (default) takes any free port. */
  readonly port?: number;
  readonly appId?: string;
  /**
   * Ids of what the platform makes follow from it. Without it they differ per start, so that a restarted platform
   * never gives out an id that it gave out before.
   */
  readonly seed?: string;
  readonly switches?: Partial<Switches>;
  readonly limits?: Partial<RateLimits>;
  readonly faultPlan?: FaultPlan;
  /** Waits before each next attempt of a webhook that was not answered with 2xx; after the last one it is lost. */
  readonly retryDelaysMs?: readonly number[];
  /** How long the receiver may take; Messenger's five seconds unless told otherwise. */
  readonly webhookTimeoutMs?: number;
  /** How many webhook POSTs may be under way per kind of object; 1 (default) keeps them in order. */
  readonly webhookConcurrency?: number;
  /** True waits with every webhook until the handshake (`subscribe`) succeeded, as the real app does. */
  readonly requireHandshake?: boolean;
  /** Entries kept per conversation. */
  readonly transcriptLimit?: number;
  readonly baseNowMs?: () => number;
}
