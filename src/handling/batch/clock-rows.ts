import type { Id } from '../../domain/ids.js';
import { clockSentence } from '../../domain/sla/clock-sentence.js';
import type { ClockView } from '../../domain/sla/fold-clocks.js';
import { daysUsed, statutoryClocks, type StatutoryClock } from '../../domain/sla/statutory.js';
import { statutorySentence } from '../../domain/sla/statutory-sentence.js';
import type { PinnedTerms } from '../../domain/sla/terms.js';
import type { AnyClockName } from '../../domain/sla/vocabulary.js';
import { DAY_MS } from '../../domain/time.js';
import { nextMoment, type ClockContext } from '../sla/next-moments.js';
import { statutoryMoments } from '../sla/statutory-moments.js';

/** How a clock stands, whoever promised it. */
type Standing = Omit<ClockView, 'name' | 'warnAt' | 'terms' | 'spans'> & { readonly name: AnyClockName };

/** Who promised what by which version. */
type Basis = Pick<PinnedTerms, 'policy' | 'policyVersion' | 'rule'>;

/** A clock as it is written. Instants are UTC milliseconds. */
export interface ClockRow {
  readonly ticketId: Id;
  readonly tenant: string;
  readonly target: string;
  readonly view: Standing;
  readonly basis: Basis;
  /** When it is looked at again; null for never. */
  readonly nextAtMs: number | null;
  readonly warnAtMs: number | null;
  readonly sentence: string;
}

function statutoryRow(ticketId: Id, clock: StatutoryClock, about: ClockContext, nowMs: number): ClockRow {
  const { name, round, state, startedAtMs, endedAtMs, dueAtMs, settingsHash } = clock;
  const staffed = about.times(about.rules.hash).staffed(about.target);
  const moments = statutoryMoments(clock, about.facts, staffed);
  const warning = moments.find(({ fact }) => fact.type === 'sla.warned')?.atMs;
  return {
    ...{ ticketId, tenant: about.tenant, target: about.target, sentence: statutorySentence(clock) },
    ...{ nextAtMs: moments[0]?.atMs ?? null, warnAtMs: warning ?? startedAtMs },
    view: {
      ...{ name, round, state, startedAtMs, endedAtMs, dueAtMs, settingsHash, promisedAtMs: dueAtMs, windowAtMs: null },
      ...{ reason: state === 'stopped' ? 'withdrawn' : null, limit: 'promise' },
      ...{ targetMs: clock.days * DAY_MS, spentMs: daysUsed(clock, nowMs) * DAY_MS },
    },
    basis: { policy: clock.basis, policyVersion: clock.registeredOn, rule: clock.procedure },
  };
}

/** When a crisis ends by itself and the clock goes on: nothing happens to the ticket then, so its row has to be woken. */
function goesOnAt({ state, reason, spans }: ClockView, nowMs: number): number | null {
  const span = state === 'paused' && reason === 'crisis' ? spans.find(({ toMs }) => toMs > nowMs) : undefined;
  return span === undefined || !Number.isFinite(span.toMs) ? null : span.toMs;
}

/** The row of a clock that was promised. */
export function promisedRow(ticketId: Id, view: ClockView, about: ClockContext, nowMs: number): ClockRow {
  const { nextAtMs, warnAtMs } = nextMoment(view, about);
  const onAtMs = goesOnAt(view, nowMs);
  return {
    ticketId,
    tenant: about.tenant,
    target: about.target,
    view,
    basis: view.terms,
    nextAtMs: nextAtMs === null || onAtMs === null ? (nextAtMs ?? onAtMs) : Math.min(nextAtMs, onAtMs),
    warnAtMs,
    sentence: clockSentence(view, about.times),
  };
}

/** The rows of the terms that the law sets, for the procedures that a person started. */
export function statutoryRows(ticketId: Id, about: ClockContext, nowMs: number): ClockRow[] {
  return statutoryClocks(about.facts, nowMs).map((clock) => statutoryRow(ticketId, clock, about, nowMs));
}
