import { groupBy } from '../../domain/group-by.js';
import { deriveId } from '../../domain/ids.js';
import type { Meter } from '../../domain/vocabulary.js';
import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import type { ChargeTerms } from '../../settings/charging.js';
import { storeEvents } from '../inbox/inbox-event.js';
import { turnBySpam } from '../charge/take-back.js';
import type { Attempted, PlatformCharge, SettleDeps } from './attempted.js';
import { holdTarget, recordHealth } from './breaker.js';
import type { ClaimedDelivery } from './claim.js';
import { lookAgain } from './look-again.js';
import { isTargetFailure, tellsOfHealth, wasHeldBack } from './next-state.js';
import { isLastPart, outcomeEvent, OUTCOME_KINDS, type TicketPlace } from './outcome-event.js';
import { countEnded } from './pace-rows.js';
import { placeOfTarget } from './place-of-target.js';

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
    channel: ['text', ({ delivery }) => placeOfTarget(delivery.target).channel],
    account: ['text', ({ delivery }) => placeOfTarget(delivery.target).account],
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
    channel: ['text', ({ delivery }) => (delivery.kind === 'reply' ? placeOfTarget(delivery.target).channel : '')],
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

function remoteIdOf({ delivery, next }: SettledDelivery): string | null {
  return next.remoteId ?? delivery.remoteId;
}

async function writeTraces(sql: Sql, settled: readonly SettledDelivery[]): Promise<void> {
  const failed = settled.filter(({ next }) => next.state !== 'delivered');
  await insertAttempts(sql, failed, undefined);
  const made = settled.filter(({ next }) => next.remoteTicketId !== null);
  await insertRemoteTickets(sql, made, undefined);
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

const WITHDRAW = `
  update delivery d set state = 'withdrawn', code = 'EARLIER_PART_REFUSED'
  from unnest($1::uuid[], $2::text[], $3::int[]) as t(ticket_id, target, seq)
  where d.ticket_id = t.ticket_id and d.target = t.target and d.seq = t.seq and d.kind = 'reply'
    and d.state in ('due', 'unknown')`;

async function writeReplyOutcomes(sql: Sql, settled: readonly SettledDelivery[], deps: SettleDeps): Promise<void> {
  const replies = settled.filter(({ delivery }) => OUTCOME_KINDS.has(delivery.kind));
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
    const change = await recordHealth(
      sql,
      {
        ...{ target, successes: attempts.length - failed.length, failures: failed.length },
        mustPause: attempts.some((attempt) => attempt.pausesTarget),
        code: failed[0]?.next.code ?? null,
        wasTroubled: deps.wasTroubled(target),
      },
      deps.random(),
    );
    if (change === 'closed') {
      await lookAgain(sql, target);
    }
  }
}

/** What the account has used of its rates, and until when its platform wants nothing more. */
async function writePace(sql: Sql, settled: readonly SettledDelivery[], { paceOf }: SettleDeps): Promise<void> {
  const sent = settled.filter(({ next }) => !wasHeldBack(next));
  for (const [target, attempts] of groupBy(sent, ({ delivery }) => delivery.target)) {
    const ids = attempts.map(({ delivery }) => delivery.id);
    await countEnded(sql, target, paceOf(target), ids);
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
