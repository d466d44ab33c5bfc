import { metaProber } from '../../vendors/meta/index.js';

/** Without these no message and no answer of a colleague comes; the other fields of the set-up only tell more. */
const FIELDS = ['messages', 'message_echoes', 'messaging_postbacks'];

export const messengerProber = metaProber({
  fields: 'id',
  scopes: ['pages_messaging', 'pages_manage_metadata'],
  subscriberOf: ({ account }) => ({ node: account, fields: FIELDS }),
});
