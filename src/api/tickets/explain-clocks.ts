import type { Static } from 'typebox';
import { clockIntervals, type ClockInterval } from '../../domain/sla/clock-intervals.js';
import { clockSentence, type SentenceLanguage } from '../../domain/sla/clock-sentence.js';
import { calendarOf, foldClocks, type ClockView } from '../../domain/sla/fold-clocks.js';
import { holderTime } from '../../domain/sla/holder-time.js';
import type { SlaTimes } from '../../domain/sla/sla-time.js';
import { HOLDERS } from '../../domain/sla/vocabulary.js';
import type { TicketHistory } from '../../ticket-history/load-ticket-histories.js';
import { explainTerms } from './explain-terms.js';
import type { EXPLANATION } from './explanation-schemas.js';
import { explanationTexts, type ExplanationTexts } from './explanation-texts.js';

type Explanation = Static<typeof EXPLANATION>;
type ClockExplanation = Explanation['clocks'][number];

/** A ticket can start a clock anew thousands of times, and one clock can span years. */
const MAX_CLOCKS = 100;
const MAX_INTERVALS = 1_000;

export interface ClockQuestion extends Pick<TicketHistory, 'facts' | 'handoffs'> {
  readonly times: SlaTimes;
  readonly asOfMs: number;
  readonly language: SentenceLanguage;
}

function instant(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : instant(ms);
}

/** Whole seconds that add up: each stretch gets what the running total rises by. */
function intervalAnswers(
  intervals: readonly ClockInterval[],
  earlierMs: number,
  texts: ExplanationTexts,
): ClockExplanation['intervals'] {
  let totalMs = earlierMs;
  return intervals.map(({ fromMs, toMs, why, isExpected, countedMs, factor, calendar, terms }) => {
    const beforeSeconds = Math.round(totalMs / 1000);
    totalMs += countedMs;
    return {
      ...{ from: instant(fromMs), until: instant(toMs), counts: why === 'open-hours' || why === 'relaxed', isExpected },
      ...{ why, text: texts.interval(why, calendar, factor), factor, calendar },
      workingSeconds: Math.round(totalMs / 1000) - beforeSeconds,
      ...{ rule: terms.terms.rule, policyVersion: terms.terms.policyVersion, settingsHash: terms.settingsHash },
    };
  });
}

function calendarNameOf(view: ClockView, times: SlaTimes): string {
  const last = view.spans.at(-1)?.terms;
  return (last === undefined ? times(view.settingsHash).calendar(null) : calendarOf(times, last, view.name)).calendar;
}

function clockAnswer(view: ClockView, question: ClockQuestion, max: number): ClockExplanation {
  const { times, asOfMs, language } = question;
  const { name, round, state, reason, limit, settingsHash } = view;
  const { policy, policyVersion, rule } = view.terms;
  const { intervals, earlierMs, isCut } = clockIntervals(view, times, { asOfMs, max });
  return {
    ...{ name, round, state, reason, limitedBy: limit, policy, policyVersion, rule, settingsHash, isCut },
    unit: 'working-time',
    sentence: clockSentence(view, times, language),
    startedAt: instant(view.startedAtMs),
    endedAt: instantOrNull(view.endedAtMs),
    dueAt: instantOrNull(view.dueAtMs),
    promisedAt: instantOrNull(view.promisedAtMs),
    replyWindowEndsAt: instantOrNull(view.windowAtMs),
    promisedWorkingSeconds: Math.round(view.targetMs / 1000),
    usedWorkingSeconds: Math.round(view.spentMs / 1000),
    calendar: calendarNameOf(view, times),
    earlierWorkingSeconds: Math.round(earlierMs / 1000),
    intervals: intervalAnswers(intervals, earlierMs, explanationTexts(language)),
  };
}

/** The newest clocks get their intervals first, until the answer is as long as it may be. */
function clockAnswers(views: readonly ClockView[], question: ClockQuestion): ClockExplanation[] {
  const answers: ClockExplanation[] = [];
  let left = MAX_INTERVALS;
  for (const view of views.slice(-MAX_CLOCKS).toReversed()) {
    const answer = clockAnswer(view, question, left);
    left -= answer.intervals.length;
    answers.push(answer);
  }
  return answers.toReversed();
}

function heldAnswer(question: ClockQuestion): NonNullable<Explanation['held']> {
  const { facts, handoffs, times, asOfMs, language } = question;
  const opened = facts.find(({ fact }) => fact.type === 'ticket.opened');
  const { partyOf } = times(opened?.settingsHash ?? '');
  const { openedAtMs, untilMs, isClosed, heldMs } = holderTime({ facts, handoffs, partyOf, asOfMs });
  const texts = explanationTexts(language);
  return {
    ...{ from: instant(openedAtMs), until: instant(untilMs), isClosed, totalMs: untilMs - openedAtMs },
    holders: HOLDERS.map((holder) => ({ holder, name: texts.holder(holder), heldMs: heldMs[holder] })),
  };
}

/** Within one instant as they were: a sort keeps that. */
function byStart(a: ClockExplanation, b: ClockExplanation): number {
  return Date.parse(a.startedAt) - Date.parse(b.startedAt);
}

/**
 * The clocks of a ticket stretch by stretch, terms of the law among them, and who had it how long: from its facts and the calendars of the snapshots
 * that they name, so that the same question gives the same answer years later.
 *
 * @throws when the opening is missing, or a snapshot that the facts name was not handed in
 */
export function explainClocks(question: ClockQuestion): Pick<Explanation, 'clocks' | 'held' | 'isCut'> {
  const views = foldClocks(question).clocks.toSorted(
    (a, b) => a.startedAtMs - b.startedAtMs || (a.name < b.name ? -1 : 1) || a.round - b.round,
  );
  const promised = clockAnswers(views, question);
  const terms = explainTerms(question);
  const isCut = views.length > promised.length || promised.some((clock) => clock.isCut) || terms.length > MAX_CLOCKS;
  const clocks = [...promised, ...terms.slice(-MAX_CLOCKS)].toSorted(byStart);
  return { clocks, held: heldAnswer(question), isCut };
}
