import { dayNumberOf, isoDateOf } from '../time.js';
import type { SentenceLanguage } from './clock-sentence.js';
import type { StatutoryClock } from './statutory.js';
import type { ClockState, StatutoryClockName } from './vocabulary.js';

interface Words {
  readonly names: Readonly<Record<StatutoryClockName, string>>;
  readonly standings: Readonly<Record<ClockState, string>>;
  readonly extended: string;
  readonly term: (days: number, extended: string, registeredOn: string) => string;
  readonly ground: string;
}

const DUTCH: Words = {
  names: {
    'complaint-acknowledge': 'Ontvangstmelding van de klacht',
    'complaint-answer': 'Antwoord op de klacht',
    'document-request-answer': 'Antwoord op de openbaarheidsaanvraag',
  },
  standings: {
    running: 'loopt tot en met',
    paused: 'loopt tot en met',
    breached: 'niet gehaald; de laatste dag was',
    met: 'gehaald; de laatste dag was',
    'met-late': 'te laat gehaald; de laatste dag was',
    stopped: 'gestopt omdat de vraag is ingetrokken; de laatste dag was',
  },
  extended: ', verlengd',
  term: (days, extended, registeredOn) =>
    `${days} kalenderdagen${extended}, geteld vanaf de dag na de registratie op ${registeredOn}`,
  ground: 'Grond',
};

const ENGLISH: Words = {
  names: {
    'complaint-acknowledge': 'Acknowledgement of the complaint',
    'complaint-answer': 'Answer to the complaint',
    'document-request-answer': 'Answer to the request for documents',
  },
  standings: {
    running: 'runs to the end of',
    paused: 'runs to the end of',
    breached: 'not met; the last day was',
    met: 'met; the last day was',
    'met-late': 'met too late; the last day was',
    stopped: 'stopped because the request was withdrawn; the last day was',
  },
  extended: ', extended',
  term: (days, extended, registeredOn) =>
    `${days} calendar days${extended}, counted from the day after registration on ${registeredOn}`,
  ground: 'Ground',
};

const WORDS: Readonly<Record<SentenceLanguage, Words>> = { nl: DUTCH, en: ENGLISH };

/** What the terms of the law are called. */
export function statutoryNames(language: SentenceLanguage): Words['names'] {
  return WORDS[language].names;
}

function sayDate(date: string): string {
  return date.split('-').toReversed().join('/');
}

/** How a term stands and why, in one sentence. The regulation is named as the municipality wrote it. */
export function statutorySentence(clock: StatutoryClock, language: SentenceLanguage = 'nl'): string {
  const { names, standings, extended, term, ground } = WORDS[language];
  const { name, state, registeredOn, days, isExtended, basis } = clock;
  const lastDay = sayDate(isoDateOf(dayNumberOf(registeredOn) + days));
  const counted = term(days, isExtended ? extended : '', sayDate(registeredOn));
  return `${names[name]}: ${standings[state]} ${lastDay} (${counted}). ${ground}: ${basis}.`;
}
