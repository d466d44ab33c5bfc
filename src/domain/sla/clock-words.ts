import type { ClockName, PauseReason, StopReason } from './vocabulary.js';

const MINUTE_MS = 60_000;

export interface PromiseWords {
  readonly target: string;
  readonly spent: string;
  readonly from: string;
  readonly rule: string;
  readonly policy: string;
  readonly version: string;
}

/** What is said about clocks, in one language. */
export interface ClockWords {
  readonly at: string;
  readonly never: string;
  readonly names: Readonly<Record<ClockName, string>>;
  readonly reasons: Readonly<Record<PauseReason | StopReason, string>>;
  /** Milliseconds of working time. */
  readonly workingTime: (ms: number) => string;
  readonly running: (due: string) => string;
  readonly paused: (reason: string, due: string | undefined) => string;
  readonly breached: (due: string) => string;
  readonly met: (at: string, due: string | undefined) => string;
  readonly metLate: (at: string, due: string) => string;
  readonly stopped: (reason: string) => string;
  readonly promise: (words: PromiseWords) => string;
  readonly window: (at: string) => string;
}

function inParts(ms: number, hour: readonly [string, string], minute: readonly [string, string], and: string): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const saidHours = `${hours} ${hours === 1 ? hour[0] : hour[1]}`;
  const saidMinutes = `${rest} ${rest === 1 ? minute[0] : minute[1]}`;
  if (hours === 0) {
    return saidMinutes;
  }
  return rest === 0 ? saidHours : `${saidHours} ${and} ${saidMinutes}`;
}

export const DUTCH: ClockWords = {
  at: 'om',
  never: 'een onbekend ogenblik',
  names: {
    'first-response': 'Eerste antwoord',
    'next-response': 'Volgend antwoord',
    'periodic-update': 'Tussentijds bericht',
    resolution: 'Oplossing',
    'party-1700': 'Tijd bij 1700',
    'party-municipality': 'Tijd bij de gemeente',
  },
  reasons: {
    waiting: 'het ticket op de burger wacht',
    elsewhere: 'het ticket bij een ander ligt',
    'answer-under-way': 'een antwoord onderweg is',
    answered: 'het ticket beantwoord was',
    crisis: 'de beloften wegens een crisis opgeschort zijn',
    'closed-without-answer': 'het ticket zonder antwoord is afgesloten',
    merged: 'het ticket in een ander is opgegaan',
    'no-longer-promised': 'het beleid deze termijn niet meer kent',
    split: 'de vraag in een ander ticket verder gaat',
    'ticket-done': 'het ticket afgehandeld is',
    withdrawn: 'de vraag is ingetrokken',
  },
  workingTime: (ms) => inParts(ms, ['werkuur', 'werkuren'], ['werkminuut', 'werkminuten'], 'en'),
  running: (due) => `loopt tot ${due}.`,
  paused: (reason, due) => `staat stil omdat ${reason}${due === undefined ? '.' : `; de termijn eindigt op ${due}.`}`,
  breached: (due) => `niet gehaald; de termijn eindigde op ${due}.`,
  met: (at, due) => `gehaald op ${at}${due === undefined ? '.' : `, op tijd voor ${due}.`}`,
  metLate: (at, due) => `te laat gehaald, op ${at}; de termijn eindigde op ${due}.`,
  stopped: (reason) => `gestopt omdat ${reason}.`,
  promise: ({ target, spent, from, rule, policy, version }) =>
    `Beloofd: ${target}, geteld vanaf ${from}, waarvan ${spent} gebruikt, volgens regel "${rule}" van beleid ` +
    `"${policy}" (versie ${version}).`,
  window: (at) => `Het kanaal neemt na ${at} geen antwoord meer aan, en dat is vroeger dan de belofte.`,
};

export const ENGLISH: ClockWords = {
  at: 'at',
  never: 'an unknown moment',
  names: {
    'first-response': 'First response',
    'next-response': 'Next response',
    'periodic-update': 'Periodic update',
    resolution: 'Resolution',
    'party-1700': 'Time at 1700',
    'party-municipality': 'Time at the municipality',
  },
  reasons: {
    waiting: 'the ticket waits for the citizen',
    elsewhere: 'somebody else holds the ticket',
    'answer-under-way': 'an answer is under way',
    answered: 'the ticket was answered',
    crisis: 'promises are suspended in a crisis',
    'closed-without-answer': 'the ticket was closed without an answer',
    merged: 'the ticket went on in another one',
    'no-longer-promised': 'the policy promises this no more',
    split: 'the question goes on in another ticket',
    'ticket-done': 'the ticket is done',
    withdrawn: 'the request was withdrawn',
  },
  workingTime: (ms) => inParts(ms, ['working hour', 'working hours'], ['working minute', 'working minutes'], 'and'),
  running: (due) => `runs until ${due}.`,
  paused: (reason, due) => `stands still because ${reason}${due === undefined ? '.' : `; the deadline is ${due}.`}`,
  breached: (due) => `not met; the deadline was ${due}.`,
  met: (at, due) => `met on ${at}${due === undefined ? '.' : `, in time for ${due}.`}`,
  metLate: (at, due) => `met too late, on ${at}; the deadline was ${due}.`,
  stopped: (reason) => `stopped because ${reason}.`,
  promise: ({ target, spent, from, rule, policy, version }) =>
    `Promised: ${target}, counted from ${from}, of which ${spent} is used, by rule "${rule}" of policy "${policy}" ` +
    `(version ${version}).`,
  window: (at) => `The channel takes no answer after ${at}, and that is before the promise.`,
};
