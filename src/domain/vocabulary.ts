/** The closed lists that every lane, adapter and API answer speaks in. Meanings: docs/glossary.md. */

/** What an event from a platform asks of a ticket. */
export const EVENT_ACTIONS = [
  'open',
  'amend',
  'redact',
  'note',
  'outside',
  'delivery',
  'identity',
  'ops',
  'drop',
] as const;
export type EventAction = (typeof EVENT_ACTIONS)[number];

export const TICKET_KINDS = ['question', 'report', 'complaint'] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

export const TICKET_STATUSES = ['new', 'in-progress', 'waiting', 'answered', 'closed'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const COMPETENCE_LEVELS = ['local', 'provincial', 'flemish', 'federal', 'third-party'] as const;
export type CompetenceLevel = (typeof COMPETENCE_LEVELS)[number];

export const DELIVERY_STATES = [
  'due',
  'in-flight',
  'unknown',
  'delivered',
  'refused',
  'parked',
  'quarantined',
  'withdrawn',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const METERS = [
  'ticket.opened',
  'message.received',
  'answer.sent',
  'forward.1700',
  'delivery.crm',
  'platform.cost',
] as const;
export type Meter = (typeof METERS)[number];

/** Where an inbox event comes from. Every one of them is decided by handling; nothing else writes ticket events. */
export const EVENT_SOURCES = ['platform', 'target', 'api', 'timer', 'promises', 'delivery', 'ticket'] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

export const EVENT_STATES = ['pending', 'handled', 'rejected', 'quarantined', 'parked'] as const;
export type EventState = (typeof EVENT_STATES)[number];

/** Languages that topic rules and answers know; anything else is recorded as `und`. */
export const LANGUAGES = ['nl', 'fr', 'de', 'en', 'und'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Who reads an answer: everybody, or the citizen alone. */
export const WAYS = ['public', 'private'] as const;
export type Way = (typeof WAYS)[number];

/** What is told to a target: one delivery is one of these about one ticket revision. */
export const DELIVERY_KINDS = [
  'opened',
  'message-added',
  'amended',
  'redacted',
  'priority-changed',
  'sla-warned',
  'sla-breached',
  'withdrawn',
  'closed',
  'reply',
  'hide',
  'unhide',
] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/** The tenant that holds what no configuration claims yet. */
export const UNASSIGNED = 'unassigned';
