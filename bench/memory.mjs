import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectFolder } from '../scripts/prepare.mjs';
import { chooseFreePorts } from '../test/support/servers/wire.mjs';
import { sendWebhooks } from './platform.mjs';
import { residentBytes, startSchakel, stop, untilReady } from './processes.mjs';

const MESSAGES = 2_000;
const CONNECTIONS = 8;
const SETTLE_MS = 5_000;

async function whileRunning(folder, work) {
  const [port] = await chooseFreePorts(1);
  const started = startSchakel(['serve', '--config', join(projectFolder, 'config', 'demo')], {
    SCHAKEL_DATA_DIR: folder,
    SCHAKEL_PORT: String(port),
  });
  try {
    await untilReady(started, `http://127.0.0.1:${port}`);
    return await work(started, port);
  } finally {
    await stop(started);
  }
}

function post(port, series) {
  return sendWebhooks({ series, count: MESSAGES, seconds: 120, port, connections: CONNECTIONS });
}

/**
 * Resident bytes of the embedded profile, all roles in one process, on a data folder that a first run filled, after
 * messages came in and were handled.
 */
export async function measureMemory(folder) {
  await whileRunning(folder, (_, port) => post(port, 'm'));
  return whileRunning(folder, async (started, port) => {
    await post(port, 'n');
    await delay(SETTLE_MS);
    return residentBytes(started.child.pid);
  });
}
