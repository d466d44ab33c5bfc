import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chooseFreePorts } from '../test/support/servers/wire.mjs';
import { measureAcknowledging } from './acknowledge.mjs';
import { Cluster } from './cluster.mjs';
import { benchConfiguration } from './configuration.mjs';
import { measureEndToEnd, untilDelivered } from './end-to-end.mjs';
import { rounded } from './figures.mjs';
import { measureMemory } from './memory.mjs';
import { SIGNING_SECRET } from './platform.mjs';
import { answerOf, forkScript } from './processes.mjs';

const PLANS = {
  whole: { acknowledge: { rounds: 3, seconds: 4 }, endToEnd: { warm: 10_000, count: 60_000 } },
  quick: { acknowledge: { rounds: 1, seconds: 2 }, endToEnd: { warm: 4_000, count: 20_000 } },
};
const WITHIN_MS = 240_000;

/** Intake alone against the bare server: the other roles would take the two processors that both are measured on. */
async function acknowledging({ cluster, plan, say }) {
  await Promise.all(['worker', 'scheduler', 'api'].map((role) => cluster.stopRole(role)));
  const [barePort] = await chooseFreePorts(1);
  const bare = forkScript('bare-server.mjs', [barePort, SIGNING_SECRET]);
  try {
    await answerOf(bare);
    const onRound = (name, round) => {
      say(`  ${name.padEnd(8)} ${rounded(round.perSecond)} a second, p99 ${rounded(round.p99Ms, 1)} ms`);
    };
    return await measureAcknowledging(
      { schakel: cluster.intakePort, bare: barePort },
      { ...plan.acknowledge, onRound },
    );
  } finally {
    bare.kill();
    await Promise.all(['worker', 'scheduler', 'api'].map((role) => cluster.startRole(role)));
  }
}

async function onCluster(cluster, { folder, plan, say }) {
  say('Starting Schakel, a process for each role …');
  await cluster.start(benchConfiguration(join(folder, 'config')));
  say('Messages from webhook to broker confirm, all stages on …');
  await measureEndToEnd(cluster, { series: 'x', count: plan.endToEnd.warm, withinMs: WITHIN_MS });
  const endToEnd = await measureEndToEnd(cluster, { series: 'e', count: plan.endToEnd.count, withinMs: WITHIN_MS });
  say(`  ${rounded(endToEnd.perSecond)} a second`);
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
    ack_p50_ms: rounded(acknowledged.p50Ms, 1),
    ack_p99_ms: rounded(acknowledged.p99Ms, 1),
    bare_p99_ms: rounded(acknowledged.bareP99Ms, 1),
    rss_mb: rounded(bytes / 1024 / 1024),
  };
}
