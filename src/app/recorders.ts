import type { ClockOutcome, Draft, InboxEvent, SettledDelivery } from '../handling/index.js';
import type { Refusal } from '../intake/index.js';
import { METRICS_CATALOGUE, type MetricsCatalogue } from '../platform/metrics/catalogue.js';
import { createMetrics, type Metrics } from '../platform/metrics/metrics.js';

export type AppMetrics = Metrics<MetricsCatalogue>;

export function openMetrics(): AppMetrics {
  return createMetrics(METRICS_CATALOGUE, { includeProcess: true });
}

function countBy<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
): Map<string, { readonly one: T; count: number }> {
  const counts = new Map<string, { readonly one: T; count: number }>();
  for (const value of values) {
    const key = keyOf(value);
    const known = counts.get(key);
    if (known === undefined) {
      counts.set(key, { one: value, count: 1 });
    } else {
      known.count += 1;
    }
  }
  return counts;
}

/** Turns what the lanes tell after a commit into metrics. A metric never decides anything. */
export interface Recorders {
  readonly onRefused: (receiver: string, reason: Refusal) => void;
  readonly onAccepted: (receiver: string, ackMs: number) => void;
  readonly onSplit: (events: readonly InboxEvent[], isNew: ReadonlySet<string>) => void;
  readonly onDecided: (draft: Draft, clocks: readonly ClockOutcome[]) => void;
  readonly onSettled: (settled: readonly SettledDelivery[]) => void;
}

export function createRecorders(metrics: AppMetrics, municipality: (tenant: string) => string): Recorders {
  const intakes = metrics.counter('schakel_intakes_total');
  const refused = metrics.counter('schakel_intake_refused_total');
  const ack = metrics.histogram('schakel_intake_ack_seconds');
  const duplicates = metrics.counter('schakel_duplicates_total');
  const events = metrics.counter('schakel_events_total');
  const opened = metrics.counter('schakel_tickets_opened_total');
  const routed = metrics.counter('schakel_routed_total');
  const outcomes = metrics.counter('schakel_sla_outcomes_total');
  const firstResponse = metrics.histogram('schakel_first_response_seconds');
  const deliveries = metrics.counter('schakel_deliveries_total');
  const deliverySeconds = metrics.histogram('schakel_delivery_seconds');

  function recordClock(clock: ClockOutcome): void {
    const labels = {
      municipality: municipality(clock.tenant),
      target: clock.target,
      outcome: `${clock.name} ${clock.state}`,
    };
    outcomes.inc(labels);
    if (clock.name === 'first-response' && clock.state !== 'breached') {
      firstResponse.observe({}, clock.seconds);
    }
  }

  return {
    onRefused: (receiver, reason) => {
      intakes.inc({ channel: receiver, outcome: reason });
      refused.inc({ reason });
    },
    onAccepted: (receiver, ackMs) => {
      intakes.inc({ channel: receiver, outcome: 'accepted' });
      ack.observe({}, ackMs / 1000);
    },
    onSplit: (all, isNew) => {
      const known = all.filter((event) => !isNew.has(event.id));
      for (const { one, count } of countBy(known, (event) => event.channel).values()) {
        duplicates.inc({ channel: one.channel }, count);
      }
    },
    onDecided: (draft, clocks) => {
      const decided = draft.settled.map(({ event }) => ({
        channel: event.channel,
        municipality: municipality(event.tenant),
        action: event.content.from === 'platform' ? event.content.event.action : event.content.from,
      }));
      for (const { one, count } of countBy(decided, (labels) => Object.values(labels).join(' ')).values()) {
        events.inc(one, count);
      }
      for (const { event, fact } of draft.facts) {
        if (fact.type === 'ticket.opened') {
          opened.inc({ municipality: municipality(event.tenant), channel: fact.channel });
          routed.inc({ municipality: municipality(event.tenant), target: fact.target });
        }
      }
      for (const clock of clocks) {
        recordClock(clock);
      }
    },
    onSettled: (settled) => {
      const labels = settled.map(({ delivery, next }) => ({ target: delivery.target, outcome: next.state }));
      for (const { one, count } of countBy(labels, ({ target, outcome }) => `${target} ${outcome}`).values()) {
        deliveries.inc(one, count);
      }
      for (const { next, seconds } of settled) {
        if (next.state === 'delivered') {
          deliverySeconds.observe({}, seconds);
        }
      }
    },
  };
}
