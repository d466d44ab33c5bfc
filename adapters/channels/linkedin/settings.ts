import { newestVersion } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';

const STANDARD_VERSION = newestVersion(limits);

const TOKEN = /^[\x21-\x7e]{1,4000}$/;
const VERSION = /^\d{6}$/;

export interface LinkedInSettings {
  readonly token: string;
  /** Year and month: LinkedIn makes a version each month and keeps it for about a year. */
  readonly version: string;
}

/** The app in whose name LinkedIn is asked about the token. */
export interface LinkedInApp {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Undefined while the settings do not name the app. */
export function linkedInApp({ clientId, clientSecret }: ChannelContext['settings']): LinkedInApp | undefined {
  return typeof clientId === 'string' && typeof clientSecret === 'string' && clientId !== '' && clientSecret !== ''
    ? { clientId, clientSecret }
    : undefined;
}

/** The version that an account calls. */
export function versionOf({ version }: ChannelContext['settings']): string {
  return typeof version === 'string' && VERSION.test(version) ? version : STANDARD_VERSION;
}

/** Undefined while there is no token that can stand in a header. */
export function linkedInSettings(settings: ChannelContext['settings']): LinkedInSettings | undefined {
  const { accessToken } = settings;
  return typeof accessToken === 'string' && TOKEN.test(accessToken)
    ? { token: accessToken, version: versionOf(settings) }
    : undefined;
}
