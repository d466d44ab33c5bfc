import { openEmbedded } from '../../../src/platform/store/embedded.js';
import { noFailpoint } from '../../../src/platform/store/failpoint.js';
import { storeConformance } from './store-conformance.js';

storeConformance('embedded', () => openEmbedded({ folder: undefined, failpoint: noFailpoint }));
