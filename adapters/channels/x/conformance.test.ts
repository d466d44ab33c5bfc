import { createHmac } from 'node:crypto';
import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { adapter } from './index.js';

const POST = {
  ...{ id: '2099000000000000012', author_id: '1700000000000000099', conversation_id: '2099000000000000012' },
  ...{ created_at: '2026-11-23T08:14:02.000Z', text: '@Voorbeeldegem is er markt?' },
};
const TOKEN_REFUSED = '{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}';

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: {
    ...{ consumerKey: 'xvz1evFS4wEEPTGEFPHBog', consumerSecret: 'consumer-secret-of-app' },
    ...{ accessToken: '1700000000000000001-access', accessTokenSecret: 'secret-of-access' },
  },
  signing: {
    secret: 'consumer-secret-of-app',
    otherSecret: 'consumer-secret-of-before',
    headers: (body, secret) => ({
      'x-twitter-webhooks-signature': `sha256=${createHmac('sha256', secret).update(body).digest('base64')}`,
    }),
  },
  pulls: {
    account: '1700000000000000001',
    page: JSON.stringify({ data: [POST], meta: { result_count: 1, newest_id: POST.id } }),
    cursor: POST.id,
    empty: '{"meta":{"result_count":0}}',
    refused: { kind: 'answer', status: 401, headers: {}, text: TOKEN_REFUSED },
  },
  answers: {
    accepted: '{"data":{"id":"2099000000000000060","text":"Bedankt"}}',
    remoteId: 'post:2099000000000000060',
    inPrivate: {
      accepted: '{"data":{"dm_event_id":"2099000000000000061","dm_conversation_id":"1-2"}}',
      ...{ remoteId: 'dm:2099000000000000061', conversation: 'dm:1700000000000000099' },
    },
    nothingFound: '{"meta":{"result_count":0}}',
    tokenRefused: TOKEN_REFUSED,
  },
});
