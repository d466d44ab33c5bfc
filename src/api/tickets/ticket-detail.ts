import { priceOf } from '../../billing/index.js';
import { Type, type Static } from 'typebox';
import type { Sql } from '../../platform/store/store.js';
import type { ApiDeps, ApiSettings } from '../api-deps.js';
import { exact, instant, instantOrNull } from '../fields.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, redirect, refused, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { attachmentAnswer } from './attachment-answer.js';
import {
  loadClocks,
  loadDeliveries,
  loadLastWords,
  loadMergedFrom,
  loadMessages,
  loadNumbers,
  loadTicket,
  loadTimeline,
  loadUsage,
  MAX_PART,
  survivorOf,
  type ClockRow,
  type MessageRow,
  type TimelineRow,
  type UsageRow,
} from './load-ticket.js';
import { deliveryAnswer, ticketSummary, type TicketRow } from './ticket-rows.js';
import { TICKET_DETAIL, TICKET_PARAMS } from './ticket-schemas.js';

type Detail = Static<typeof TICKET_DETAIL>;
type Answering = Pick<ApiDeps, 'settings' | 'answering' | 'canHide' | 'textStorage' | 'nowMs'>;

function storageOf(row: MessageRow, { textStorage, nowMs }: Answering) {
  const { tenant, channel, platform_id: platformId, erased_for: erasedFor, received_at: receivedAt } = row;
  const at = { tenant, channel, platformId, erasedFor, receivedAtMs: receivedAt.getTime() };
  const { keptUntilMs, erased } = textStorage({ ...at, ofCitizens: row.author === 'citizen' }, nowMs());
  return {
    textKeptUntil: keptUntilMs === null || row.redacted_at !== null ? null : instant(new Date(keptUntilMs)),
    erased: erased === null || row.erased_at === null ? null : { ...erased, at: instant(row.erased_at) },
  };
}

function messageAnswer(row: MessageRow, context: Answering): Detail['messages'][number] {
  const { id, author, version } = row;
  const isRedacted = row.redacted_at !== null;
  return {
    id,
    ticket: { ticketId: row.ticket_id, number: Number(row.ticket_number) },
    author,
    version,
    authorName: row.author_name,
    occurredAt: instant(row.occurred_at),
    receivedAt: instant(row.received_at),
    // Erasing empties the stored text as well; a redacted text is never shown even if that is still to come.
    text: isRedacted ? '' : row.text,
    attachments: row.media.map((one) => attachmentAnswer(id, isRedacted ? [] : row.attachments, one)),
    isPublic: row.is_public,
    redactedAt: instantOrNull(row.redacted_at),
    canHide: author === 'citizen' && row.is_public && !isRedacted && context.canHide(row.channel),
    hiddenAt: instantOrNull(row.hidden_at),
    ...storageOf(row, context),
  };
}

function timelineAnswer(row: TimelineRow): Detail['timeline'][number] {
  return {
    seq: row.seq,
    type: row.type,
    occurredAt: instant(row.occurred_at),
    receivedAt: instant(row.received_at),
    recordedAt: instant(row.recorded_at),
    data: row.data,
  };
}

function clockAnswer(row: ClockRow): Detail['clocks'][number] {
  const { name, round, target, state, reason, policy, rule, explanation } = row;
  return {
    name,
    round,
    target,
    state,
    reason,
    policy,
    rule,
    explanation,
    startedAt: instant(row.started_at),
    dueAt: instantOrNull(row.due_at),
    promisedAt: instantOrNull(row.promised_at),
    replyWindowEndsAt: instantOrNull(row.window_at),
    limitedBy: row.limited_by,
    warnAt: instantOrNull(row.warn_at),
    endedAt: instantOrNull(row.ended_at),
    promisedWorkingSeconds: Math.round(Number(row.target_ms) / 1000),
    usedWorkingSeconds: Math.round(Number(row.spent_ms) / 1000),
    policyVersion: row.policy_version,
  };
}

export function usageAnswer(row: UsageRow, settings: ApiSettings): Detail['usage'][number] {
  const { id, meter, quantity, tariff, tariff_version: tariffVersion, billing_day: date } = row;
  const { target, corrects, reason, outside_hours: outsideHours } = row;
  return {
    ...{ id, meter, quantity, tariff, target, corrects, reason, tariffVersion, outsideHours },
    ...{ occurredAt: instant(row.occurred_at), billingDay: date },
    ...priceOf(settings.tariffs, { tariff, tariffVersion, meter, quantity, date }),
  };
}

async function citizenOf(sql: Sql, ticket: TicketRow): Promise<Detail['citizen']> {
  if (ticket.citizen_id === null) {
    return null;
  }
  const [row] = await sql.query<{ id: string; name: string | null }>('select id, name from citizen where id = $1', [
    ticket.citizen_id,
  ]);
  return row ?? null;
}

async function splitFromOf(sql: Sql, { split_from: ticketId }: TicketRow): Promise<Detail['splitFrom']> {
  const number = ticketId === null ? undefined : (await loadNumbers(sql, [ticketId])).get(ticketId);
  return ticketId === null || number === undefined ? null : { ticketId, number };
}

async function answeringOf(sql: Sql, ticket: TicketRow, { answering, nowMs }: Answering): Promise<Detail['answering']> {
  const last = await loadLastWords(sql, ticket.id);
  const { channel, account } = ticket;
  const words = {
    ...{ channel, account, lastCitizenAtMs: last?.last_citizen_at?.getTime() ?? 0 },
    ...{ isPublic: last?.is_public ?? false, isAnswerable: last?.is_answerable ?? true },
  };
  return answering(words, nowMs()).map(({ closesAtMs, ...way }) => ({
    ...way,
    closesAt: closesAtMs === null ? null : instant(new Date(closesAtMs)),
  }));
}

async function detailOf(sql: Sql, ticket: TicketRow, context: Answering): Promise<Detail> {
  const settings = context.settings();
  const messages = await loadMessages(sql, ticket.id);
  const timeline = await loadTimeline(sql, ticket.id);
  const deliveries = await loadDeliveries(sql, ticket.id);
  const usage = await loadUsage(sql, ticket);
  const shown = messages.slice(-MAX_PART).map((row) => messageAnswer(row, context));
  return {
    ...ticketSummary(ticket, settings),
    textKeptUntil: shown.flatMap(({ textKeptUntil }) => textKeptUntil ?? []).toSorted()[0] ?? null,
    answering: await answeringOf(sql, ticket, context),
    citizen: await citizenOf(sql, ticket),
    mergedFrom: (await loadMergedFrom(sql, ticket.id)).map(({ id, number }) => ({
      ticketId: id,
      number: Number(number),
    })),
    splitFrom: await splitFromOf(sql, ticket),
    messages: shown,
    timeline: timeline.slice(-MAX_PART).map(timelineAnswer),
    clocks: (await loadClocks(sql, ticket.id)).map(clockAnswer),
    deliveries: deliveries.slice(-MAX_PART).map((row) => deliveryAnswer(row, settings)),
    usage: usage.slice(-MAX_PART).map((row) => usageAnswer(row, settings)),
    isCut: [messages, timeline, deliveries, usage].some((part) => part.length > MAX_PART),
  };
}

export function ticketDetailRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/tickets/{id}',
    summary: 'One ticket with its messages, timeline, clocks, deliveries and usage',
    permission: 'tickets:read',
    params: TICKET_PARAMS,
    query: exact({}),
    body: Type.Null(),
    response: TICKET_DETAIL,
    redirects: 'It was merged: ask for the ticket that goes on',
    async handle({ params, principal }, context) {
      return asTenant(context.store, 'api.read', principal.tenant, async (sql) => {
        const ticket = await loadTicket(sql, params.id, new Date(context.nowMs()));
        if (ticket === undefined) {
          return refused(apiProblem('TICKET_UNKNOWN'));
        }
        return ticket.merged_into === null
          ? ok(await detailOf(sql, ticket, context))
          : redirect(`/api/v1/tickets/${await survivorOf(sql, ticket.id)}`);
      });
    },
  });
}
