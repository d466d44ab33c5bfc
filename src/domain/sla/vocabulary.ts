/** The closed lists of promises in time. Meanings: docs/glossary.md. */

export const PRIORITIES = ['low', 'normal', 'high'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Clocks of the service promise; each counts working time. */
export const CLOCK_NAMES = [
  'first-response',
  'next-response',
  'periodic-update',
  'resolution',
  'party-1700',
  'party-municipality',
] as const;
export type ClockName = (typeof CLOCK_NAMES)[number];

/** Clocks of law and regulation; each counts calendar days. */
export const STATUTORY_CLOCK_NAMES = ['complaint-acknowledge', 'complaint-answer', 'document-request-answer'] as const;
export type StatutoryClockName = (typeof STATUTORY_CLOCK_NAMES)[number];

export const ALL_CLOCK_NAMES = [...CLOCK_NAMES, ...STATUTORY_CLOCK_NAMES] as const;
export type AnyClockName = (typeof ALL_CLOCK_NAMES)[number];

/** Who answers, and so may be promised a time of its own. */
export const PARTIES = ['1700', 'municipality'] as const;
export type Party = (typeof PARTIES)[number];

/** Whoever a minute of a ticket belongs to. */
export const HOLDERS = ['platform', 'schakel', '1700', 'municipality', 'citizen'] as const;
export type Holder = (typeof HOLDERS)[number];

/** `paused` waits and will go on; `stopped` ended without a verdict, for a reason that is told. */
export const CLOCK_STATES = ['running', 'paused', 'breached', 'met', 'met-late', 'stopped'] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** Why a clock stands still. */
export const PAUSE_REASONS = ['waiting', 'elsewhere', 'answer-under-way', 'answered', 'crisis'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Why a clock ended without a verdict: such a clock is excluded from attainment. */
export const STOP_REASONS = [
  'closed-without-answer',
  'merged',
  'no-longer-promised',
  'split',
  'ticket-done',
  'withdrawn',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export const SERVICE_PLANS = ['basic', 'standard', 'premium'] as const;
export type ServicePlan = (typeof SERVICE_PLANS)[number];

/** Procedures with terms of their own in law or regulation; a person starts them. */
export const STATUTORY_PROCEDURES = ['complaint', 'document-request'] as const;
export type StatutoryProcedure = (typeof STATUTORY_PROCEDURES)[number];
