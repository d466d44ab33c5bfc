import { MOST_PER_SECOND } from './bare-speed.mjs';
import { median } from './figures.mjs';
import { sendWebhooks } from './platform.mjs';

const CONNECTIONS = 128;

function medianOf(rounds, figure) {
  return median(rounds.map((round) => round[figure]));
}

/**
 * Both servers in turn, so that what else happens on the machine meets both.
 *
 * @param servers `schakel` and `bare`: their ports
 * @param plan `series`, `rounds`, `seconds`, and per server the rate if not at full speed
 */
async function alternate(servers, plan) {
  const results = { schakel: [], bare: [] };
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const name of ['bare', 'schakel']) {
      const ratePerSecond = plan.rates?.[name];
      const count = Math.ceil((ratePerSecond ?? MOST_PER_SECOND) * plan.seconds);
      results[name].push(
        await sendWebhooks({
          ...{ series: `${plan.series}${round}`, count, seconds: plan.seconds, port: servers[name] },
          ...{ connections: CONNECTIONS, ...(ratePerSecond === undefined ? {} : { ratePerSecond }) },
        }),
      );
      plan.onRound(name, results[name].at(-1));
    }
  }
  return results;
}

function accepted(results) {
  return results.schakel.reduce((sum, round) => sum + round.accepted, 0);
}

/**
 * How many webhooks each server answers at most, and how fast it answers at half of that. What Schakel answered is in
 * the database by then; what the bare server answered is gone.
 */
export async function measureAcknowledging(servers, { rounds, seconds, onRound }) {
  const warm = await alternate(servers, { series: 'w', rounds: 1, seconds: 2, onRound: () => {} });
  const most = await alternate(servers, { series: 'a', rounds, seconds, onRound });
  const perSecond = { schakel: medianOf(most.schakel, 'perSecond'), bare: medianOf(most.bare, 'perSecond') };
  const rates = { schakel: perSecond.schakel / 2, bare: perSecond.bare / 2 };
  const half = await alternate(servers, { series: 'h', rounds, seconds, rates, onRound });
  return {
    perSecond,
    accepted: accepted(warm) + accepted(most) + accepted(half),
    p50Ms: medianOf(half.schakel, 'p50Ms'),
    p99Ms: medianOf(half.schakel, 'p99Ms'),
    bareP99Ms: medianOf(half.bare, 'p99Ms'),
  };
}
