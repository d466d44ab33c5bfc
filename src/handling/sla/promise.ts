import type { WorkingTime } from '../../domain/working-time.js';
import type { TicketKind } from '../../domain/vocabulary.js';
import type { SlaPolicy, SlaRule } from '../../settings/snapshot.js';

export interface SlaFacts {
  readonly topic: string;
  readonly channel: string;
  readonly kind: TicketKind;
  readonly priority: 'low' | 'normal' | 'high';
}

export interface PromiseRequest {
  /** All versions of the municipality's policy, in any order. */
  readonly versions: readonly SlaPolicy[];
  readonly calendar: WorkingTime;
  readonly facts: SlaFacts;
  /** From `clockStart`. */
  readonly clockStartMs: number;
}

export type DeadlinePromise =
  | {
      readonly ok: true;
      readonly policy: string;
      /** The version's `validFrom`. */
      readonly version: string;
      readonly rule: string;
      readonly firstResponseDueMs: number;
      readonly resolutionDueMs: number;
      /** One Dutch sentence, to be stored with the decision. */
      readonly explanation: string;
    }
  | { readonly ok: false; readonly code: 'NO_SLA_VERSION' | 'NO_SLA_RULE' | 'NO_OPEN_TIME' };

// Platforms deliver within seconds, but not always: what was under way for longer counts from its receipt, less this.
const TRANSIT_MS = 5 * 60_000;

/** The response clock starts when the citizen wrote, or five minutes before we received it if that is later. */
export function clockStart(occurredAtMs: number, receivedAtMs: number): number {
  return Math.max(occurredAtMs, receivedAtMs - TRANSIT_MS);
}

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
    allows(when.priorities, facts.priority)
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

/** Both deadlines under the policy version that was valid when the clock started; its first matching rule decides. */
export function promiseDeadlines(request: PromiseRequest): DeadlinePromise {
  const { calendar, clockStartMs } = request;
  const policy = versionOn(request.versions, calendar.wallClock(clockStartMs).date);
  if (policy === undefined) {
    return { ok: false, code: 'NO_SLA_VERSION' };
  }
  const rule = policy.rules.find((candidate) => matches(candidate, request.facts));
  if (rule === undefined) {
    return { ok: false, code: 'NO_SLA_RULE' };
  }
  const firstResponse = calendar.addWorkingTime(clockStartMs, rule.firstResponseMinutes);
  const resolution = calendar.addWorkingTime(clockStartMs, rule.resolutionMinutes);
  if (!firstResponse.ok || !resolution.ok) {
    return { ok: false, code: 'NO_OPEN_TIME' };
  }
  const explanation =
    `Eerste antwoord tegen ${inDutch(calendar, firstResponse.atMs)} (${workingHours(rule.firstResponseMinutes)}) en ` +
    `oplossing tegen ${inDutch(calendar, resolution.atMs)} (${workingHours(rule.resolutionMinutes)}), geteld vanaf ` +
    `${inDutch(calendar, clockStartMs)} in kalender "${calendar.calendar}" volgens regel "${rule.name}" van beleid ` +
    `"${policy.name}" (versie ${policy.validFrom}).`;
  return {
    ok: true,
    policy: policy.name,
    version: policy.validFrom,
    rule: rule.name,
    firstResponseDueMs: firstResponse.atMs,
    resolutionDueMs: resolution.atMs,
    explanation,
  };
}
