import { metaProber } from '../../vendors/meta/index.js';

/** Permissions and webhook fields are those of the set-up in the README; without `feed` no comment comes. */
export const facebookProber = metaProber({
  fields: 'id',
  scopes: ['pages_manage_metadata', 'pages_read_engagement', 'pages_manage_engagement', 'pages_read_user_content'],
  subscriberOf: ({ account }) => ({ node: account, fields: ['feed'], more: ['mention', 'ratings'] }),
});
