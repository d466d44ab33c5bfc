import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { adapter } from './index.js';

const PAGE = JSON.stringify([
  {
    id: '12',
    type: 'mention',
    created_at: '2026-11-23T09:01:22.114Z',
    account: { id: '5501', acct: 'wout@social.voorbeeld', display_name: 'Wout', bot: false },
    status: { id: '900', uri: 'https://social.voorbeeld/900', visibility: 'public', content: '<p>Dag</p>' },
  },
  {
    id: '9',
    type: 'mention',
    created_at: '2026-11-23T09:00:22.114Z',
    account: { id: '5501', acct: 'wout@social.voorbeeld', display_name: 'Wout', bot: false },
    status: { id: '800', uri: 'https://social.voorbeeld/800', visibility: 'public', content: '<p>Hallo</p>' },
  },
]);
const TOKEN_REFUSED = '{"error":"The access token was revoked"}';

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: { instance: 'https://mast.voorbeeld', accessToken: 'token-of-gent_1' },
  prepares: ({ url }) =>
    url.endsWith('/accounts/verify_credentials')
      ? { kind: 'answer', status: 200, headers: {}, text: '{"id":"77"}' }
      : undefined,
  pulls: {
    account: 'gent-mastodon',
    page: PAGE,
    cursor: '12',
    empty: '[]',
    refused: { kind: 'answer', status: 401, headers: {}, text: TOKEN_REFUSED },
  },
  answers: {
    accepted: '{"id":"42","uri":"https://mast.voorbeeld/users/gemeente/statuses/42","visibility":"direct"}',
    remoteId: 'direct:42',
    inPrivate: {
      accepted: '{"id":"43","uri":"https://mast.voorbeeld/users/gemeente/statuses/43","visibility":"direct"}',
      ...{ remoteId: 'direct:43', conversation: 'direct:115600000000000001:5501' },
    },
    nothingFound: '[]',
    tokenRefused: TOKEN_REFUSED,
  },
});
