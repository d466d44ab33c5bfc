import { clockStart } from '../../domain/sla/dated-fact.js';
import type { ClockName, Party, Priority, ServicePlan } from '../../domain/sla/vocabulary.js';
import type { PinnedTerms, PromisedClock } from '../../domain/ticket.js';
import type { WorkingTime } from '../../domain/working-time.js';
import type { TicketKind } from '../../domain/vocabulary.js';
import type { SlaPolicy, SlaRule } from '../../settings/snapshot.js';

export interface SlaFacts {
  readonly topic: string;
  readonly channel: string;
  readonly kind: TicketKind;
  readonly priority: Priority;
  readonly plan: ServicePlan;
}

export interface PromiseRequest {
  /** All versions of the municipality's policy, in any order. */
  readonly versions: readonly SlaPolicy[];
  /** A calendar by its name; null for the municipality's own. */
  readonly calendar: (name: string | null) => WorkingTime;
  /** Name of the calendar by which a party counts; null for the municipality's own. */
  readonly partyCalendar: (party: Party) => string | null;
  readonly facts: SlaFacts;
  /** The version that is valid at this instant, for a ticket under way; the one of the clock's start when absent. */
  readonly versionAtMs?: number;
  /** When the citizen wrote and when we received it, UTC milliseconds. */
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
}

export type Promised =
  | { readonly ok: true; readonly terms: PinnedTerms }
  | { readonly ok: false; readonly code: 'NO_SLA_VERSION' | 'NO_SLA_RULE' | 'NO_OPEN_TIME' };

/** The version with the latest start not after that local date: a version starts at midnight of the calendar's zone. */
function versionOn(versions: readonly SlaPolicy[], date: string): SlaPolicy | undefined {
  let valid: SlaPolicy | undefined;
  for (const version of versions) {
    if (version.validFrom <= date && (valid === undefined || version.validFrom > valid.validFrom)) {
      valid = version;
    }
  }
  return valid;
}

function allows<T>(allowed: readonly T[] | undefined, value: T): boolean {
  return allowed === undefined || allowed.includes(value);
}

function matches({ when }: SlaRule, facts: SlaFacts): boolean {
  return (
    allows(when.topics, facts.topic) &&
    allows(when.channels, facts.channel) &&
    allows(when.kinds, facts.kind) &&
    allows(when.priorities, facts.priority) &&
    allows(when.plans, facts.plan)
  );
}

function workingHours(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const inHours = hours === 1 ? '1 werkuur' : `${hours} werkuren`;
  const inMinutes = rest === 1 ? '1 werkminuut' : `${rest} werkminuten`;
  if (hours === 0) {
    return inMinutes;
  }
  return rest === 0 ? inHours : `${inHours} en ${inMinutes}`;
}

function inDutch(calendar: WorkingTime, ms: number): string {
  const { date, time } = calendar.wallClock(ms);
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year} om ${time}`;
}

function optional(name: ClockName, minutes: number | undefined): readonly (readonly [ClockName, number])[] {
  return minutes === undefined ? [] : [[name, minutes]];
}

/** The clocks that a rule promises, with their working minutes. */
function promisesOf(rule: SlaRule): readonly (readonly [ClockName, number])[] {
  return [
    ['first-response', rule.firstResponseMinutes],
    ...optional('next-response', rule.nextResponseMinutes),
    ...optional('periodic-update', rule.updateEveryMinutes),
    ['resolution', rule.resolutionMinutes],
    ...optional('party-1700', rule.partyMinutes['1700']),
    ...optional('party-municipality', rule.partyMinutes.municipality),
  ];
}

function partyOf(name: ClockName): Party | undefined {
  return name === 'party-1700' ? '1700' : name === 'party-municipality' ? 'municipality' : undefined;
}

/** Clocks that start with the ticket have a deadline at once. */
const FROM_THE_START: readonly ClockName[] = ['first-response', 'resolution'];

function clocksOf(rule: SlaRule, request: PromiseRequest, startMs: number): readonly PromisedClock[] | undefined {
  const clocks: PromisedClock[] = [];
  for (const [name, minutes] of promisesOf(rule)) {
    const party = partyOf(name);
    const calendar = party === undefined ? (rule.calendar ?? null) : request.partyCalendar(party);
    const due = FROM_THE_START.includes(name) ? request.calendar(calendar).addWorkingTime(startMs, minutes) : undefined;
    if (due?.ok === false) {
      return undefined;
    }
    clocks.push({ name, minutes, calendar, warnAt: rule.warnAt, dueAtMs: due?.atMs ?? null });
  }
  return clocks;
}

interface Explained {
  readonly policy: SlaPolicy;
  readonly rule: SlaRule;
  readonly clocks: readonly PromisedClock[];
  readonly startMs: number;
}

function explanationOf({ policy, rule, clocks, startMs }: Explained, calendar: WorkingTime): string {
  const dues = clocks.flatMap(({ dueAtMs, minutes }) =>
    dueAtMs === null ? [] : [`${inDutch(calendar, dueAtMs)} (${workingHours(minutes)})`],
  );
  return (
    `Eerste antwoord tegen ${dues.join(' en oplossing tegen ')}, geteld vanaf ${inDutch(calendar, startMs)} in ` +
    `kalender "${calendar.calendar}" volgens regel "${rule.name}" van beleid "${policy.name}" ` +
    `(versie ${policy.validFrom}).`
  );
}

/** A message that came late starts its clock late, and may so fall under a later version. */
function startOf(request: PromiseRequest): { readonly policy: SlaPolicy; readonly startMs: number } | undefined {
  const { versions, occurredAtMs, receivedAtMs } = request;
  const dateOf = (ms: number): string => request.calendar(null).wallClock(ms).date;
  const written = versionOn(versions, dateOf(occurredAtMs)) ?? versionOn(versions, dateOf(receivedAtMs));
  const startMs = clockStart(occurredAtMs, receivedAtMs, written?.transitMinutes ?? 0);
  const policy = versionOn(versions, dateOf(request.versionAtMs ?? startMs));
  return policy === undefined ? undefined : { policy, startMs };
}

/**
 * What is promised for a ticket under the policy version that was valid when its clock started. The first matching
 * rule decides, and the terms say which it was.
 */
export function promiseTerms(request: PromiseRequest): Promised {
  const start = startOf(request);
  if (start === undefined) {
    return { ok: false, code: 'NO_SLA_VERSION' };
  }
  const { policy, startMs } = start;
  const rule = policy.rules.find((candidate) => matches(candidate, request.facts));
  if (rule === undefined) {
    return { ok: false, code: 'NO_SLA_RULE' };
  }
  const clocks = clocksOf(rule, request, startMs);
  if (clocks === undefined) {
    return { ok: false, code: 'NO_OPEN_TIME' };
  }
  const { transitMinutes, pausesWhileWaiting, onReopen, resumeGraceMinutes } = policy;
  return {
    ok: true,
    terms: {
      ...{ policy: policy.name, policyVersion: policy.validFrom, rule: rule.name, clocks },
      ...{ transitMinutes, pausesWhileWaiting, onReopen, resumeGraceMinutes },
      explanation: explanationOf({ policy, rule, clocks, startMs }, request.calendar(rule.calendar ?? null)),
    },
  };
}
