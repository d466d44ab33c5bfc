import type { Static } from 'typebox';
import type { ApiSettings } from '../api-deps.js';
import { instant, instantOrNull } from '../fields.js';
import { nameOf } from '../municipality.js';
import type { DELIVERY, TICKET_SUMMARY } from './ticket-schemas.js';

type Summary = Static<typeof TICKET_SUMMARY>;
type Delivery = Static<typeof DELIVERY>;

/** A ticket as the statements here select it. */
export interface TicketRow {
  readonly id: string;
  readonly tenant: string;
  readonly number: string;
  readonly channel: string;
  readonly account: string;
  readonly citizen_id: string | null;
  readonly kind: Summary['kind'];
  readonly status: Summary['status'];
  readonly topic: string;
  readonly language: Summary['language'];
  readonly level: Summary['level'];
  readonly priority: Summary['priority'];
  readonly target: string;
  readonly sla: Summary['sla'];
  readonly deadline: Date | null;
  readonly opened_at: Date;
  /** `opened_at` with all its digits, for cursors. */
  readonly opened_text: string;
  readonly updated_at: Date;
  readonly first_responded_at: Date | null;
  readonly closed_at: Date | null;
  readonly messages: number;
  readonly merged_into: string | null;
  readonly split_from: string | null;
}

export const TICKET_COLUMNS = `t.id, t.tenant, t.number, t.channel, t.account, t.citizen_id, t.kind, t.status, t.topic,
  t.language, t.level, t.priority, t.target, c.sla, c.deadline, t.opened_at, t.opened_at::text as opened_text,
  t.updated_at, t.first_responded_at, t.closed_at, t.messages, t.merged_into, t.split_from`;

/**
 * How a ticket `t` stands with its promises at instant `now` (a parameter such as `$1`): a clock that ran out counts
 * as breached also before its timer was handled.
 */
export function clockJoin(now: string): string {
  return `cross join lateral (
    select min(due_at) filter (where ended_at is null) as deadline,
           case when bool_or(state in ('breached', 'met-late') or (ended_at is null and due_at <= ${now})) then 'breached'
                when bool_or(ended_at is null and warn_at <= ${now}) then 'warning'
                else 'ok' end as sla
    from clock where clock.ticket_id = t.id and clock.tenant = t.tenant
  ) as c`;
}

export function ticketSummary(row: TicketRow, settings: ApiSettings): Summary {
  const { id, channel, account, kind, status, topic, language, level, priority, target, sla } = row;
  return {
    id,
    channel,
    account,
    kind,
    status,
    topic,
    language,
    level,
    priority,
    target,
    sla,
    number: Number(row.number),
    municipality: nameOf(settings, row.tenant),
    deadline: instantOrNull(row.deadline),
    openedAt: instant(row.opened_at),
    updatedAt: instant(row.updated_at),
    firstRespondedAt: instantOrNull(row.first_responded_at),
    closedAt: instantOrNull(row.closed_at),
    messageCount: row.messages,
    mergedInto: row.merged_into,
  };
}

export interface DeliveryRow {
  readonly id: string;
  readonly tenant: string;
  readonly ticket_id: string;
  readonly target: string;
  readonly kind: Delivery['kind'];
  readonly state: Delivery['state'];
  readonly seq: number;
  readonly part: number;
  readonly parts: number;
  readonly attempts: number;
  readonly next_attempt_at: Date;
  readonly held_until: Date | null;
  readonly created_at: Date;
  readonly first_attempt_at: Date | null;
  readonly delivered_at: Date | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly remote_id: string | null;
}

export const DELIVERY_COLUMNS = `id, tenant, ticket_id, target, kind, state, seq, part, parts, attempts, next_attempt_at,
  created_at, first_attempt_at, delivered_at, code, detail, remote_id,
  case when state in ('due', 'unknown') then (
    select held_until from breaker where breaker.target = delivery.target and held_until > now()) end as held_until`;

export function deliveryAnswer(row: DeliveryRow, settings: ApiSettings): Delivery {
  const { id, target, kind, state, seq, part, parts, attempts, code, detail } = row;
  return {
    id,
    target,
    kind,
    state,
    seq,
    part,
    parts,
    attempts,
    code,
    detail,
    ticketId: row.ticket_id,
    municipality: nameOf(settings, row.tenant),
    nextAttemptAt: instant(row.next_attempt_at),
    heldUntil: instantOrNull(row.held_until),
    createdAt: instant(row.created_at),
    firstAttemptAt: instantOrNull(row.first_attempt_at),
    deliveredAt: instantOrNull(row.delivered_at),
    remoteId: row.remote_id,
  };
}
