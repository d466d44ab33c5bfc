import { expect, it } from '@jest/globals';
import { noFailpoint } from '../../../src/platform/store/failpoint.js';
import { migrate } from '../../../src/platform/store/migrate.js';
import { openPostgres } from '../../../src/platform/store/postgres.js';
import { freshDatabase } from '../../support/fresh-database.js';

it('bounds a statement by what the opener gives, and by half a minute otherwise', async () => {
  const url = await freshDatabase();
  const shared = {
    ...{ url, failpoint: noFailpoint, connections: { intake: 1, handling: 1, api: 1 } },
    onConnectionLost: () => undefined,
  };
  const [usual, hurried] = [openPostgres(shared), openPostgres({ ...shared, statementMs: 50 })];
  try {
    await migrate(usual.owner);
    expect(await usual.handling.query('show statement_timeout')).toEqual([{ statement_timeout: '30s' }]);
    await expect(hurried.handling.query('select pg_sleep(5)')).rejects.toThrow('statement timeout');
  } finally {
    await Promise.all([usual.close(), hurried.close()]);
  }
});
