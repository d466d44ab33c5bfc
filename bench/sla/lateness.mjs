import { setTimeout as delay } from 'node:timers/promises';
import { kill } from '../processes.mjs';
import { quantile } from '../figures.mjs';
import { openTickets, PROMISED_MINUTES, WARN_SHARE } from './clocks.mjs';

/** Time to seed before the first warning falls. */
const LEAD_MS = 8_000;
const KILL_EVERY_MS = 6_000;
const WITHIN_MS = 60_000;

const OPEN = "select count(*)::int as open from event where state = 'pending'";

/** The events that the ticks left are decided first: they are no part of the lateness. */
async function untilIdle(cluster) {
  while ((await cluster.database.query(OPEN)).rows[0].open > 0) {
    await delay(100);
  }
}

const WARNED = `
  select count(*)::int as facts, count(distinct ticket_id)::int as tickets
  from ticket_event where type = 'sla.warned' and ticket_id = any(select id from ticket where number between $1 and $2)`;
const LATE = `
  select extract(epoch from e.recorded_at - (t.opened_at + $3::interval))::float8 * 1000 as ms
  from ticket_event e join ticket t on t.id = e.ticket_id
  where e.type = 'sla.warned' and t.number between $1 and $2 order by 1`;

/** Kills one process after another, hard, and starts each again, until it is told to stop. */
async function killInTurn(cluster, processes, stop) {
  for (let turn = 0; !stop.isAsked; turn += 1) {
    await delay(KILL_EVERY_MS);
    const index = turn % processes.length;
    await kill(processes[index].started);
    processes[index].started = await cluster.startAnother(processes[index].role);
  }
}

/**
 * How late warnings are recorded, with two workers and two schedulers of which one after another is killed.
 *
 * @throws when a warning is missing or stands twice
 */
export async function measureLateness(cluster, { from, count, overMs, hash, say }) {
  const processes = [];
  for (const role of ['worker', 'scheduler', 'worker', 'scheduler']) {
    processes.push({ role, started: await cluster.startAnother(role) });
  }
  await untilIdle(cluster);
  const warnAfterMs = PROMISED_MINUTES * 60_000 * WARN_SHARE;
  const openedAt = new Date(Date.now() + LEAD_MS - warnAfterMs);
  const numbers = [from, from + count - 1];
  await openTickets(cluster.database, {
    from,
    to: numbers[1],
    openedAt,
    apart: `${overMs / count} milliseconds`,
    hash,
  });
  const stop = { isAsked: false };
  const killing = killInTurn(cluster, processes, stop);
  const endMs = openedAt.getTime() + warnAfterMs + overMs + WITHIN_MS;
  let warned = { facts: 0, tickets: 0 };
  while (warned.tickets < count && Date.now() < endMs) {
    await delay(500);
    warned = (await cluster.database.query(WARNED, numbers)).rows[0];
  }
  stop.isAsked = true;
  await killing;
  if (warned.tickets !== count || warned.facts !== count) {
    throw new Error(`Of ${count} warnings ${warned.tickets} were given, in ${warned.facts} facts`);
  }
  say(`  ${count} warnings, each once`);
  const interval = `${warnAfterMs} milliseconds`;
  const late = (await cluster.database.query(LATE, [...numbers, interval])).rows.map(({ ms }) => ms);
  return { p50Ms: quantile(late, 0.5), p99Ms: quantile(late, 0.99) };
}
