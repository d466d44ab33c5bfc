import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'dist', 'src', 'main.js');

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export type ProcessEnvironment = Readonly<Record<string, string>>;

/** One process of the built program, with its output kept for when it fails. */
export class SchakelProcess {
  readonly #child: ChildProcess;
  readonly #name: string;
  #output = '';
  #ended = false;

  constructor(name: string, args: readonly string[], environment: ProcessEnvironment) {
    this.#name = name;
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(process.execPath, [MAIN, ...args], {
      env: { PATH, HOME, SCHAKEL_LOG_LEVEL: 'warn', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).slice(-20_000);
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.#child.on('exit', () => {
      this.#ended = true;
    });
  }

  get output(): string {
    return this.#output;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Resolves when it ended by itself, with its exit code or the signal that killed it. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    if (!this.#ended) {
      await once(this.#child, 'exit');
    }
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (!this.#ended) {
      this.#child.kill(signal);
      await this.ended();
    }
  }

  async ready(url: string, withinMs = 40_000): Promise<void> {
    const endMs = Date.now() + withinMs;
    for (;;) {
      if (this.#ended) {
        throw new Error(`${this.#name} ended before it was ready:\n${this.#output}`);
      }
      const response = await fetch(`${url}/health/ready`).catch(() => undefined);
      await response?.arrayBuffer();
      if (response?.ok === true) {
        return;
      }
      if (Date.now() > endMs) {
        throw new Error(`${this.#name} was not ready in ${withinMs} ms:\n${this.#output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Runs a command of the program to its end. */
export async function runCommand(
  args: readonly string[],
  environment: ProcessEnvironment,
): Promise<{ readonly code: number | NodeJS.Signals | null; readonly output: string }> {
  const command = new SchakelProcess(args.join(' '), args, environment);
  const code = await command.ended();
  return { code, output: command.output };
}
