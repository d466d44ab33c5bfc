import type { ChannelContext } from '../../../src/adapter-sdk/index.js';

/** The newest version of which documentation was seen. The README says when it will be switched off. */
const STANDARD_VERSION = '202607';

const TOKEN = /^[\x21-\x7e]{1,4000}$/;
const VERSION = /^\d{6}$/;

export interface LinkedInSettings {
  readonly token: string;
  /** Year and month: LinkedIn makes a version each month and keeps it for about a year. */
  readonly version: string;
}

/** Undefined while there is no token that can stand in a header. */
export function linkedInSettings(settings: ChannelContext['settings']): LinkedInSettings | undefined {
  const { accessToken, version } = settings;
  return typeof accessToken === 'string' && TOKEN.test(accessToken)
    ? {
        token: accessToken,
        version: typeof version === 'string' && VERSION.test(version) ? version : STANDARD_VERSION,
      }
    : undefined;
}
