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
    accepted: '{"messaging_product":"whatsapp","messages":[{"id":"wamid.OUT1"}]}',
    remoteId: 'wamid.OUT1',
    nothingFound: '{}',
  },
});
