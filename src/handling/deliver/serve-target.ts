import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Store } from '../../platform/store/store.js';
import type { Charging } from '../../settings/charging.js';
import type { PlatformPriceOf } from '../../settings/platform-price.js';
import { claimDeliveries, type Claim, type ClaimedDelivery } from './claim.js';
import { loadContent, type ContentSettings } from './load-content.js';
import { afterLookUp, afterSend, type AttemptFacts, type NextState } from './next-state.js';
import type { Attempted, PlatformCharge } from './attempted.js';
import { settleDeliveries, type SettledDelivery } from './settle.js';
import type { Paced } from './pace-rows.js';
import type { Item, TargetRuntime } from './target-runtime.js';

export interface DeliverSettings extends ContentSettings {
  readonly hash: string;
  /** What put these settings in force. */
  readonly activation?: string;
  readonly weights: ReadonlyMap<string, number>;
  charging(tenant: string): Charging | undefined;
  readonly platformPrice: PlatformPriceOf;
  /** Undefined when the target is no longer configured: its deliveries wait. */
  target(id: string): TargetRuntime | undefined;
}

export interface DeliverDeps {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly settings: () => DeliverSettings;
  readonly owner: string;
  readonly leaseMs: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly onSettled: (settled: readonly SettledDelivery[]) => void;
  readonly onFailed: (target: string, error: unknown) => void;
  /** Told when what was claimed at birth is settled: the next one of a ticket may have waited for it. */
  readonly onFreed?: () => void;
}

/** Settles attempts as they end, those that end together in one transaction. */
function settler(deps: DeliverDeps, { settings, claim, pace }: Attempt): Settler {
  let waiting: Attempted[] = [];
  let running: Promise<void> = Promise.resolve();
  let scheduled = false;
  const troubled = claim.admission.kind !== 'open-road' || claim.admission.failures > 0;

  async function flush(): Promise<void> {
    scheduled = false;
    const attempts = waiting;
    waiting = [];
    if (attempts.length > 0) {
      const settled = await settleDeliveries(
        {
          ...{ store: deps.store, sealer: deps.sealer, settingsHash: settings.hash, nowMs: deps.now() },
          random: deps.random,
          wasTroubled: () => troubled,
          paceOf: () => pace,
        },
        attempts,
      );
      deps.onSettled(settled);
    }
  }

  return {
    add(attempt) {
      waiting.push(attempt);
      if (!scheduled) {
        scheduled = true;
        running = running.then(() => new Promise<void>((resolve) => setImmediate(resolve))).then(flush);
        // The failure is told by `done`; the deliveries' leases run out and somebody looks.
        running.catch(() => undefined);
      }
    },
    done: () => running,
  };
}

interface Settler {
  add(attempt: Attempted): void;
  done(): Promise<void>;
}

function factsOf(deps: DeliverDeps, delivery: ClaimedDelivery): AttemptFacts {
  return { attempts: delivery.attempts, failures: delivery.failures, nowMs: deps.now(), random: deps.random() };
}

interface Serving {
  readonly deps: DeliverDeps;
  readonly settings: DeliverSettings;
  readonly runtime: TargetRuntime;
  readonly settle: (delivery: ClaimedDelivery, next: NextState, more?: SettleMore) => void;
}

interface SettleMore {
  readonly pausesTarget?: boolean;
  readonly cost?: PlatformCharge | undefined;
}

/** What the platform charges for it, where that is passed on. */
function costOf({ deps, settings, runtime }: Serving, item: Item, next: NextState): PlatformCharge | undefined {
  const priceItem = next.state === 'delivered' ? runtime.priceItemOf?.(item) : undefined;
  if (priceItem === undefined || item.content.to !== 'citizen') {
    return undefined;
  }
  const found = settings.platformPrice(item.content.window.channel, priceItem, deps.now());
  return found.kind === 'price' ? { item: priceItem, millionths: found.millionths } : undefined;
}

function settleItem(serving: Serving, item: Item, next: NextState, pausesTarget = false): void {
  serving.settle(item.delivery, next, { pausesTarget, cost: costOf(serving, item, next) });
}

async function lookAt(serving: Serving, item: Item): Promise<void> {
  const { deps, runtime } = serving;
  settleItem(serving, item, afterLookUp(await runtime.lookUp(item), factsOf(deps, item.delivery)));
}

/**
 * Whoever was held up after claiming (a database that hung, a machine that stood still) may be taken for dead by now. Another
 * then looks, finds nothing, and sends: so this one must not. Half a lease stays for the attempt itself.
 */
function demandFreshClaims(leaseMs: number, claimedAtMs: number): void {
  const ageMs = performance.now() - claimedAtMs;
  if (ageMs >= leaseMs / 2) {
    throw new Error(
      `Claims of ${Math.round(ageMs)} ms ago are too old to send by; whoever finds them over looks first`,
    );
  }
}

async function attemptAll(serving: Serving, claimed: readonly ClaimedDelivery[], claimedAtMs: number): Promise<void> {
  const { deps, settings, runtime, settle } = serving;
  const contents = await loadContent(deps.store, claimed, settings);
  demandFreshClaims(deps.leaseMs, claimedAtMs);
  const toSend: Item[] = [];
  const looks: Promise<void>[] = [];
  for (const delivery of claimed) {
    const content = contents.get(delivery.id);
    if (delivery.remoteId !== null) {
      const next = afterLookUp({ kind: 'found', remoteId: delivery.remoteId }, factsOf(deps, delivery));
      settle(delivery, next, content === undefined ? {} : { cost: costOf(serving, { delivery, content }, next) });
    } else if (content === undefined) {
      settle(delivery, afterSend({ kind: 'quarantined', code: 'CONTENT_MISSING' }, factsOf(deps, delivery)));
    } else if (delivery.mustLook) {
      looks.push(lookAt(serving, { delivery, content }));
    } else {
      toSend.push({ delivery, content });
    }
  }
  const sending =
    toSend.length === 0
      ? Promise.resolve()
      : runtime.send(toSend, (item, outcome) => {
          settleItem(serving, item, afterSend(outcome, factsOf(deps, item.delivery)), outcome.kind === 'park');
        });
  await Promise.all([...looks, sending]);
}

/** What was claimed of one target, with all that its attempt is made with. */
export interface Attempt {
  readonly target: string;
  readonly settings: DeliverSettings;
  readonly runtime: TargetRuntime;
  readonly claim: Claim;
  readonly pace: Paced;
  /** Before the database counts from, by a clock that nobody sets. */
  readonly claimedAtMs: number;
}

/** Attempts what was claimed and writes what became of it. A failure of ours leaves claims to run out. */
export async function attemptClaim(deps: DeliverDeps, attempt: Attempt): Promise<void> {
  const { settings, runtime, claim, claimedAtMs } = attempt;
  const settled = settler(deps, attempt);
  await attemptAll(
    {
      ...{ deps, settings, runtime },
      settle: (delivery, next, { pausesTarget = false, cost } = {}) => {
        const charging = settings.charging(delivery.tenant);
        settled.add({ delivery, next, meter: runtime.meterOf(delivery), charging, pausesTarget, cost });
      },
    },
    claim.deliveries,
    claimedAtMs,
  );
  await settled.done();
}

/**
 * Claims and attempts the due deliveries of one target until nothing is left or it must pause. A failure of ours
 * leaves claims to run out; they then count as unknown.
 */
export async function serveTarget(deps: DeliverDeps, target: string, isStopping: () => boolean): Promise<void> {
  for (;;) {
    const settings = deps.settings();
    const runtime = settings.target(target);
    if (runtime === undefined || isStopping()) {
      return;
    }
    const pace: Paced = { rates: runtime.rates?.() ?? [], app: runtime.app };
    const claimedAtMs = performance.now();
    const claim = await claimDeliveries(deps.store, {
      ...{ target, maxInFlight: runtime.maxInFlight, maxBatch: runtime.maxBatch, leaseMs: deps.leaseMs },
      ...{ owner: deps.owner, weights: settings.weights, ...pace, activation: settings.activation },
    });
    if (claim.deliveries.length === 0) {
      return;
    }
    await attemptClaim(deps, { target, settings, runtime, claim, pace, claimedAtMs });
  }
}
