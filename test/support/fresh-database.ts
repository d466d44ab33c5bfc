import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** An empty database of its own on the test server, and its URL. Fails when no server was given: nothing is skipped. */
export async function freshDatabase(): Promise<string> {
  const server = process.env['SCHAKEL_TEST_PG_URL'];
  if (server === undefined) {
    throw new Error(
      'SCHAKEL_TEST_PG_URL is not set. Run the tests with "npm test", or start servers with "node scripts/servers.mjs start".',
    );
  }
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
