import type { ChannelEvent, HookItem, LookUpOutcome, SendOutcome, TargetEvent } from '../../src/adapter-sdk/index.js';
import { createKey } from '../../src/api/keys.js';
import { applySnapshot } from '../../src/app/snapshot-store.js';
import { newId, type Id } from '../../src/domain/ids.js';
import { packRequest } from '../../src/domain/raw-request.js';
import type { TicketCommand } from '../../src/domain/ticket-command.js';
import { claimDeliveries } from '../../src/handling/deliver/claim.js';
import { serveTarget, type DeliverDeps } from '../../src/handling/deliver/serve-target.js';
import {
  decideBatch,
  type BatchDeps,
  fireClocks,
  spreadChanges,
  splitIntakes,
  storeAnswers,
  submitCommand,
  type Item,
  type Split,
  type TargetRuntime,
} from '../../src/handling/index.js';
import { pullAccounts } from '../../src/intake/index.js';
import { storeGroup, type Intake } from '../../src/intake/inbox/store-group.js';
import { createSealer } from '../../src/platform/crypto/sealer.js';
import type { Database, Store } from '../../src/platform/store/store.js';
import { knownSnapshots } from '../../src/settings/snapshot-times.js';
import { hooked } from './hooked-batch.js';
import { CENTER, CHANNEL, CRM, SETTINGS, smallWorld, TEXT_LIMIT, type SmallWorld } from './small-settings.js';

const SEALER = createSealer('22'.repeat(32));

/** What an adapter of these tests finds in a body. */
type Body =
  | { readonly events: readonly ChannelEvent[] }
  | { readonly hook: readonly HookItem[] }
  /** Makes the adapter throw, as only a fault of ours does. */
  | { readonly broken: true };

/** How the other side answers the attempts of one delivery, in order; the last one again and again. */
type Script = (item: Item) => readonly SendOutcome[];

/** What a pipeline runs under; a test can change it while it runs. */
export interface Circumstances {
  readonly world: () => SmallWorld;
  readonly now: () => number;
  readonly onDecided?: BatchDeps['onDecided'];
  /** What the platform of `page-alfa` charges for a part that it took. */
  readonly priceItemOf?: NonNullable<TargetRuntime['priceItemOf']>;
}

function ordinary(): Circumstances {
  const [world, nowMs] = [smallWorld(SETTINGS), Date.now()];
  return { world: () => world, now: () => nowMs };
}

export interface Pipeline {
  readonly nowMs: number;
  /** Stores bodies in one group commit, as a webhook does. */
  post(...bodies: readonly Body[]): Promise<void>;
  /** Finds where to begin on an account, and pulls a body of it after that. */
  pull(account: string, body: Body): Promise<void>;
  split(): Promise<void>;
  decide(): Promise<void>;
  /** Decides one batch and leaves what follows from it. It waits before its commit, holding its locks, and before statements. */
  decideOnce(beforeCommit?: () => Promise<void>, beforeQuery?: (text: string) => Promise<void>): Promise<void>;
  /** With a lease of 0 ms by a worker that is always too late. */
  deliver(leaseMs?: number): Promise<void>;
  /** So many schedulers at once. */
  fireClocks(schedulers?: number): Promise<void>;
  spreadChanges(schedulers?: number): Promise<void>;
  answer(...answers: readonly TargetEvent[]): Promise<void>;
  command(key: string, ticketId: string, command: TicketCommand): Promise<void>;
  /** Claims what is due at a target and dies; with `expired`, long ago. */
  claimAndDie(target: string, expired: boolean): Promise<void>;
  /** Nothing waits for its next attempt any more. */
  passWaits(): Promise<void>;
  ticketOf(conversation: string): Promise<string>;
}

function splitBody(rawBody: Buffer): Split {
  const body = JSON.parse(rawBody.toString()) as Body;
  if ('broken' in body) {
    throw new Error('a fault of ours');
  }
  return 'hook' in body ? { kind: 'hook', target: CRM, items: body.hook } : { kind: 'platform', events: body.events };
}

/** A target that follows the script; where an outcome was unknown, a look finds it there. */
function scripted(meter: 'answer.sent' | 'forward.1700' | 'delivery.crm', script: Script): TargetRuntime {
  const attempts = new Map<string, number>();
  return {
    maxInFlight: 100,
    maxBatch: 100,
    meterOf: ({ kind }) => (kind === 'opened' || kind === 'reply' ? meter : undefined),
    send(items, told) {
      for (const item of items) {
        const { id } = item.delivery;
        const before = attempts.get(id) ?? 0;
        attempts.set(id, before + 1);
        const outcomes = script(item);
        const outcome = outcomes[before] ?? outcomes.at(-1);
        if (outcome !== undefined) {
          told(item, outcome);
        }
      }
      return Promise.resolve();
    },
    lookUp: ({ delivery: { id, kind, ticketId } }) =>
      Promise.resolve<LookUpOutcome>(
        kind === 'reply'
          ? { kind: 'found', remoteId: `remote-${id}` }
          : { kind: 'found', remoteTicketId: `record-${ticketId}` },
      ),
  };
}

function throwing(what: string): (id: string, error: unknown) => void {
  return (id, error) => {
    if (!(error instanceof Error && error.message === 'a fault of ours')) {
      throw new Error(`${what} ${id} failed`, { cause: error });
    }
  };
}

async function atOnce(count: number, work: () => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: count }, work));
}

/** The real functions of intake and handling on a database, one step at a time, with adapters that follow a script. */
export async function pipelineOn(
  db: Database,
  script: Script,
  { world, now, onDecided = () => undefined, priceItemOf }: Circumstances = ordinary(),
): Promise<Pipeline> {
  const nowMs = now();
  const store = db.handling;
  await applySnapshot(store, world().settings, {
    ...{ author: 'test', effectiveFrom: new Date(nowMs - 86_400_000), openTickets: 'pin' },
  });
  const key = await createKey(db.api, { role: 'operator', tenant: '*', name: 'Balie', nowMs });
  const principal = key.ok ? key.id : '';
  const runtimes = new Map([
    [CENTER, scripted('forward.1700', script)],
    [CRM, scripted('delivery.crm', script)],
    [`${CHANNEL}:page-alfa`, { ...scripted('answer.sent', script), ...(priceItemOf && { priceItemOf }) }],
    [`${CHANNEL}:page-beta`, scripted('answer.sent', script)],
  ]);
  const deliverDeps: DeliverDeps = {
    ...{ store, sealer: SEALER, owner: 'test', leaseMs: 30_000, now, random: () => 0 },
    settings: () => ({
      hash: world().compiled.hash,
      weights: new Map(),
      charging: (tenant) => world().compiled.municipalityByTenant(tenant)?.charging,
      municipality: () => ({ nis: '', name: '' }),
      platformPrice: world().compiled.platformPrice,
      whyErased: ({ because }) => `weg: ${because}`,
      textLimit: () => TEXT_LIMIT,
      citingChannels: [],
      target: (id) => runtimes.get(id),
    }),
    onSettled: () => undefined,
    onFailed: throwing('target'),
  };
  let seq = 0;

  function intake(body: Body): Intake {
    seq += 1;
    // A second after the newest thing that it tells.
    const occurred = 'events' in body ? body.events.map((event) => event.occurredAtMs) : [];
    const receivedAtMs = Math.max(now() - 100 * 60_000, ...occurred) + 1_000 + seq;
    const packed = packRequest({ headers: {}, rawBody: Buffer.from(JSON.stringify(body)) });
    return { id: newId(receivedAtMs), receiver: CHANNEL, account: null, receivedAtMs, body: SEALER.seal(packed) };
  }

  async function drain(work: () => Promise<'more' | 'idle'>): Promise<void> {
    while ((await work()) === 'more') {
      // The next batch.
    }
  }

  const times = knownSnapshots();
  const decideIn = (on: Store): Promise<'more' | 'idle'> =>
    decideBatch({
      ...{ store: on, sealer: SEALER, rules: () => world().rules, times, now, onDecided },
      onFailed: throwing('event'),
    });
  return {
    get nowMs() {
      return now();
    },
    post: async (...bodies) => {
      const intakes = bodies.map(intake);
      const id = newId(intakes[0]?.receivedAtMs ?? nowMs);
      await storeGroup(db.intake, id, intakes);
    },
    pull: async (account, body) => {
      const pulled = { kind: 'pulled', cursor: '1', hasMore: false } as const;
      const bodies = [null, Buffer.from(JSON.stringify(body))];
      for (const one of bodies) {
        await store.query('update pulled_account set next_at = now()');
        await pullAccounts({
          ...{ store, sealer: SEALER, now, random: () => 0, onTaken: () => undefined },
          onFailed: ({ account: of }, code) => throwing('account')(of, code),
          accounts: () => [
            {
              ...{ channel: CHANNEL, receiver: CHANNEL, account, everyMs: () => 1 },
              pull: async () => ({ ...pulled, body: one }),
            },
          ],
        });
      }
    },
    split: () =>
      drain(() =>
        splitIntakes({
          ...{ store, sealer: SEALER },
          split: (_receiver, _account, request) => splitBody(request.rawBody),
          tenantOf: (channel, account) => world().compiled.municipalityOf(channel, account)?.municipality.tenant,
          onSplitFailed: throwing('intake'),
          onSplit: () => undefined,
        }),
      ),
    decide: () => drain(() => decideIn(store)),
    decideOnce: async (beforeCommit, beforeQuery) => {
      await decideIn({
        ...store,
        transaction: (point, work) => store.transaction(point, hooked(work, { beforeCommit, beforeQuery })),
      });
    },
    deliver: async (leaseMs = 30_000) => {
      for (const target of runtimes.keys()) {
        await serveTarget({ ...deliverDeps, leaseMs }, target, () => false);
      }
    },
    fireClocks: (schedulers = 1) => atOnce(schedulers, () => fireClocks(store, SEALER, now())),
    spreadChanges: (schedulers = 1) => atOnce(schedulers, () => spreadChanges(store, SEALER, now())),
    answer: async (...answers) => {
      await storeAnswers(store, SEALER, { target: CENTER, receivedAtMs: now() }, answers);
    },
    command: async (idempotencyKey, ticketId, command) => {
      const request = { ticketId, command, principal, idempotencyKey, nowMs: now() };
      const { kind } = await store.transaction('api.command', (sql) => submitCommand(sql, SEALER, request));
      if (kind !== 'stored') {
        throw new Error(`The command ${idempotencyKey} was not stored but ${kind}`);
      }
    },
    claimAndDie: async (target, expired) => {
      await claimDeliveries(store, {
        ...{ target, maxInFlight: 100, maxBatch: 100, leaseMs: expired ? -1 : 60_000, owner: 'dead' },
        weights: new Map(),
      });
    },
    passWaits: async () => {
      await store.query("update delivery set next_attempt_at = now() where state in ('due', 'unknown')");
    },
    ticketOf: async (conversation) => {
      const [row] = await store.query<{ ticket_id: Id }>('select ticket_id from conversation where key = $1', [
        conversation,
      ]);
      return row?.ticket_id ?? `no ticket in ${conversation}`;
    },
  };
}
