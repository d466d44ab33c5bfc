import { expect, it } from '@jest/globals';
import { projectPath } from '../../src/platform/files/project-path.js';
import { migrate, migrationsIn } from '../../src/platform/store/migrate.js';
import { postgresDatabase } from '../support/postgres-database.js';

it('gives the conversations that were under way on WhatsApp the names that they are called by', async () => {
  const db = await postgresDatabase();
  const all = migrationsIn(projectPath('src/platform/store/migrations'));
  await migrate(
    db.owner,
    all.filter(({ name }) => name < '0006'),
  );
  await db.handling.query(
    `insert into conversation (tenant, channel, account, key, last_citizen_at)
     select 't', channel, '300', key, '2026-11-26T10:00:00Z'
     from (values ('whatsapp', 'BE.1349'), ('whatsapp', '32470000001'), ('whatsapp', 'BE.ENT.1'),
                  ('whatsapp', 'test.burger'), ('messenger', '61000000000001')) as v(channel, key)`,
  );
  await migrate(db.owner, all);
  const rows = await db.handling.query(
    `select value, kind, conversation, tenure, told_at = '2026-11-26T10:00:00Z' as "isTold" from conversation_alias
     order by value`,
  );
  const isTold = true;
  expect(rows).toEqual([
    { value: '32470000001', kind: 'wa_id', conversation: '32470000001', tenure: 'while-held', isTold },
    { value: 'BE.1349', kind: 'bsuid', conversation: 'BE.1349', tenure: 'always', isTold },
  ]);
  await db.close();
});
