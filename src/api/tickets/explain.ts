import { Type, type Static } from 'typebox';
import type { SentenceLanguage } from '../../domain/sla/clock-sentence.js';
import { billedQuantity, platformPricesOn } from '../../domain/platform-price.js';
import type { Sql } from '../../platform/store/store.js';
import type { TicketHistory } from '../../ticket-history/load-ticket-histories.js';
import type { ApiSettings } from '../api-deps.js';
import { exact, instant } from '../fields.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type ApiContext, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { explainClocks } from './explain-clocks.js';
import { EXPLANATION, EXPLANATION_LANGUAGES } from './explanation-schemas.js';
import { explanationTexts, type ExplanationTexts } from './explanation-texts.js';
import { loadHistory } from './load-history.js';
import {
  loadNumbers,
  loadTicket,
  loadTimeline,
  loadUsage,
  MAX_PART,
  type TimelineRow,
  type UsageRow,
} from './load-ticket.js';
import { usageAnswer } from './ticket-detail.js';
import type { TicketRow } from './ticket-rows.js';
import { TICKET_PARAMS } from './ticket-schemas.js';

type Explanation = Static<typeof EXPLANATION>;
type Sentence = Explanation['sentences'][number];

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

function isTrue(data: unknown, name: string): boolean {
  return typeof data === 'object' && data !== null && (data as Record<string, unknown>)[name] === true;
}

function hasNull(data: unknown, name: string): boolean {
  return typeof data === 'object' && data !== null && (data as Record<string, unknown>)[name] === null;
}

function listOf(data: unknown, name: string): readonly string[] {
  const value = typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[name] : undefined;
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Where facts name the other ticket. */
const OTHER_IN: Readonly<Record<string, string>> = {
  'ticket.opened': 'splitFrom',
  'ticket.absorbed': 'from',
  'absorbed.waiting': 'from',
  'ticket.merged': 'into',
  'ticket.split': 'into',
};

function otherIn({ type, data }: TimelineRow): string | undefined {
  const field = OTHER_IN[type];
  return field === undefined ? undefined : textOf(data, field);
}

type Numbers = ReadonlyMap<string, number>;

interface Saying {
  readonly texts: ExplanationTexts;
  readonly number: number;
  /** Of the other tickets that the timeline names. */
  readonly numbers: Numbers;
}

function openingSentences(row: TimelineRow, { texts, number, numbers }: Saying): Sentence[] {
  const { data, occurred_at } = row;
  const origin = numbers.get(otherIn(row) ?? '');
  const kind = wordIn(data, 'kind');
  const at = instant(occurred_at);
  const because = textOf(data, 'route', 'explanation');
  const sentences: Sentence[] = [
    {
      ...{ about: 'opened', at },
      text:
        origin === undefined
          ? texts.opened(wordIn(data, 'channel'), number, kind)
          : texts.splitOff(origin, number, kind),
    },
    {
      about: 'topic',
      at,
      text: texts.topic(wordIn(data, 'topic'), wordIn(data, 'level'), listOf(data, 'matched')),
    },
  ];
  return because === undefined
    ? sentences
    : [
        ...sentences,
        { about: 'route', at, text: texts.route(wordIn(data, 'target'), wordIn(data, 'route', 'rule'), because) },
      ];
}

function reasonIn(data: unknown): string {
  const code = textOf(data, 'because');
  return code === undefined ? '' : ` (${code})`;
}

function termsText(data: unknown, texts: ExplanationTexts): string {
  const mode = wordIn(data, 'mode') === 'recompute' ? 'recompute' : 'migrate';
  return texts.otherTerms[mode](wordIn(data, 'terms', 'rule'), wordIn(data, 'terms', 'policy'));
}

/** How tickets were merged and split; undefined for any other fact. */
function linkText(row: TimelineRow, { texts, numbers }: Saying): string | undefined {
  const { type, data } = row;
  const by = wordIn(data, 'by');
  const other = String(numbers.get(otherIn(row) ?? '') ?? '?');
  switch (type) {
    case 'ticket.merged':
      return texts.merged(other, by);
    case 'ticket.absorbed':
      return texts.absorbed(other, by);
    case 'absorbed.waiting':
      return hasNull(data, 'sinceMs') ? texts.answeredThere(other) : texts.waitsThere(other);
    case 'ticket.split':
      return texts.split(listOf(data, 'messageIds').length, other, by);
    default:
      return undefined;
  }
}

function changeText({ type, data }: TimelineRow, texts: ExplanationTexts): string | undefined {
  const by = wordIn(data, 'by');
  const clock = wordIn(data, 'clock');
  switch (type) {
    case 'ticket.forwarded':
      return texts.forwarded(wordIn(data, 'from'), wordIn(data, 'to'), by, reasonIn(data));
    case 'status.changed':
      return texts.status(wordIn(data, 'to'), by);
    case 'spam.judged':
      return texts.spam(isTrue(data, 'isSpam'), by);
    case 'priority.changed':
      return texts.priority(wordIn(data, 'from'), wordIn(data, 'to'), by);
    case 'sla.warned':
      return texts.warned(clock);
    case 'sla.breached':
      return texts.breached(clock);
    case 'sla.window':
      return texts.windowStep(clock);
    case 'sla.terms':
      return termsText(data, texts);
    case 'sla.crisis':
      return texts.crisis[wordIn(data, 'crisis', 'mode') === 'relax' ? 'relax' : 'suspend'];
    case 'sla.crisis-ended':
      return texts.crisisEnded;
    default:
      return undefined;
  }
}

function eventSentences(row: TimelineRow, saying: Saying): Sentence[] {
  if (row.type === 'ticket.opened') {
    return openingSentences(row, saying);
  }
  const text = linkText(row, saying) ?? changeText(row, saying.texts);
  return text === undefined ? [] : [{ about: 'change', at: instant(row.occurred_at), text }];
}

/** What was charged for: so many units of a meter, or what a platform charged and by which item of which rate card. */
function chargedFor(entry: ReturnType<typeof usageAnswer>, settings: ApiSettings, texts: ExplanationTexts): string {
  const { meter, quantity, target, billingDay } = entry;
  if (meter !== 'platform.cost' || target === null) {
    return texts.counted(meter, quantity);
  }
  const card = platformPricesOn(settings.platformPrices ?? [], target.split('.')[0] ?? '', billingDay);
  return texts.passedOn(String(billedQuantity(meter, quantity)), target, card?.validFrom ?? null);
}

function usageSentence(row: UsageRow, settings: ApiSettings, texts: ExplanationTexts): Sentence {
  const entry = usageAnswer(row, settings);
  const { tariff, amountEuro, corrects, reason, occurredAt } = entry;
  // The exact amount, not rounded to cents: it is what the sum of the invoice is made of.
  const say = corrects === null ? texts.usage : texts.corrected;
  const because = reason === null ? '' : ` ${texts.takenBack[reason]}`;
  return {
    about: 'usage',
    at: occurredAt,
    text: `${say(chargedFor(entry, settings, texts), tariff, amountEuro)}${because}`,
  };
}

interface Loaded {
  readonly ticket: TicketRow;
  readonly timeline: readonly TimelineRow[];
  readonly usage: readonly UsageRow[];
  readonly numbers: Numbers;
  readonly history: TicketHistory | undefined;
}

async function load(sql: Sql, idOrNumber: string, nowMs: number): Promise<Loaded | undefined> {
  const ticket = await loadTicket(sql, idOrNumber, new Date(nowMs));
  if (ticket === undefined) {
    return undefined;
  }
  const timeline = await loadTimeline(sql, ticket.id);
  const usage = await loadUsage(sql, ticket);
  const others = timeline.map(otherIn).filter((id) => id !== undefined);
  const numbers = await loadNumbers(sql, others);
  return { ticket, timeline, usage, numbers, history: await loadHistory(sql, ticket.id) };
}

interface Telling {
  readonly asOfMs: number;
  readonly language: SentenceLanguage;
  readonly context: ApiContext;
}

async function clocksOf({ ticket, history }: Loaded, { asOfMs, language, context }: Telling) {
  if (history === undefined) {
    return { clocks: [], held: null, isCut: true };
  }
  const times = await context.slaTimes(
    ticket.tenant,
    history.facts.map(({ settingsHash }) => settingsHash),
  );
  return explainClocks({ ...history, times, asOfMs, language });
}

/** Why this destination, why this deadline, why this amount: from stored facts only. */
async function explain(loaded: Loaded, telling: Telling): Promise<Explanation> {
  const { ticket, timeline, usage, numbers } = loaded;
  const { asOfMs, language, context } = telling;
  const texts = explanationTexts(language);
  const number = Number(ticket.number);
  const told = await clocksOf(loaded, telling);
  return {
    ...{ ticketId: ticket.id, number, language, asOf: new Date(asOfMs).toISOString() },
    sentences: [
      ...timeline.slice(-MAX_PART).flatMap((row) => eventSentences(row, { texts, number, numbers })),
      ...told.clocks.map(({ dueAt, sentence }): Sentence => ({ about: 'clock', at: dueAt, text: sentence })),
      ...usage.slice(-MAX_PART).map((row) => usageSentence(row, context.settings(), texts)),
    ],
    clocks: told.clocks,
    held: told.held,
    isCut: told.isCut || [timeline, usage].some((part) => part.length > MAX_PART),
  };
}

export function explainRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/tickets/{id}/explain',
    summary: 'Why this destination, this deadline, this amount, and who had the ticket how long',
    permission: 'tickets:read',
    params: TICKET_PARAMS,
    query: exact({
      language: Type.Optional(
        Type.Enum([...EXPLANATION_LANGUAGES], { description: 'Of the sentences; nl unless told.' }),
      ),
    }),
    body: Type.Null(),
    response: EXPLANATION,
    async handle({ params, query, principal }, context) {
      const asOfMs = context.nowMs();
      const loaded = await asTenant(context.store, 'api.read', principal.tenant, (sql) => load(sql, params.id, asOfMs));
      // The calendars come from another connection, and the embedded store has one: first let go of this one.
      return loaded === undefined
        ? refused(apiProblem('TICKET_UNKNOWN'))
        : ok(await explain(loaded, { asOfMs, language: query.language ?? 'nl', context }));
    },
  });
}
