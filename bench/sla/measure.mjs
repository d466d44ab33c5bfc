import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster } from '../cluster.mjs';
import { alwaysStaffed, benchConfiguration } from '../configuration.mjs';
import { rounded } from '../figures.mjs';
import { openTickets } from './clocks.mjs';
import { measureLateness } from './lateness.mjs';
import { measureTick } from './tick.mjs';

/** Tickets have two clocks each. */
const PLANS = {
  whole: { few: 5_000, many: 500_000, warnings: 3_000, overMs: 30_000 },
  quick: { few: 5_000, many: 50_000, warnings: 1_000, overMs: 15_000 },
};
const YEAR_IN_TICKETS_APART = '1 millisecond';

async function activeHash(database) {
  const { rows } = await database.query('select hash from settings_activation order by id desc limit 1');
  return rows[0].hash;
}

async function onCluster(cluster, { folder, plan, say }) {
  await cluster.prepare(alwaysStaffed(benchConfiguration(join(folder, 'config'))));
  const hash = await activeHash(cluster.database);
  const { database, databaseUrl: url, encryptionKey } = cluster;
  const openedAt = new Date();
  const seed = (from, to) => {
    const onProgress = (done) => say(`  ${done * 2} of ${(to - from + 1) * 2} clocks`);
    return openTickets(database, { from, to, openedAt, apart: YEAR_IN_TICKETS_APART, hash, onProgress });
  };
  say('Opening few clocks …');
  await seed(1, plan.few);
  const few = await measureTick({ url, database, encryptionKey, first: 1, last: plan.few });
  say(`  a tick takes ${rounded(few, 2)} ms`);
  say('Opening many clocks …');
  await seed(plan.few + 1, plan.many);
  await database.query('vacuum analyze clock');
  const many = await measureTick({ url, database, encryptionKey, first: plan.few + 1, last: plan.many });
  say(`  a tick takes ${rounded(many, 2)} ms`);
  say('Warnings, while processes are killed …');
  const { warnings, overMs } = plan;
  const late = await measureLateness(cluster, { from: plan.many + 1, count: warnings, overMs, hash, say });
  return { few, many, late };
}

/** All figures of one run, with the number of open clocks that stand behind each. */
export async function measure({ urls, folder, isQuick, say }) {
  mkdirSync(folder, { recursive: true });
  const plan = isQuick ? PLANS.quick : PLANS.whole;
  const cluster = new Cluster(urls, folder);
  try {
    const { few, many, late } = await onCluster(cluster, { folder, plan, say });
    return {
      tick_ms_10k: rounded(few, 2),
      tick_ms_1m: rounded(many, 2),
      tick_ratio: rounded(many / few, 2),
      lateness_p50_ms: rounded(late.p50Ms),
      lateness_p99_ms: rounded(late.p99Ms),
      warnings: plan.warnings,
      clocks_few: plan.few * 2,
      clocks_many: plan.many * 2,
    };
  } finally {
    await cluster.remove();
  }
}
