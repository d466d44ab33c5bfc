import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { testConfiguration } from '../support/schakel/configuration.js';
import { freePort, runCommand, SchakelProcess } from '../support/schakel/process.js';
import { temporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(120_000);

/** The demo configuration, whose platform says that its secrets are in the environment. */
function configurationWithSecrets(): string {
  const folder = testConfiguration({ webhookUrl: 'http://127.0.0.1:9', zammadUrl: 'http://127.0.0.1:9' });
  const file = join(folder, 'platforms.yaml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8')
      .replace(/- \{ demo: [^}]+\}/, '- { env: SCHAKEL_META_APP_SECRET }')
      .replace(/verifyToken: .*/, 'verifyToken: { env: SCHAKEL_META_VERIFY_TOKEN }'),
  );
  return folder;
}

describe('the start of the program', () => {
  it('warns about secrets that are missing and variables that nothing reads, and about nothing else', async () => {
    const port = await freePort();
    const environment = {
      SCHAKEL_DATA_DIR: temporaryFolder('data'),
      SCHAKEL_CONFIG: configurationWithSecrets(),
      SCHAKEL_PORT: String(port),
      SCHAKEL_REDIS_ULR: 'redis://127.0.0.1:9',
      SCHAKEL_META_APP_SECRET: 'geheim van Meta',
      SCHAKEL_META_BASE_URL: 'http://127.0.0.1:9',
      SCHAKEL_MASTODON_BASE_URL: 'http://127.0.0.1:9',
      SCHAKEL_TELEGRAM_BASE_URL: 'http://127.0.0.1:9',
      SCHAKEL_X_BASE_URL: 'http://127.0.0.1:9',
      SCHAKEL_LINKEDIN_BASE_URL: 'http://127.0.0.1:9',
      SCHAKEL_BLUESKY_BASE_URL: 'http://127.0.0.1:9',
      SCHAKEL_EMAIL_BASE_URL: 'imap://127.0.0.1:9?smtp=9',
    };
    const schakel = new SchakelProcess('all', ['serve'], environment);
    await schakel.ready(`http://127.0.0.1:${port}`, 60_000);
    await schakel.kill('SIGTERM');
    const lines = schakel.output
      .trim()
      .split('\n')
      .map((line): object => JSON.parse(line) as object);
    // What an account says of itself by then is not about the start.
    const aboutStart = lines.filter((line) => !('account' in line));
    expect(aboutStart.map((line) => ({ ...line, time: '', message: '' }))).toEqual([
      { level: 'warn', time: '', variable: 'SCHAKEL_REDIS_ULR', nearest: 'SCHAKEL_REDIS_URL', message: '' },
      {
        ...{ level: 'warn', time: '', message: '' },
        missingSecrets: ['receivers/meta/verifyToken: the environment variable SCHAKEL_META_VERIFY_TOKEN is not set'],
      },
    ]);
    const { code, output } = await runCommand(['migrate'], { ...environment, SCHAKEL_DATABASE_ULR: 'postgres://db/x' });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('"nearest":"SCHAKEL_DATABASE_URL"') });
  });
});
