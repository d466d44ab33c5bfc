import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { eventually } from './eventually.js';

/** A Redis of one test, which may stop it, freeze it and empty it. It keeps nothing on disk. */
export interface PrivateRedis {
  readonly url: string;
  start(maxmemoryPolicy?: string): Promise<void>;
  stop(): Promise<void>;
  /** Connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Sends one inline command; the answer is the raw reply. */
  command(line: string): Promise<string>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function ask(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\n`));
    socket.setTimeout(2_000, () => socket.destroy(new Error('Redis did not answer the test in 2 seconds')));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().trim());
    });
  });
}

async function launch(port: number, maxmemoryPolicy: string): Promise<ChildProcess> {
  const settings = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', maxmemoryPolicy];
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...settings], {
    stdio: 'ignore',
  });
  const failure = once(child, 'error').then(() => {
    throw new Error('redis-server is not on the PATH. Install the package redis-server, version 7 or later.');
  });
  const answers = (): Promise<boolean> =>
    ask(port, 'PING').then(
      (reply) => reply === '+PONG',
      () => false,
    );
  await Promise.race([failure, eventually('the private Redis answers', answers)]);
  // Nobody waits for it any more, and it may still be pending when the process ends.
  failure.catch(() => {});
  return child;
}

export async function privateRedis(): Promise<PrivateRedis> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  return {
    url: `redis://127.0.0.1:${port}`,
    start: async (maxmemoryPolicy = 'noeviction') => {
      child = await launch(port, maxmemoryPolicy);
    },
    stop: async () => {
      const running = child;
      child = undefined;
      if (running !== undefined && running.exitCode === null && running.signalCode === null) {
        const exited = once(running, 'exit');
        running.kill('SIGKILL');
        await exited;
      }
    },
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    command: (line) => ask(port, line),
  };
}
