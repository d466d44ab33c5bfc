import type { Random } from '../random.js';

/** From here on the wait is drawn anew each time, up to twice as long. */
const CEILING_SECONDS = 60;
const MOST_RETRY_AFTER_SECONDS = 3_600;

export interface FailedBefore {
  /** Failures before this one. */
  readonly failures: number;
  /** The wait that was last counted with, in seconds; 1 at first. */
  readonly delaySeconds: number;
}

/**
 * How long an update waits after a failure, in seconds. The first failure is repeated at once, then the wait doubles up
 * to a random minute or two. A `Retry-After` of the receiver is obeyed, up to an hour. As in `WebhookActor.cpp` of
 * tdlib/telegram-bot-api, read on 2026-11-27.
 */
export function waitAfterFailure(
  before: FailedBefore,
  retryAfterSeconds: number,
  random: Random,
): { readonly waitSeconds: number; readonly delaySeconds: number } {
  const asked = Math.min(Math.max(retryAfterSeconds, 0), MOST_RETRY_AFTER_SECONDS);
  if (asked > 0 || before.failures === 0) {
    return { waitSeconds: asked, delaySeconds: before.delaySeconds };
  }
  const ceiling = CEILING_SECONDS + Math.floor(random() * (CEILING_SECONDS + 1));
  const delaySeconds = Math.min(ceiling, before.delaySeconds * 2);
  return { waitSeconds: delaySeconds, delaySeconds };
}
