import type { DatedLimit, KnownEnd } from '../../../src/adapter-sdk/index.js';

const CHANGELOG = 'https://developers.facebook.com/docs/graph-api/changelog, read 2026-11-23';

/** What an account calls unless its settings name another version. A version lives about two years. */
export const GRAPH_LIMITS: readonly DatedLimit[] = [
  {
    ...{ what: 'api-version', value: 'v26.0', unit: 'version', validFrom: '2026-07-29', validUntil: null },
    source: CHANGELOG,
  },
];

/** Messenger and Instagram: anybody for a day, and a person for a week where Meta approved the feature. */
export const MESSAGING_LIMITS: readonly DatedLimit[] = [
  {
    ...{ what: 'reply-window', value: 24, unit: 'hours', validFrom: '2026-11-23', validUntil: null },
    source: 'https://developers.facebook.com/docs/messenger-platform/policy/policy-overview, read 2026-11-23',
  },
  {
    ...{ what: 'human-agent-window', value: 7 * 24, unit: 'hours', validFrom: '2026-11-23', validUntil: null },
    source: 'https://developers.facebook.com/docs/messenger-platform/send-messages/message-tags, read 2026-11-23',
  },
];

/** The one private answer to a public comment or post. */
export const PRIVATE_REPLY_LIMITS: readonly DatedLimit[] = [
  {
    ...{ what: 'private-reply', value: 7 * 24, unit: 'hours', validFrom: '2026-11-27', validUntil: null },
    source:
      'https://developers.facebook.com/documentation/business-messaging/messenger-platform/discovery/private-replies, read 2026-11-27',
  },
];

/** How many of them one account sends; the channel that sends them declares it. */
export const PRIVATE_REPLY_RATES: readonly DatedLimit[] = [
  {
    // Of answers to comments on posts and reels; those to a live video have a number of their own, and are none of ours.
    ...{ what: 'rate-of-private-replies', value: 750, unit: 'messages', validFrom: '2026-03-23', validUntil: null },
    rate: { perSeconds: 3600, scope: 'account', way: 'private-reply' },
    source:
      'https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting, read 2026-11-27',
  },
];

/** The first day on which a version is not answered any more. Of v26.0 no end is announced. */
const VERSION_ENDS: ReadonlyMap<string, string> = new Map([
  ['v20.0', '2026-09-24'],
  ['v21.0', '2027-01-21'],
  ['v22.0', '2027-05-20'],
  ['v23.0', '2027-10-08'],
  ['v24.0', '2028-02-18'],
  ['v25.0', '2028-07-29'],
]);

/** The end of a version that an account chose. */
export function graphVersionEnd(apiVersion: string): readonly KnownEnd[] {
  const day = VERSION_ENDS.get(apiVersion);
  return day === undefined ? [] : [{ what: `Graph API ${apiVersion}`, atMs: Date.parse(day) }];
}
