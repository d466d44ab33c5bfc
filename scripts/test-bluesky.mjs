// npm run test:bluesky: what we send to Bluesky against its real server (a PDS with a PLC directory), here on this machine.
// The server comes from npm: about 360 MB in the system's temporary folder, outside the packages of the project. It has no
// AppView and no chat service, so notifications and direct messages are tested with our own platform only.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PlainError, prepare, projectFolder, runMain } from './prepare.mjs';
import { runChecks } from './run-checks.mjs';
import { checksOf } from './test-bluesky/checks.mjs';
import { startServer } from './test-bluesky/server.mjs';

// Later ones want Node 22.
const SERVER = '@atproto/dev-env@0.3.215';

function say(text) {
  console.log(text);
}

/** The folder with the server's packages. What an installation that broke off left there is completed by npm. */
function installServer() {
  const folder = join(tmpdir(), `schakel-bluesky-${SERVER.split('@').at(-1)}-node${process.versions.modules}`);
  const mark = join(folder, 'installed');
  if (existsSync(mark)) {
    say(`Server: ${SERVER}, installed before in ${folder}`);
    return folder;
  }
  say(`Installing ${SERVER} in ${folder}; this takes one to three minutes …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', SERVER];
  const { status } = spawnSync('npm', args, {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    throw new PlainError(
      'The server could not be installed; npm says why above. It compiles SQLite: python3, make and g++.',
    );
  }
  writeFileSync(mark, SERVER);
  return folder;
}

async function main() {
  const beganMs = Date.now();
  prepare();
  const server = await startServer(installServer());
  say(`The server is up at ${server.url} after ${((Date.now() - beganMs) / 1000).toFixed(1)} s`);
  try {
    const built = (path) => import(pathToFileURL(join(projectFolder, 'dist', 'modules', ...path.split('/'))).href);
    const { adapter } = await built('adapters/channels/bluesky/index.js');
    const { createHttpClient } = await built('src/platform/http-out/http-client.js');
    const { passed, failed } = await runChecks(await checksOf({ adapter, createHttpClient, server }), say);
    say(`${((Date.now() - beganMs) / 1000).toFixed(1)} s in all`);
    say(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await server.close();
  }
}

await runMain(main);
// The server keeps timers of its own after it was closed.
process.exit();
