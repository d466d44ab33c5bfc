import type { WorkingTime } from '../working-time.js';
import { DUTCH, ENGLISH, type ClockWords } from './clock-words.js';
import type { ClockView } from './fold-clocks.js';
import type { SlaTimes } from './sla-time.js';

export type SentenceLanguage = 'nl' | 'en';

const WORDS: Readonly<Record<SentenceLanguage, ClockWords>> = { nl: DUTCH, en: ENGLISH };

/** An instant as people say it, in the zone of the calendar. */
export function sayInstant(time: WorkingTime, ms: number, at: string): string {
  const { date, time: clock } = time.wallClock(ms);
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year} ${at} ${clock}`;
}

function standing(view: ClockView, words: ClockWords, say: (ms: number) => string): string {
  const { state, reason, dueAtMs } = view;
  const due = dueAtMs === null ? undefined : say(dueAtMs);
  const known = due ?? words.never;
  const ended = say(view.endedAtMs ?? view.startedAtMs);
  const why = reason === null ? '' : words.reasons[reason];
  switch (state) {
    case 'running':
      return words.running(known);
    case 'paused':
      return words.paused(why, due);
    case 'breached':
      return words.breached(known);
    case 'met':
      return words.met(ended, due);
    case 'met-late':
      return words.metLate(ended, known);
    case 'stopped':
      return words.stopped(why);
  }
}

/**
 * How a clock stands and why, in one sentence: the deadline, what was promised by which rule of which version, what of
 * it was used, and whether the reply window of the channel is what binds.
 */
export function clockSentence(view: ClockView, times: SlaTimes, language: SentenceLanguage = 'nl'): string {
  const words = WORDS[language];
  const own = times(view.settingsHash).calendar(null);
  const say = (ms: number): string => sayInstant(own, ms, words.at);
  const { rule, policy, policyVersion } = view.terms;
  const promise = words.promise({
    target: words.workingTime(view.targetMs),
    spent: words.workingTime(view.spentMs),
    from: say(view.startedAtMs),
    rule,
    policy,
    version: policyVersion,
  });
  const window = view.limit === 'window' && view.windowAtMs !== null ? ` ${words.window(say(view.windowAtMs))}` : '';
  return `${words.names[view.name]}: ${standing(view, words, say)} ${promise}${window}`;
}
