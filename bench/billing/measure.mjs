import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { built } from '../built.mjs';
import { Cluster } from '../cluster.mjs';
import { benchConfiguration } from '../configuration.mjs';
import { rounded } from '../figures.mjs';
import { fillLedger } from './entries.mjs';
import { allMunicipalities } from './settings.mjs';

const PLANS = { whole: 10_000_000, quick: 1_000_000 };
const ROUNDS = 3;
const PERIOD = '2026-10';
const SUM = 'select sum(quantity) as units from usage_entry where billing_day >= $1::date and billing_day <= $2::date';

async function timed(work) {
  const startedAtMs = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - startedAtMs) / 1000 };
}

/** The most memory that this process had while something ran, in bytes. */
async function withMemory(work) {
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  try {
    return { ...(await work()), most };
  } finally {
    clearInterval(look);
  }
}

/** Both once before it counts, and then in turn: so neither has the warm pages for itself. */
async function inTurn(database, close, days) {
  const sums = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    sums.push((await timed(() => database.query(SUM, days))).seconds);
  }
  const closing = await withMemory(() => timed(close));
  sums.push((await timed(() => database.query(SUM, days))).seconds);
  return { sumSeconds: sums.slice(1).toSorted((a, b) => a - b)[Math.floor(sums.length / 2) - 1], closing };
}

function totalOf(outcomes) {
  const lines = outcomes.flatMap(({ invoices = [] }) => invoices.flatMap((one) => one.lines));
  return lines.filter(({ meter }) => meter !== null).reduce((sum, { units }) => sum + units, 0);
}

/** Rates and closes a month of all municipalities beside a plain sum of the same rows. */
export async function measure({ urls, folder, isQuick, say }) {
  const entries = isQuick ? PLANS.quick : PLANS.whole;
  mkdirSync(folder, { recursive: true });
  const { openPostgres } = await built('platform/store/postgres.js');
  const { noFailpoint } = await built('platform/store/failpoint.js');
  const billing = await built('billing/index.js');
  const cluster = new Cluster(urls, folder);
  try {
    await cluster.prepare(benchConfiguration(join(folder, 'config')));
    const settings = allMunicipalities(PERIOD);
    const period = billing.billingPeriod(PERIOD);
    const { database, databaseUrl: url } = cluster;
    say(`Writing ${entries} entries of ${settings.municipalities.length} municipalities …`);
    await fillLedger(database, {
      ...{ entries, from: new Date(period.fromMs), until: new Date(period.untilMs) },
      tenants: settings.municipalities.map(({ tenant }) => tenant),
      tariffs: settings.municipalities.map(({ tariff }) => tariff),
      onProgress: (done) => say(`  ${done} of ${entries}`),
    });
    const db = openPostgres({
      ...{ url, failpoint: noFailpoint, connections: { intake: 1, handling: 2, api: 1 } },
      onConnectionLost: () => undefined,
    });
    try {
      say('Rating and closing the month …');
      const parts = { store: db.handling, settings, nowMs: period.untilMs + 86_400_000, keptPromises: async () => [] };
      const days = [period.firstDate, `${PERIOD}-31`];
      const before = process.memoryUsage().rss;
      const { sumSeconds, closing } = await inTurn(database, () => billing.closeMonth(parts, { period }), days);
      const outcomes = closing.value;
      const refused = outcomes.filter(({ kind }) => kind !== 'issued');
      if (refused.length > 0 || totalOf(outcomes) !== entries) {
        throw new Error(
          `Of ${entries} entries ${totalOf(outcomes)} were billed; ${JSON.stringify(refused.slice(0, 3))}`,
        );
      }
      return {
        ...{
          entries,
          invoices: outcomes.length,
          sql_sum_s: rounded(sumSeconds, 3),
          rate_and_close_s: rounded(closing.seconds, 3),
        },
        close_over_sum: rounded(closing.seconds / sumSeconds, 2),
        rss_mb: rounded(closing.most / 1024 / 1024),
        rss_before_mb: rounded(before / 1024 / 1024),
      };
    } finally {
      await db.close();
    }
  } finally {
    await cluster.remove();
  }
}
