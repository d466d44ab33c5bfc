// What every benchmark does: reads --quick and --json, obtains servers, tells steps on the error output, cleans up.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { whenNpmEnds } from './parent.mjs';
import { PlainError, prepare, runMain } from './prepare.mjs';
import { givenUrls, removeAbandonedSets, removeSet, setFolder, startSet } from '../test/support/servers/server-set.mjs';

function optionsOf(command) {
  try {
    const flags = { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } };
    return parseArgs({ options: flags }).values;
  } catch (error) {
    throw new PlainError(`${error.message}\nUsage: npm run ${command} -- [--quick] [--json]`);
  }
}

function untilInterrupted() {
  return new Promise((_, reject) => {
    const interrupt = () => reject(new PlainError('Interrupted.'));
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(name, interrupt);
    }
    whenNpmEnds(interrupt);
  });
}

/**
 * Runs a benchmark to its end.
 *
 * @param bench `command` (its npm script), `load` (imports the measurement, which needs installed packages), and `lines`
 *   (what people read of the figures)
 */
export async function runBench({ command, load, lines }) {
  const folder = setFolder(`run-${process.pid}`);
  await runMain(async () => {
    const { json, quick } = optionsOf(command);
    const interrupted = untilInterrupted();
    // Steps on the error output, so that --json can be piped.
    const say = (line) => console.error(line);
    prepare();
    await removeAbandonedSets();
    mkdirSync(folder, { recursive: true });
    try {
      say('Starting PostgreSQL, Redis and RabbitMQ …');
      const { servers } = await Promise.race([startSet(folder, givenUrls()), interrupted]);
      const measure = await load();
      const urls = { postgres: servers.postgres.url, redis: servers.redis.url, amqp: servers.rabbitmq.url };
      const measuring = measure({ urls, folder: join(folder, 'bench'), isQuick: quick, say });
      const figures = await Promise.race([measuring, interrupted]);
      console.log(json ? JSON.stringify(figures) : `\n${lines(figures).join('\n')}`);
      return 0;
    } finally {
      await removeSet(folder);
    }
  });
}
