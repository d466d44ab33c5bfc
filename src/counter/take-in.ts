import type { Request } from 'express';
import { callerNetwork } from '../platform/http-in/caller-network.js';
import type { Refused } from './answers.js';
import type { CounterAccount, CounterDeps, CounterRefusal } from './counter-deps.js';
import { admit } from './quota.js';
import type { Fault } from './read-input.js';
import type { Visit } from './limits.js';
import { faultText, TEXTS } from './texts.js';

const NOT_STORED_RETRY_SECONDS = 5;

export type Taken = { readonly ok: true } | { readonly ok: false; readonly refused: Refused };

function refusal(deps: CounterDeps, reason: CounterRefusal, refused: Refused): Taken {
  deps.onRefused(reason);
  return { ok: false, refused };
}

function notStored(deps: CounterDeps): Taken {
  const sentences = [TEXTS.notStored];
  return refusal(deps, 'unavailable', {
    ...{ code: 'COUNTER_NOT_STORED', sentences, retryAfterSeconds: NOT_STORED_RETRY_SECONDS },
  });
}

/** Whether this caller may come once more. */
export async function mayCome(deps: CounterDeps, request: Request, visit: Omit<Visit, 'network'>): Promise<Taken> {
  const network = callerNetwork(request, deps.addressHeader);
  const admission = await admit(deps.store, { ...visit, network }, deps.key, deps.nowMs()).catch((error: unknown) => {
    // Without the database nothing could be stored either: the citizen is told that, with a page and all that was written.
    deps.onTrouble(error);
    return undefined;
  });
  if (admission === undefined) {
    return notStored(deps);
  }
  if (admission.ok) {
    return admission;
  }
  const { retryAfterSeconds } = admission;
  const sentences = [TEXTS.tooOften(retryAfterSeconds)];
  return refusal(deps, 'counter_too_often', { code: 'COUNTER_TOO_OFTEN', sentences, retryAfterSeconds });
}

export function wrongInput(deps: CounterDeps, faults: readonly Fault[]): Refused {
  deps.onRefused('counter_input');
  return { code: 'COUNTER_INPUT_WRONG', sentences: faults.map(faultText) };
}

export function wrongSite(deps: CounterDeps): Refused {
  deps.onRefused('counter_origin');
  return { code: 'COUNTER_SITE_NOT_LISTED', sentences: [TEXTS.wrongSite] };
}

/** Keeps what a citizen sent. A yes follows a durable commit. */
export async function keep(deps: CounterDeps, { account }: CounterAccount, body: object): Promise<Taken> {
  if (await deps.takeIn(account, Buffer.from(JSON.stringify(body)))) {
    return { ok: true };
  }
  return notStored(deps);
}
