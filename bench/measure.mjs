import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { measureAcknowledging } from './acknowledge.mjs';
import { measureBare, withBareServer } from './bare-speed.mjs';
import { Cluster } from './cluster.mjs';
import { benchConfiguration } from './configuration.mjs';
import { CONNECTIONS, measureEndToEnd, untilDelivered } from './end-to-end.mjs';
import { rounded } from './figures.mjs';
import { measureMemory } from './memory.mjs';

const PLANS = {
  whole: { acknowledge: { rounds: 3, seconds: 4 }, endToEnd: { warm: 10_000, count: 60_000, bareSeconds: 4 } },
  quick: { acknowledge: { rounds: 1, seconds: 2 }, endToEnd: { warm: 4_000, count: 20_000, bareSeconds: 2 } },
};
const WITHIN_MS = 240_000;

/** Intake alone against the bare server: the other roles would take the two processors that both are measured on. */
async function acknowledging({ cluster, plan, say }) {
  await Promise.all(['worker', 'scheduler', 'api'].map((role) => cluster.stopRole(role)));
  try {
    const onRound = (name, round) => {
      say(`  ${name.padEnd(8)} ${rounded(round.perSecond)} a second, p99 ${rounded(round.p99Ms, 1)} ms`);
    };
    return await withBareServer((bare) =>
      measureAcknowledging({ schakel: cluster.intakePort, bare }, { ...plan.acknowledge, onRound }),
    );
  } finally {
    await Promise.all(['worker', 'scheduler', 'api'].map((role) => cluster.startRole(role)));
  }
}

/**
 * All stages, and a bare server under the same load right before and right after: a machine that others use as well is now
 * fast and now slow, and the ratio is to be that of these minutes.
 */
async function endToEndBesideBare({ cluster, plan, say }) {
  const { warm, count, bareSeconds } = plan.endToEnd;
  const bare = async (series) => {
    const perSecond = await measureBare({ series, seconds: bareSeconds, connections: CONNECTIONS });
    say(`  bare     ${rounded(perSecond)} a second`);
    return perSecond;
  };
  await measureEndToEnd(cluster, { series: 'x', count: warm, withinMs: WITHIN_MS });
  const before = await bare('p');
  const { perSecond } = await measureEndToEnd(cluster, { series: 'e', count, withinMs: WITHIN_MS });
  say(`  schakel  ${rounded(perSecond)} a second`);
  const after = await bare('q');
  return { perSecond, ratio: perSecond / ((before + after) / 2) };
}

async function onCluster(cluster, { folder, plan, say }) {
  say('Starting Schakel, a process for each role …');
  await cluster.start(benchConfiguration(join(folder, 'config')));
  say('Messages from webhook to broker confirm, all stages on …');
  const endToEnd = await endToEndBesideBare({ cluster, plan, say });
  say('Acknowledged webhooks, in turn with a bare server …');
  const acknowledged = await acknowledging({ cluster, plan, say });
  say(`Handling what was acknowledged: ${acknowledged.accepted} messages …`);
  const startedAtMs = performance.now();
  await untilDelivered(cluster, acknowledged.accepted, { withinMs: WITHIN_MS });
  say(`  ${rounded((acknowledged.accepted / (performance.now() - startedAtMs)) * 1000)} a second`);
  say('Reconciling …');
  const { ok, output } = await cluster.reconcile();
  if (!ok) {
    throw new Error(`schakel reconcile found a difference, so no figure counts:\n${output}`);
  }
  return { endToEnd, acknowledged };
}

/**
 * All figures of one run. Every message that was acknowledged must reach the broker once, and the books must agree:
 * otherwise there are no figures.
 *
 * @param options `urls` of the servers, `folder` for data, `isQuick`, `say` for progress
 */
export async function measure({ urls, folder, isQuick, say }) {
  mkdirSync(folder, { recursive: true });
  const plan = isQuick ? PLANS.quick : PLANS.whole;
  const cluster = new Cluster(urls, folder);
  let measured;
  try {
    measured = await onCluster(cluster, { folder, plan, say });
  } finally {
    await cluster.remove();
  }
  say('Memory of the embedded profile after a warm start …');
  const bytes = await measureMemory(join(folder, 'embedded'));
  const { acknowledged, endToEnd } = measured;
  return {
    ack_per_second: rounded(acknowledged.perSecond.schakel),
    bare_per_second: rounded(acknowledged.perSecond.bare),
    ack_ratio: rounded(acknowledged.perSecond.schakel / acknowledged.perSecond.bare, 2),
    e2e_per_second: rounded(endToEnd.perSecond),
    e2e_ratio: rounded(endToEnd.ratio, 3),
    ack_p50_ms: rounded(acknowledged.p50Ms, 1),
    ack_p99_ms: rounded(acknowledged.p99Ms, 1),
    bare_p99_ms: rounded(acknowledged.bareP99Ms, 1),
    rss_mb: rounded(bytes / 1024 / 1024),
  };
}
