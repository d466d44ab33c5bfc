import { metaProber } from '../../vendors/meta/index.js';

/**
 * With Facebook Login the messages of the account come by the subscription of its page, which is whom the token calls
 * `me`; that of an app with Instagram Login is the account itself.
 */
export const instagramProber = metaProber({
  fields: 'id',
  scopes: ['instagram_basic', 'instagram_manage_messages', 'pages_manage_metadata'],
  subscriberOf: () => ({ node: 'me', fields: ['messages'] }),
});
