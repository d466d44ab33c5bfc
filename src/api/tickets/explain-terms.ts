import type { Static } from 'typebox';
import type { SentenceLanguage } from '../../domain/sla/clock-sentence.js';
import type { DatedFact } from '../../domain/sla/dated-fact.js';
import { statutoryClocks, STATUTORY_TIME_ZONE, type StatutoryClock } from '../../domain/sla/statutory.js';
import { statutorySentence } from '../../domain/sla/statutory-sentence.js';
import type { EXPLANATION } from './explanation-schemas.js';
import { explanationTexts } from './explanation-texts.js';

type ClockExplanation = Static<typeof EXPLANATION>['clocks'][number];

export interface TermQuestion {
  readonly facts: readonly DatedFact[];
  readonly asOfMs: number;
  readonly language: SentenceLanguage;
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function secondsBetween(fromMs: number, toMs: number): number {
  return Math.round(Math.max(0, toMs - fromMs) / 1000);
}

/** One stretch, cut at the instant of looking: nothing pauses a term. One that runs is shown up to its last day. */
function intervalsOf(clock: StatutoryClock, { asOfMs, language }: TermQuestion): ClockExplanation['intervals'] {
  const { startedAtMs, endedAtMs, dueAtMs, procedure, registeredOn, settingsHash } = clock;
  const endMs = endedAtMs ?? Math.max(asOfMs, dueAtMs);
  const cutMs = Math.max(startedAtMs, Math.min(asOfMs, endMs));
  return [
    { fromMs: startedAtMs, toMs: cutMs, isExpected: false },
    { fromMs: cutMs, toMs: endMs, isExpected: true },
  ]
    .filter(({ fromMs, toMs }) => fromMs < toMs)
    .map(({ fromMs, toMs, isExpected }) => ({
      ...{ from: instant(fromMs), until: instant(toMs), isExpected, counts: true, why: 'calendar-days' as const },
      ...{ text: explanationTexts(language).calendarDays, factor: 1, calendar: STATUTORY_TIME_ZONE },
      ...{ workingSeconds: secondsBetween(fromMs, toMs), rule: procedure, policyVersion: registeredOn, settingsHash },
    }));
}

function termAnswer(clock: StatutoryClock, question: TermQuestion): ClockExplanation {
  const { name, round, state, startedAtMs, endedAtMs, dueAtMs, settingsHash } = clock;
  const intervals = intervalsOf(clock, question);
  const used = intervals.reduce((sum, one) => sum + (one.isExpected ? 0 : one.workingSeconds), 0);
  return {
    ...{ name, round, state, unit: 'calendar-days', limitedBy: 'promise', settingsHash, intervals, isCut: false },
    ...{ policy: clock.basis, policyVersion: clock.registeredOn, rule: clock.procedure, calendar: STATUTORY_TIME_ZONE },
    ...{ startedAt: instant(startedAtMs), dueAt: instant(dueAtMs), promisedAt: instant(dueAtMs) },
    ...{ endedAt: endedAtMs === null ? null : instant(endedAtMs), replyWindowEndsAt: null },
    reason: state === 'stopped' ? 'withdrawn' : null,
    sentence: statutorySentence(clock, question.language),
    promisedWorkingSeconds: secondsBetween(startedAtMs, dueAtMs),
    usedWorkingSeconds: used,
    earlierWorkingSeconds: 0,
  };
}

/** The terms of the law that run on a ticket, told like its promises: a person started them, and nothing pauses them. */
export function explainTerms(question: TermQuestion): ClockExplanation[] {
  return statutoryClocks(question.facts, question.asOfMs).map((clock) => termAnswer(clock, question));
}
