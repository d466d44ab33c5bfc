// npm run test:bluesky: what we send to Bluesky against its real server (a PDS with a PLC directory), here on this machine.
// The server comes from npm: about 360 MB in the system's temporary folder, outside the packages of the project. It has no
// AppView and no chat service, so notifications and direct messages are tested with our own platform only.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installAside } from './install-aside.mjs';
import { prepare, projectFolder, runMain } from './prepare.mjs';
import { runChecks } from './run-checks.mjs';
import { checksOf } from './test-bluesky/checks.mjs';
import { startServer } from './test-bluesky/server.mjs';

// Later ones want Node 22.
const SERVER = {
  name: 'bluesky',
  packages: ['@atproto/dev-env@0.3.215'],
  compiler: 'It compiles SQLite: python3, make and g++.',
};

function say(text) {
  console.log(text);
}

async function main() {
  const beganMs = Date.now();
  prepare();
  const server = await startServer(installAside(SERVER));
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
