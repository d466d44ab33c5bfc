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

/** Who answers, and so may be promised a time of its own. */
export const PARTIES = ['1700', 'municipality'] as const;
export type Party = (typeof PARTIES)[number];

/** Whoever a minute of a ticket belongs to. */
export const HOLDERS = ['platform', 'schakel', '1700', 'municipality', 'citizen'] as const;
export type Holder = (typeof HOLDERS)[number];

/** `paused` waits and will go on; `stopped` ended without a verdict, for a reason that is told. */
export const CLOCK_STATES = ['running', 'paused', 'breached', 'met', 'met-late', 'stopped'] as const;
export type ClockStateName = (typeof CLOCK_STATES)[number];

export const SERVICE_PLANS = ['basic', 'standard', 'premium'] as const;
export type ServicePlan = (typeof SERVICE_PLANS)[number];

/** Procedures with terms of their own in law or regulation; a person starts them. */
export const STATUTORY_PROCEDURES = ['complaint', 'document-request'] as const;
export type StatutoryProcedure = (typeof STATUTORY_PROCEDURES)[number];
