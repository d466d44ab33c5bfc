import { metaProber } from '../../vendors/meta/index.js';

/** Without these no message and no answer of a colleague comes. */
const FIELDS = ['messages', 'message_echoes'];
/** The rest of the set-up in the README tells more. */
const MORE = [
  ...['message_edits', 'message_deliveries', 'message_reads', 'messaging_postbacks', 'message_reactions'],
  ...['messaging_handovers', 'standby', 'messaging_policy_enforcement'],
];

export const messengerProber = metaProber({
  fields: 'id',
  scopes: ['pages_messaging', 'pages_manage_metadata'],
  subscriberOf: ({ account }) => ({ node: account, fields: FIELDS, more: MORE }),
});
