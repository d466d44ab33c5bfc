import { createHmac, randomUUID } from 'node:crypto';

export interface HookTarget {
  readonly url: string;
  readonly token: string;
  /** Zammad waits 10, 20, 30 and 40 seconds between its five attempts; a test makes the unit small. */
  readonly retryUnitMs: number;
}

export interface HookAttempt {
  readonly delivery: string;
  readonly attempt: number;
  readonly status: number | null;
}

const MAX_ATTEMPTS = 5;

async function post(target: HookTarget, delivery: string, body: string): Promise<number | null> {
  const signature = createHmac('sha1', target.token).update(body).digest('hex');
  try {
    const answer = await fetch(target.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'x-zammad-trigger': 'schakel',
        'x-zammad-delivery': delivery,
        'x-hub-signature': `sha1=${signature}`,
      },
      body,
      signal: AbortSignal.timeout(5_000),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    // Zammad tells a failed connection from a bad answer in its log only; both are tried again.
    return null;
  }
}

/**
 * The job of a trigger (app/jobs/trigger_webhook_job.rb): one delivery id over all attempts, the body rendered anew each
 * time, and after the fifth failure the hook is lost.
 */
export async function runHookJob(
  target: HookTarget,
  render: () => string,
  onAttempt: (attempt: HookAttempt) => void,
): Promise<boolean> {
  const delivery = randomUUID();
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const status = await post(target, delivery, render());
    onAttempt({ delivery, attempt, status });
    if (status !== null && status >= 200 && status < 300) {
      return true;
    }
    if (attempt < MAX_ATTEMPTS) {
      await new Promise((resolve) => setTimeout(resolve, attempt * target.retryUnitMs));
    }
  }
  return false;
}
