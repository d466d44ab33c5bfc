import { newestVersion } from '../../../src/adapter-sdk/index.js';
import { GRAPH_LIMITS } from './limits.js';

/** Settings that the four Meta channels share; each channel's schema describes them and says the same defaults. */
export interface MetaSettings {
  readonly accessToken: string;
  readonly appSecret: string;
  readonly apiVersion: string;
  readonly humanAgent: boolean;
  readonly confirmWaitMs: number;
  /** Number of the app, with which Meta can be asked about the token; empty while nobody told it. */
  readonly appId: string;
  /** WhatsApp Business Account of the number; empty where the token has to tell it. */
  readonly wabaId: string;
}

export const DEFAULT_API_VERSION = newestVersion(GRAPH_LIMITS);

export const DEFAULT_CONFIRM_WAIT_MS = 120_000;

function stringOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}

/** The settings were checked against the schema at start; what is absent gets its default. */
export function metaSettings(raw: Readonly<Record<string, unknown>>): MetaSettings {
  const wait = raw['confirmWaitMs'];
  return {
    accessToken: stringOr(raw['accessToken'], ''),
    appSecret: stringOr(raw['appSecret'], ''),
    apiVersion: stringOr(raw['apiVersion'], DEFAULT_API_VERSION),
    humanAgent: raw['humanAgent'] === true,
    confirmWaitMs: typeof wait === 'number' ? wait : DEFAULT_CONFIRM_WAIT_MS,
    appId: stringOr(raw['appId'], ''),
    wabaId: stringOr(raw['wabaId'], ''),
  };
}
