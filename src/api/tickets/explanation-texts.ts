import { sayExactEuro } from '../../domain/money.js';
import type { IntervalReason } from '../../domain/sla/clock-intervals.js';
import type { SentenceLanguage } from '../../domain/sla/clock-sentence.js';
import { DUTCH, ENGLISH } from '../../domain/sla/clock-words.js';
import { statutoryNames } from '../../domain/sla/statutory-sentence.js';
import type { Holder } from '../../domain/sla/vocabulary.js';
import type { Meter } from '../../domain/vocabulary.js';
import { DUTCH_PHRASES } from './explanation-dutch.js';
import { ENGLISH_PHRASES } from './explanation-english.js';
import type { Phrases, Words } from './explanation-phrases.js';

const PHRASES: Readonly<Record<SentenceLanguage, Phrases>> = { nl: DUTCH_PHRASES, en: ENGLISH_PHRASES };
const CLOCK_WORDS = { nl: DUTCH, en: ENGLISH } as const;

function wordOf(words: Words, code: string): string {
  return words[code] ?? code;
}

/** The sentences of an explanation, in one language. */
export function explanationTexts(language: SentenceLanguage) {
  const phrases = PHRASES[language];
  const { reasons } = CLOCK_WORDS[language];
  const names = { ...CLOCK_WORDS[language].names, ...statutoryNames(language) };
  const clockName = (clock: string): string => wordOf(names, clock);
  const price = (amountEuro: string | null): string =>
    amountEuro === null ? phrases.priceUnknown : sayExactEuro(amountEuro, phrases.decimalComma ? ',' : '.');
  const decimal = (value: number): string => (phrases.decimalComma ? String(value).replace('.', ',') : String(value));
  return {
    opened: (channel: string, number: number, kind: string) =>
      phrases.opened(wordOf(phrases.channels, channel), number, wordOf(phrases.kinds, kind)),
    topic: (topic: string, level: string, matched: readonly string[]) =>
      matched.length === 0
        ? phrases.topicUnknown(topic, wordOf(phrases.levels, level))
        : phrases.topic(topic, wordOf(phrases.levels, level), matched.map((word) => `"${word}"`).join(', ')),
    route: phrases.route,
    splitOff: (origin: number, number: number, kind: string) =>
      phrases.splitOff(origin, number, wordOf(phrases.kinds, kind)),
    merged: phrases.merged,
    absorbed: phrases.absorbed,
    answeredThere: phrases.answeredThere,
    waitsThere: phrases.waitsThere,
    split: phrases.split,
    forwarded: phrases.forwarded,
    status: (to: string, by: string) => phrases.status(wordOf(phrases.statuses, to), by),
    priority: (from: string, to: string, by: string) =>
      phrases.priority(wordOf(phrases.priorities, from), wordOf(phrases.priorities, to), by),
    warned: (clock: string) => phrases.warned(clockName(clock)),
    breached: (clock: string) => phrases.breached(clockName(clock)),
    windowStep: (clock: string) => phrases.windowStep(clockName(clock)),
    otherTerms: phrases.otherTerms,
    crisis: phrases.crisis,
    crisisEnded: phrases.crisisEnded,
    usage: (what: string, tariff: string, amountEuro: string | null) => phrases.usage(what, tariff, price(amountEuro)),
    counted: (meter: Meter, quantity: number) => `${quantity} × ${phrases.meters[meter]}`,
    passedOn: (amountEuro: string, item: string, card: string | null) =>
      phrases.passedOn(price(amountEuro), item, card),
    takenBack: phrases.takenBack,
    spam: phrases.spam,
    corrected: (what: string, tariff: string, amountEuro: string | null) =>
      phrases.corrected(what, tariff, price(amountEuro)),
    calendarDays: phrases.calendarDays,
    holder: (holder: Holder) => phrases.holders[holder],
    interval: (why: IntervalReason, calendar: string, factor: number): string => {
      switch (why) {
        case 'open-hours':
          return phrases.counts(calendar);
        case 'relaxed':
          return phrases.relaxed(calendar, decimal(factor));
        case 'outside-hours':
          return phrases.outsideHours(calendar);
        default:
          return phrases.standsStill(reasons[why]);
      }
    },
  };
}

export type ExplanationTexts = ReturnType<typeof explanationTexts>;
