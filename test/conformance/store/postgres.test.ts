import { noFailpoint } from '../../../src/platform/store/failpoint.js';
import { openPostgres } from '../../../src/platform/store/postgres.js';
import { freshDatabase } from '../../support/fresh-database.js';
import { storeConformance } from './store-conformance.js';

storeConformance('postgres', async () =>
  openPostgres({
    url: await freshDatabase(),
    failpoint: noFailpoint,
    connections: { intake: 2, handling: 4, api: 2 },
    onConnectionLost: () => undefined,
  }),
);
