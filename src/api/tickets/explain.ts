import { Type, type Static } from 'typebox';
import type { ApiSettings } from '../api-deps.js';
import { exact, instant, instantOrNull } from '../fields.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { explanationTexts as texts } from './explanation-texts.js';
import {
  loadClocks,
  loadNumbers,
  loadTicket,
  loadTimeline,
  loadUsage,
  type ClockRow,
  type TimelineRow,
  type UsageRow,
} from './load-ticket.js';
import { usageAnswer } from './ticket-detail.js';
import { EXPLANATION, TICKET_PARAMS } from './ticket-schemas.js';

type Sentence = Static<typeof EXPLANATION>['sentences'][number];

/** Facts were written by the version of their day; a field that it did not know yet reads as undefined. */
function textOf(data: unknown, ...path: readonly string[]): string | undefined {
  let value = data;
  for (const name of path) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  }
  return typeof value === 'string' ? value : undefined;
}

/** A code or name in a fact; a question mark shows that it was not recorded. */
function wordIn(data: unknown, ...path: readonly string[]): string {
  return textOf(data, ...path) ?? '?';
}

function listOf(data: unknown, name: string): readonly string[] {
  const value = typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[name] : undefined;
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function openingSentences(row: TimelineRow, number: number, numbers: Numbers): Sentence[] {
  const { data } = row;
  const at = instant(row.occurred_at);
  const target = wordIn(data, 'target');
  const rule = wordIn(data, 'route', 'rule');
  const because = textOf(data, 'route', 'explanation');
  const topic = wordIn(data, 'topic');
  const origin = numbers.get(otherIn(row) ?? '');
  const text =
    origin === undefined
      ? texts.opened(wordIn(data, 'channel'), number, wordIn(data, 'kind'))
      : texts.splitOff(origin, number, wordIn(data, 'kind'));
  const sentences: Sentence[] = [
    { about: 'opened', at, text },
    { about: 'topic', at, text: texts.topic(topic, wordIn(data, 'level'), listOf(data, 'matched')) },
  ];
  return because === undefined
    ? sentences
    : [...sentences, { about: 'route', at, text: texts.route(target, rule, because) }];
}

/** The other ticket that a fact names, as a person says it. */
function otherIn({ type, data }: TimelineRow): string | undefined {
  return textOf(data, type === 'ticket.absorbed' ? 'from' : type === 'ticket.opened' ? 'splitFrom' : 'into');
}

type Numbers = ReadonlyMap<string, number>;

function changeText(row: TimelineRow, numbers: Numbers): string | undefined {
  const { data } = row;
  const other = String(numbers.get(otherIn(row) ?? '') ?? '?');
  const by = wordIn(data, 'by');
  const clock = wordIn(data, 'clock');
  switch (row.type) {
    case 'ticket.forwarded':
      return texts.forwarded(wordIn(data, 'from'), wordIn(data, 'to'), by, wordIn(data, 'reason'));
    case 'status.changed':
      return texts.status(wordIn(data, 'to'), by, textOf(data, 'reason'));
    case 'ticket.merged':
      return texts.merged(other, by);
    case 'ticket.absorbed':
      return texts.absorbed(other, by);
    case 'ticket.split':
      return texts.split(listOf(data, 'messageIds').length, other, by);
    case 'sla.warned':
      return texts.warned(clock);
    case 'sla.breached':
      return texts.breached(clock);
    default:
      return undefined;
  }
}

function eventSentences(row: TimelineRow, number: number, numbers: Numbers): Sentence[] {
  const at = instant(row.occurred_at);
  if (row.type === 'ticket.opened') {
    return openingSentences(row, number, numbers);
  }
  const because = row.type === 'ticket.routed' ? textOf(row.data, 'route', 'explanation') : undefined;
  if (because !== undefined) {
    const target = wordIn(row.data, 'target');
    return [{ about: 'route', at, text: texts.route(target, wordIn(row.data, 'route', 'rule'), because) }];
  }
  const text = changeText(row, numbers);
  return text === undefined ? [] : [{ about: 'change', at, text }];
}

function usageSentence(row: UsageRow, settings: ApiSettings): Sentence {
  const { meter, quantity, tariff, amountEuro, corrects, occurredAt } = usageAnswer(row, settings);
  // The exact amount, not rounded to cents: it is what the sum of the invoice is made of.
  const price = amountEuro === null ? texts.priceUnknown : `€ ${amountEuro.replace('.', ',')}`;
  const say = corrects === null ? texts.usage : texts.corrected;
  return { about: 'usage', at: occurredAt, text: say(meter, quantity, tariff, price) };
}

/** Why this destination, why this deadline, why this amount: sentences made from stored facts only. */
export function explain(
  facts: {
    readonly number: number;
    /** Of the other tickets that the timeline names. */
    readonly numbers: Numbers;
    readonly timeline: readonly TimelineRow[];
    readonly clocks: readonly ClockRow[];
    readonly usage: readonly UsageRow[];
  },
  settings: ApiSettings,
): Sentence[] {
  return [
    ...facts.timeline.flatMap((row) => eventSentences(row, facts.number, facts.numbers)),
    ...facts.clocks.map((row): Sentence => {
      const text = texts.clock(row.name, row.state, row.explanation);
      return { about: 'clock', at: instantOrNull(row.due_at), text };
    }),
    ...facts.usage.map((row) => usageSentence(row, settings)),
  ];
}

export function explainRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/tickets/{id}/explain',
    summary: 'Why this destination, this deadline, this amount (in Dutch)',
    permission: 'tickets:read',
    params: TICKET_PARAMS,
    query: exact({}),
    body: Type.Null(),
    response: EXPLANATION,
    async handle({ params, principal }, context) {
      return asTenant(context.store, 'api.read', principal.tenant, async (sql) => {
        const ticket = await loadTicket(sql, params.id, new Date(context.nowMs()));
        if (ticket === undefined) {
          return refused(apiProblem('TICKET_UNKNOWN'));
        }
        const number = Number(ticket.number);
        const timeline = await loadTimeline(sql, ticket.id);
        const clocks = await loadClocks(sql, ticket.id);
        const usage = await loadUsage(sql, ticket);
        const numbers = await loadNumbers(
          sql,
          timeline.map(otherIn).filter((id) => id !== undefined),
        );
        const sentences = explain({ number, numbers, timeline, clocks, usage }, context.settings());
        return ok({ ticketId: ticket.id, number, sentences });
      });
    },
  });
}
