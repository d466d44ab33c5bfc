import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { adapter } from './index.js';

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: { botToken: '7700123:AAEtestTOKEN_of-a-bot' },
  secretInPath: 'botToken',
  signing: {
    secret: 'a-secret-of-31005',
    otherSecret: 'another-secret',
    leavesBodyOut: true,
    headers: (_body, secret) => ({ 'x-telegram-bot-api-secret-token': secret }),
  },
  answers: {
    accepted: '{"ok":true,"result":{"message_id":42,"chat":{"id":99887766,"type":"private"},"date":1795422060}}',
    remoteId: '99887766:42',
    nothingFound: '',
    tokenRefused: '{"ok":false,"error_code":401,"description":"Unauthorized"}',
    cannotBeAsked: true,
  },
});
