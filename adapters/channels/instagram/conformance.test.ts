import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { metaSettingsExample, metaSigning } from '../../../test/conformance/channel/sign-meta.js';
import { adapter } from './index.js';

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: metaSettingsExample,
  signing: metaSigning,
  answers: {
    ...{ accepted: '{"recipient_id":"1","message_id":"m_OUT1"}', remoteId: 'm_OUT1', nothingFound: '{"data":[]}' },
    inPrivate: { accepted: '{"recipient_id":"9","message_id":"m_OUT2"}', remoteId: 'm_OUT2', conversation: '9' },
  },
});
