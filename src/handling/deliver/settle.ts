import { groupBy } from '../../domain/group-by.js';
import { deriveId, newId } from '../../domain/ids.js';
import type { SendingRate } from '../../domain/sending-rate.js';
import type { Meter } from '../../domain/vocabulary.js';
import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Sql, Store } from '../../platform/store/store.js';
import type { ChargeTerms, Charging } from '../../settings/charging.js';
import { storeEvents, type EventContent, type InboxEvent } from '../inbox/inbox-event.js';
import { turnBySpam } from '../charge/take-back.js';
import { holdTarget, recordHealth } from './breaker.js';
import type { ClaimedDelivery } from './claim.js';
import { isTargetFailure, tellsOfHealth, wasHeldBack, type NextState } from './next-state.js';
import { countEnded } from './pace-rows.js';

/** What a platform charges for a part that arrived, where no receipt of it says so. */
export interface PlatformCharge {
  readonly item: string;
  readonly millionths: number;
}

/** One attempt that is over. */
export interface Attempted {
  readonly delivery: ClaimedDelivery;
  readonly next: NextState;
  /** What delivering it costs the municipality, if it is charged. */
  readonly meter: Meter | undefined;
  readonly charging: Charging | undefined;
  readonly cost: PlatformCharge | undefined;
  /** Stops the whole target: a token was refused, an account blocked. */
  readonly pausesTarget: boolean;
}

export interface SettleDeps {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly settingsHash: string;
  readonly nowMs: number;
  readonly random: () => number;
  readonly wasTroubled: (target: string) => boolean;
  /** Of an account of a channel: the rates of its platform. */
  readonly ratesOf: (target: string) => readonly SendingRate[];
}

export interface SettledDelivery extends Attempted {
  readonly seconds: number;
}

/** Only the holder of the newest claim may settle: a worker that was thought dead changes nothing. */
const SETTLE = `
  update delivery d set state = t.state, failures = t.failures, code = t.code, detail = t.detail, lease_until = null,
    next_attempt_at = to_timestamp(t.next_ms / 1000), remote_id = coalesce(t.remote_id, d.remote_id), price_item = t.price_item,
    delivered_at = case when t.state = 'delivered' then now() end
  from unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::float8[], $6::text[], $7::text[], $8::text[],
              $9::text[])
    as t(id, attempts, state, failures, next_ms, code, detail, remote_id, price_item)
  where d.id = t.id and d.attempts = t.attempts and d.state = 'in-flight'
  returning d.id, extract(epoch from now() - d.created_at)::float8 as seconds`;

async function settleRows(sql: Sql, attempts: readonly Attempted[]): Promise<readonly SettledDelivery[]> {
  const rows = await sql.query<{ id: string; seconds: number }>(SETTLE, [
    attempts.map(({ delivery }) => delivery.id),
    attempts.map(({ delivery }) => delivery.attempts),
    attempts.map(({ next }) => next.state),
    attempts.map(({ next }) => next.failures),
    attempts.map(({ next }) => next.nextAttemptAtMs),
    attempts.map(({ next }) => next.code),
    attempts.map(({ next }) => next.detail?.slice(0, 500) ?? null),
    attempts.map(({ next }) => next.remoteId ?? next.remoteTicketId),
    attempts.map(({ charging, cost }) => (charging === undefined ? null : (cost?.item ?? null))),
  ]);
  const seconds = new Map(rows.map((row) => [row.id, row.seconds]));
  return attempts.flatMap((attempt) => {
    const took = seconds.get(attempt.delivery.id);
    return took === undefined ? [] : [{ ...attempt, seconds: took }];
  });
}

const insertAttempts = insertInto<SettledDelivery>('delivery_attempt', {
  delivery_id: ['uuid', ({ delivery }) => delivery.id],
  attempt: ['int', ({ delivery }) => delivery.attempts],
  tenant: ['text', ({ delivery }) => delivery.tenant],
  outcome: ['text', ({ next }) => next.state],
  code: ['text', ({ next }) => next.code ?? 'NONE'],
  detail: ['text', ({ next }) => next.detail?.slice(0, 500) ?? null],
});

const insertRemoteTickets = insertInto<SettledDelivery>(
  'remote_ticket',
  {
    tenant: ['text', ({ delivery }) => delivery.tenant],
    target: ['text', ({ delivery }) => delivery.target],
    ticket_id: ['uuid', ({ delivery }) => delivery.ticketId],
    remote_id: ['text', ({ next }) => next.remoteTicketId],
  },
  'on conflict do nothing',
);

const insertKeys = insertInto<SettledDelivery>(
  'message_key',
  {
    tenant: ['text', ({ delivery }) => delivery.tenant],
    channel: ['text', ({ delivery }) => placeOf(delivery.target).channel],
    account: ['text', ({ delivery }) => placeOf(delivery.target).account],
    platform_id: ['text', remoteIdOf],
    message_id: ['uuid', ({ delivery }) => delivery.messageId],
    ticket_id: ['uuid', ({ delivery }) => delivery.ticketId],
  },
  'on conflict do nothing',
);

interface Charge {
  readonly delivery: ClaimedDelivery;
  readonly meter: Meter;
  readonly terms: ChargeTerms;
  /** Of `platform.cost`. */
  readonly cost?: PlatformCharge;
}

const insertUsage = insertInto<Charge, SettleDeps>(
  'usage_entry',
  {
    id: ['uuid', ({ delivery, meter }) => deriveId(delivery.id, meter)],
    tenant: ['text', ({ delivery }) => delivery.tenant],
    meter: ['text', ({ meter }) => meter],
    quantity: ['int', ({ cost }) => cost?.millionths ?? 1],
    channel: ['text', ({ delivery }) => (delivery.kind === 'reply' ? placeOf(delivery.target).channel : '')],
    target: ['text', ({ delivery, cost }) => cost?.item ?? delivery.target],
    ticket_id: ['uuid', ({ delivery }) => delivery.ticketId],
    fact_kind: ['text', () => 'delivery'],
    fact_id: ['uuid', ({ delivery }) => delivery.id],
    tariff: ['text', ({ terms }) => terms.tariff],
    tariff_version: ['text', ({ terms }) => terms.tariffVersion],
    outside_hours: ['bool', ({ terms }) => terms.outsideHours],
    settings_hash: ['text', (_, { settingsHash }) => settingsHash],
    occurred_at: ['timestamptz', (_, { nowMs }) => new Date(nowMs)],
  },
  'on conflict do nothing',
);

/** `messenger:1045` is the account 1045 of the channel messenger. */
function placeOf(target: string): { readonly channel: string; readonly account: string } {
  const at = target.indexOf(':');
  return { channel: target.slice(0, at), account: target.slice(at + 1) };
}

function remoteIdOf({ delivery, next }: SettledDelivery): string | null {
  return next.remoteId ?? delivery.remoteId;
}

async function writeTraces(sql: Sql, settled: readonly SettledDelivery[]): Promise<void> {
  const failed = settled.filter(({ next }) => next.state !== 'delivered');
  await insertAttempts(sql, failed, undefined);
  const made = settled.filter(({ next }) => next.remoteTicketId !== null);
  await insertRemoteTickets(sql, made, undefined);
}

function isLastPart(delivery: ClaimedDelivery): boolean {
  return delivery.part === delivery.parts - 1;
}

/** What is charged: a delivery that arrived whole, and each part of an answer that its platform charges for. */
function chargesOf(settled: readonly SettledDelivery[], nowMs: number): Charge[] {
  return settled.flatMap(({ delivery, next, meter, charging, cost }): Charge[] => {
    if (next.state !== 'delivered' || charging === undefined) {
      return [];
    }
    const terms = charging(nowMs);
    return [
      ...(meter !== undefined && isLastPart(delivery) ? [{ delivery, meter, terms }] : []),
      ...(cost === undefined ? [] : [{ delivery, meter: 'platform.cost' as const, terms, cost }]),
    ];
  });
}

/** What became of an answer, as an inbox event for its ticket: the last part arrived, or any part will never. */
function outcomeEvent(attempt: Attempted, deps: SettleDeps, place: TicketPlace): InboxEvent[] {
  const { delivery, next } = attempt;
  const outcome = next.state === 'delivered' ? 'delivered' : 'refused';
  const isOver = next.state === 'refused' || (next.state === 'delivered' && isLastPart(delivery));
  if (delivery.kind !== 'reply' || !isOver) {
    return [];
  }
  const content: EventContent = {
    from: 'delivery',
    deliveryId: delivery.id,
    messageId: delivery.messageId ?? '',
    isFinal: delivery.isFinal,
    outcome,
    ...(next.code === null ? {} : { code: next.code }),
  };
  return [
    {
      ...{ id: newId(deps.nowMs), intakeId: null, tenant: delivery.tenant, ...placeOf(delivery.target) },
      ...{ key: `delivery:${delivery.id}:${outcome}`, conversation: place.conversation, shard: place.shard },
      ...{ source: 'delivery', action: 'delivery', occurredAtMs: deps.nowMs, receivedAtMs: deps.nowMs },
      ...{ state: 'pending', reason: null, ticketId: delivery.ticketId },
      body: deps.sealer.seal(Buffer.from(JSON.stringify(content))),
    },
  ];
}

interface TicketPlace {
  readonly id: string;
  readonly conversation: string;
  readonly shard: number;
}

const WITHDRAW = `
  update delivery d set state = 'withdrawn', code = 'EARLIER_PART_REFUSED'
  from unnest($1::uuid[], $2::text[], $3::int[]) as t(ticket_id, target, seq)
  where d.ticket_id = t.ticket_id and d.target = t.target and d.seq = t.seq and d.kind = 'reply'
    and d.state in ('due', 'unknown')`;

async function writeReplyOutcomes(sql: Sql, settled: readonly SettledDelivery[], deps: SettleDeps): Promise<void> {
  const replies = settled.filter(({ delivery }) => delivery.kind === 'reply');
  if (replies.length === 0) {
    return;
  }
  const arrived = replies.filter((reply) => reply.next.state === 'delivered' && remoteIdOf(reply) !== null);
  await insertKeys(sql, arrived, undefined);
  const places = await sql.query<TicketPlace>('select id, conversation, shard from ticket where id = any($1::uuid[])', [
    replies.map(({ delivery }) => delivery.ticketId),
  ]);
  const byId = new Map(places.map((place) => [place.id, place]));
  const events = replies.flatMap((attempt) => {
    const place = byId.get(attempt.delivery.ticketId);
    return place === undefined ? [] : outcomeEvent(attempt, deps, place);
  });
  await storeEvents(sql, events);
  const refused = replies.filter(({ next }) => next.state === 'refused').map(({ delivery }) => delivery);
  if (refused.length > 0) {
    await sql.query(WITHDRAW, [
      refused.map((delivery) => delivery.ticketId),
      refused.map((delivery) => delivery.target),
      refused.map((delivery) => delivery.seq),
    ]);
  }
}

async function writeHealth(sql: Sql, settled: readonly SettledDelivery[], deps: SettleDeps): Promise<void> {
  const sent = settled.filter(({ next }) => tellsOfHealth(next));
  const byTarget = groupBy(sent, ({ delivery }) => delivery.target);
  for (const [target, attempts] of [...byTarget].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const failed = attempts.filter(({ next }) => isTargetFailure(next));
    await recordHealth(
      sql,
      {
        ...{ target, successes: attempts.length - failed.length, failures: failed.length },
        mustPause: attempts.some((attempt) => attempt.pausesTarget),
        code: failed[0]?.next.code ?? null,
        wasTroubled: deps.wasTroubled(target),
      },
      deps.random(),
    );
  }
}

/** What the account has used of its rates, and until when its platform wants nothing more. */
async function writePace(sql: Sql, settled: readonly SettledDelivery[], { ratesOf }: SettleDeps): Promise<void> {
  const sent = settled.filter(({ next }) => !wasHeldBack(next));
  for (const [target, attempts] of groupBy(sent, ({ delivery }) => delivery.target)) {
    const ticketIds = attempts.map(({ delivery }) => delivery.ticketId);
    await countEnded(sql, target, ratesOf(target), ticketIds);
    const untilMs = Math.max(...attempts.map(({ next }) => next.holdsTargetUntilMs ?? 0));
    if (untilMs > 0) {
      const code = attempts.find(({ next }) => next.holdsTargetUntilMs === untilMs)?.next.code ?? 'NONE';
      await holdTarget(sql, { target, untilMs, code });
    }
  }
}

/**
 * Writes what became of attempts: the deliveries, the ledger entries they cause, the answer's outcome for its ticket,
 * and the target's health, all in one transaction.
 *
 * @returns those that were still this worker's to settle
 */
export async function settleDeliveries(
  deps: SettleDeps,
  attempts: readonly Attempted[],
): Promise<readonly SettledDelivery[]> {
  return deps.store.transaction('deliver.settle', async (sql) => {
    const settled = await settleRows(sql, attempts);
    await writeTraces(sql, settled);
    const charges = chargesOf(settled, deps.nowMs);
    await insertUsage(sql, charges, deps);
    const charged = [...new Set(charges.map(({ delivery }) => delivery.ticketId))];
    await turnBySpam(sql, charged, { settingsHash: deps.settingsHash, mayJudge: false });
    await writeReplyOutcomes(sql, settled, deps);
    await writeHealth(sql, settled, deps);
    await writePace(sql, settled, deps);
    return settled;
  });
}
