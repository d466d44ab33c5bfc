// npm run bench: how much Schakel carries on this machine, on the cluster profile, beside a bare server in the same run.
// --quick takes less time and gives rougher figures; --json prints one object on the standard output, and nothing else.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { whenNpmEnds } from './parent.mjs';
import { PlainError, prepare, runMain } from './prepare.mjs';
import { givenUrls, removeAbandonedSets, removeSet, setFolder, startSet } from '../test/support/servers/server-set.mjs';

const folder = setFolder(`run-${process.pid}`);

function options() {
  try {
    const flags = { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } };
    return parseArgs({ options: flags }).values;
  } catch (error) {
    throw new PlainError(`${error.message}\nUsage: npm run bench -- [--quick] [--json]`);
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

function print(figures) {
  console.log(`
acknowledged      ${figures.ack_per_second} webhooks a second, in the database
bare server       ${figures.bare_per_second} a second, stored nowhere
ratio             ${figures.ack_ratio}
end to end        ${figures.e2e_per_second} messages a second, from webhook to broker confirm, all stages on
ack at half load  p50 ${figures.ack_p50_ms} ms, p99 ${figures.ack_p99_ms} ms (bare server p99 ${figures.bare_p99_ms} ms)
memory            ${figures.rss_mb} MB, embedded, after a warm start
reconcile         ok`);
}

async function main() {
  const { json, quick } = options();
  const interrupted = untilInterrupted();
  // Steps on the error output, so that --json can be piped.
  const say = (line) => console.error(line);
  prepare();
  await removeAbandonedSets();
  mkdirSync(folder, { recursive: true });
  try {
    say('Starting PostgreSQL, Redis and RabbitMQ …');
    const { servers } = await Promise.race([startSet(folder, givenUrls()), interrupted]);
    // Only now: what it imports is installed by prepare().
    const { measure } = await import('../bench/measure.mjs');
    const urls = { postgres: servers.postgres.url, redis: servers.redis.url, amqp: servers.rabbitmq.url };
    const figures = await Promise.race([
      measure({ urls, folder: join(folder, 'bench'), isQuick: quick, say }),
      interrupted,
    ]);
    if (json) {
      console.log(JSON.stringify(figures));
    } else {
      print(figures);
    }
    return 0;
  } finally {
    await removeSet(folder);
  }
}

await runMain(main);
