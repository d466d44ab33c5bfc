import { once } from 'node:events';
import { chooseFreePorts } from '../test/support/servers/wire.mjs';
import { SIGNING_SECRET, sendWebhooks } from './platform.mjs';
import { answerOf, forkScript } from './processes.mjs';

const WARM_SECONDS = 1;
/** More than a bare server can answer; the rounds end by time. */
export const MOST_PER_SECOND = 45_000;

/** Runs `work` with the port of a bare server, which is gone afterwards: it takes nothing from what is measured next. */
export async function withBareServer(work) {
  const [port] = await chooseFreePorts(1);
  const bare = forkScript('bare-server.mjs', [port, SIGNING_SECRET]);
  try {
    await answerOf(bare);
    return await work(port);
  } finally {
    const ended = once(bare, 'exit');
    if (bare.kill()) {
      await ended;
    }
  }
}

/** Webhooks that a bare server answers in a second at this moment, at full speed. */
export function measureBare({ series, seconds, connections }) {
  return withBareServer(async (port) => {
    const round = (name, roundSeconds) =>
      sendWebhooks({
        ...{ series: `${series}${name}`, count: MOST_PER_SECOND * roundSeconds, seconds: roundSeconds },
        ...{ port, connections },
      });
    await round('w', WARM_SECONDS);
    return (await round('b', seconds)).perSecond;
  });
}
