import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { metaSettingsExample, metaSigning } from '../../../test/conformance/channel/sign-meta.js';
import { adapter } from './index.js';

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: metaSettingsExample,
  signing: metaSigning,
  answers: { accepted: '{"id":"778_99"}', remoteId: '778_99', nothingFound: '{"data":[]}' },
});
