import { metaProber } from '../../vendors/meta/index.js';

/** The permissions of the set-up in the README, and the webhook field without which no comment comes. */
export const facebookProber = metaProber({
  fields: 'id',
  scopes: ['pages_manage_metadata', 'pages_read_engagement', 'pages_manage_engagement', 'pages_read_user_content'],
  subscriberOf: ({ account }) => ({ node: account, fields: ['feed', 'mention', 'ratings'] }),
});
