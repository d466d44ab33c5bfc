import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** The PostgreSQL that tests run on. Fails when none was given: nothing is skipped. */
export function testServerUrl(): string {
  const server = process.env['SCHAKEL_TEST_PG_URL'];
  if (server === undefined) {
    throw new Error(
      'SCHAKEL_TEST_PG_URL is not set. Run the tests with "npm test", or start servers with "node scripts/servers.mjs start".',
    );
  }
  return server;
}

/** A database of its own on the test server, and its URL: an empty one, or a copy of a template. */
export async function freshDatabase(template = 'template1'): Promise<string> {
  const server = testServerUrl();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name} template ${template}`);
  } finally {
    await client.end();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
