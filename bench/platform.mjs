import { answerOf, forkScript } from './processes.mjs';

/** The secret of config/demo/platforms.yaml. */
export const SIGNING_SECRET = 'schakel-demo-app-secret';
const PATH = '/webhooks/meta';

/**
 * Sends signed webhooks from a process of its own and tells what came of them. Signing and connecting come before, and
 * are not measured.
 *
 * @param plan `series` (of message ids), `count`, `seconds`, `port`, `connections`, and `ratePerSecond` if not at full speed
 * @returns `perSecond`, `accepted`, `p50Ms`, `p99Ms`, `startedAtUtcMs`
 * @throws when an answer was anything but 200
 */
export async function sendWebhooks(plan) {
  const generator = forkScript('generator.mjs');
  try {
    generator.send({ step: 'prepare', plan: { ...plan, path: PATH, secret: SIGNING_SECRET } });
    await answerOf(generator);
    generator.send({ step: 'run' });
    const { answers, tookMs, ...times } = await answerOf(generator);
    const { 200: accepted = 0, ...others } = answers;
    if (Object.keys(others).length > 0) {
      throw new Error(`Webhooks were answered with something else than 200: ${JSON.stringify(others)}`);
    }
    return { ...times, accepted, perSecond: (accepted / tookMs) * 1000 };
  } finally {
    generator.kill();
  }
}
