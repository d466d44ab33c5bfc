import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { adapter } from './index.js';

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: { origins: ['https://www.voorbeeldegem.be'], privacyUrl: 'https://www.voorbeeldegem.be/privacy' },
  answers: { accepted: '', remoteId: 'schakel:out:01JD8R', nothingFound: '', callsNobody: true },
});
