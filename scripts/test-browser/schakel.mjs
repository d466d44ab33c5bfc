import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../prepare.mjs';
import { until } from './until.mjs';

const READY_WITHIN_MS = 60_000;

async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** The configuration of the demo, with the widget of Brugge allowed on `siteUrl` too. */
function configurationFor(siteUrl, root) {
  const folder = join(root, 'demo');
  mkdirSync(folder, { recursive: true });
  cpSync(join(projectFolder, 'config', 'schema'), join(root, 'schema'), { recursive: true });
  cpSync(join(projectFolder, 'config', 'demo'), folder, { recursive: true });
  const file = join(folder, 'municipalities', '31005-brugge.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/origins: \[/, `origins: ['${siteUrl}', `));
  return folder;
}

/** The HTTP API as an operator's program uses it. */
function apiOf(url, key) {
  const call = async (path, body) => {
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(`${url}/api/v1${path}`, {
      ...(body === undefined
        ? { headers }
        : {
            method: 'POST',
            headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
            body: JSON.stringify(body),
          }),
    });
    return { status: response.status, body: await response.json() };
  };
  const ticket = async (id) => (await call(`/tickets/${id}`)).body;
  return {
    ticket,
    /** The only ticket with these words, once it is there. */
    ticketAbout: (words) =>
      until(`a ticket about "${words}"`, async () => {
        const { items } = (await call(`/tickets?q=${encodeURIComponent(words)}`)).body;
        if (items.length > 1) {
          throw new Error(`"${words}" is in ${items.length} tickets`);
        }
        return items[0] !== undefined && ticket(items[0].id);
      }),
    answer: async (id, text) => {
      const { status, body } = await call(`/tickets/${id}/replies`, { text, final: true });
      if (status !== 200 && status !== 202) {
        throw new Error(`the answer was refused: ${status} ${JSON.stringify(body)}`);
      }
    },
  };
}

/** The environment of one installation in `root`, listening on `port`. */
function environmentOf({ root, port, key, siteUrl }) {
  return {
    ...{ PATH: process.env.PATH, HOME: process.env.HOME, SCHAKEL_PORT: String(port), SCHAKEL_BOOTSTRAP_KEY: key },
    ...{ SCHAKEL_DATA_DIR: join(root, 'data'), SCHAKEL_BLOB_URL: join(root, 'media'), SCHAKEL_LOG_LEVEL: 'warn' },
    // A visitor says by a header where they are, so that limits of one check do not hold up another.
    ...{ SCHAKEL_CONFIG: configurationFor(siteUrl, root), SCHAKEL_ADDRESS_HEADER: 'x-forwarded-for' },
  };
}

/** The program as a process that can be stopped and started again on the same data. */
function processOf(url, env) {
  const main = join(projectFolder, 'dist', 'src', 'main.js');
  let child;
  let output = '';

  async function isReady() {
    if (child.exitCode !== null) {
      throw new Error(`Schakel ended before it was ready:\n${output}`);
    }
    const response = await fetch(`${url}/health/ready`).catch(() => undefined);
    return response?.ok === true && output.includes('Platform (');
  }

  return {
    output: () => output,
    start: async () => {
      output = '';
      child = spawn(process.execPath, [main, 'serve', '--demo', '--no-traffic'], { env, stdio: 'pipe' });
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          output = (output + String(chunk)).slice(-20_000);
        });
      }
      await until('Schakel to be ready', isReady, READY_WITHIN_MS);
    },
    stop: async (signal = 'SIGTERM') => {
      if (child?.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill(signal);
        await ended;
      }
    },
  };
}

/** What a citizen does on the demo's Meta, which says when it starts where it listens. */
async function onMeta(output, action, body) {
  const [, meta] = /Platform \(.*?\)\s+(\S+)\/_control/.exec(output) ?? [];
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${meta}/_control/${action}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) {
    throw new Error(`${action}: ${response.status} ${await response.text()}`);
  }
}

/** The built program on the embedded profile, with the demo's platforms beside it and without its traffic. */
export async function startSchakel(siteUrl) {
  const root = mkdtempSync(join(tmpdir(), 'schakel-browser-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const key = `test-key-${randomBytes(12).toString('hex')}`;
  const program = processOf(url, environmentOf({ root, port, key, siteUrl }));
  const api = apiOf(url, key);
  const close = async () => {
    await program.stop();
    rmSync(root, { recursive: true, force: true });
  };
  try {
    await program.start();
  } catch (error) {
    await close();
    throw error;
  }
  const { start, stop } = program;
  return {
    ...{ url, start, stop, api, close, signInUrl: `${url}/#sleutel=${key}` },
    onMeta: (action, body) => onMeta(program.output(), action, body),
    /** The ticket once its answer was delivered. */
    answered: (id) =>
      until('the answer to be delivered', async () => {
        const ticket = await api.ticket(id);
        return ticket.status === 'answered' && ticket;
      }),
  };
}
