import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

export type ServerName = 'postgres' | 'redis' | 'rabbitmq';

type ServerAction = 'start' | 'stop' | 'crash' | 'pause' | 'resume';

/** What scripts/servers.mjs and scripts/test.mjs leave in the file that SCHAKEL_TEST_SERVERS names. */
interface ServerRecord {
  readonly way: 'url' | 'process' | 'container';
  readonly url: string;
  readonly commands?: Readonly<Record<ServerAction, readonly string[]>>;
}

const run = promisify(execFile);

function recordOf(name: ServerName): ServerRecord | undefined {
  const file = process.env['SCHAKEL_TEST_SERVERS'];
  if (file === undefined) {
    return undefined;
  }
  // Our own scripts wrote it; its shape is the contract between the two.
  const set = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly servers: Readonly<Record<ServerName, ServerRecord>>;
  };
  return set.servers[name];
}

async function act(name: ServerName, action: ServerAction): Promise<void> {
  const [program, ...args] = recordOf(name)?.commands?.[action] ?? [];
  if (program === undefined) {
    throw new Error(`cannot ${action} ${name}: it was given by URL. Start it with: node scripts/servers.mjs start`);
  }
  await run(program, args);
}

/** Orderly end: sessions are closed, data is kept. Returns when the process is gone. */
export function stopServer(name: ServerName): Promise<void> {
  return act(name, 'stop');
}

/** Same port, same data. Returns when it answers; does nothing when it runs. */
export function startServer(name: ServerName): Promise<void> {
  return act(name, 'start');
}

/** SIGKILL for the whole server at once. Returns when it is gone; `startServer` then recovers from its files. */
export function crashServer(name: ServerName): Promise<void> {
  return act(name, 'crash');
}

/** A hang: connections stay open and nothing answers, until `resumeServer`. */
export function pauseServer(name: ServerName): Promise<void> {
  return act(name, 'pause');
}

export function resumeServer(name: ServerName): Promise<void> {
  return act(name, 'resume');
}
