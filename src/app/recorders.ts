import type { AfterFetch, ClockOutcome, Draft, InboxEvent, SettledDelivery } from '../handling/index.js';
import type { CounterRefusal } from '../counter/index.js';
import type { Refusal } from '../intake/index.js';
import { METRICS_CATALOGUE, type MetricsCatalogue } from '../platform/metrics/catalogue.js';
import { createMetrics, type Metrics } from '../platform/metrics/metrics.js';
import { recoveredIn } from './recovered-messages.js';

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
  readonly onRefused: (receiver: string, reason: Refusal | CounterRefusal) => void;
  readonly onAccepted: (receiver: string, ackMs: number) => void;
  readonly onPulled: (receiver: string) => void;
  /** A probe found that a platform tells us nothing any more, and put that right or could not. */
  readonly onSubscriptionAbsent: (channel: string, isBack: boolean) => void;
  readonly onSplit: (events: readonly InboxEvent[], isNew: ReadonlySet<string>) => void;
  readonly onDecided: (draft: Draft, clocks: readonly ClockOutcome[]) => void;
  readonly onSettled: (settled: readonly SettledDelivery[]) => void;
  readonly onMedia: (media: { readonly channel: string }, after: AfterFetch) => void;
}

type NisOf = (tenant: string) => string;

/** What was missed and came from the history of one account. */
export interface Recovered {
  readonly channel: string;
  readonly account: string;
  readonly messages: number;
}

type OnRecovered = (recovered: Recovered) => void;

function recordClocks(metrics: AppMetrics, nisOf: NisOf, clocks: readonly ClockOutcome[]): void {
  for (const { tenant, target, name, state, seconds } of clocks) {
    const outcome = `${name} ${state}`;
    metrics.counter('schakel_sla_outcomes_total').inc({ municipality: nisOf(tenant), target, outcome });
    if (name === 'first-response' && state !== 'breached') {
      metrics.histogram('schakel_first_response_seconds').observe({}, seconds);
    }
  }
}

function recordDecisions(metrics: AppMetrics, nisOf: NisOf, draft: Draft): void {
  const decided = draft.settled.map(({ event }) => ({
    channel: event.channel,
    municipality: nisOf(event.tenant),
    action: event.content.from === 'platform' ? event.content.event.action : event.content.from,
  }));
  for (const { one, count } of countBy(decided, (labels) => Object.values(labels).join(' ')).values()) {
    metrics.counter('schakel_events_total').inc(one, count);
  }
  for (const { event, fact } of draft.facts) {
    if (fact.type === 'ticket.opened') {
      const municipality = nisOf(event.tenant);
      metrics.counter('schakel_tickets_opened_total').inc({ municipality, channel: fact.channel });
      metrics.counter('schakel_routed_total').inc({ municipality, target: fact.target });
    }
  }
}

function recordDeliveries(metrics: AppMetrics, settled: readonly SettledDelivery[]): void {
  const labels = settled.map(({ delivery, next }) => ({ target: delivery.target, outcome: next.state }));
  for (const { one, count } of countBy(labels, ({ target, outcome }) => `${target} ${outcome}`).values()) {
    metrics.counter('schakel_deliveries_total').inc(one, count);
  }
  for (const { next, seconds } of settled) {
    if (next.state === 'delivered') {
      metrics.histogram('schakel_delivery_seconds').observe({}, seconds);
    }
  }
}

function recordDuplicates(metrics: AppMetrics, events: readonly InboxEvent[], isNew: ReadonlySet<string>): void {
  const known = events.filter((event) => !isNew.has(event.id));
  for (const { one, count } of countBy(known, (event) => event.channel).values()) {
    metrics.counter('schakel_duplicates_total').inc({ channel: one.channel }, count);
  }
}

/** Words of people that were missed; what else the history tells again is no news. */
function recordRecovered(metrics: AppMetrics, events: readonly InboxEvent[], isNew: ReadonlySet<string>): Recovered[] {
  const words = events.filter(
    ({ id, recovered, action }) => recovered === true && isNew.has(id) && (action === 'open' || action === 'outside'),
  );
  const counts = [...countBy(words, ({ channel, account }) => `${channel} ${account}`).values()];
  return counts.map(({ one: { channel, account }, count: messages }) => {
    metrics.counter('schakel_recovered_messages_total').inc({ channel, reason: 'history' }, messages);
    return { channel, account, messages };
  });
}

export function createRecorders(
  metrics: AppMetrics,
  nisOf: NisOf,
  onRecovered: OnRecovered = () => undefined,
): Recorders {
  const intakes = metrics.counter('schakel_intakes_total');
  const ack = metrics.histogram('schakel_intake_ack_seconds');
  return {
    onRefused: (receiver, reason) => {
      intakes.inc({ channel: receiver, outcome: reason });
      metrics.counter('schakel_intake_refused_total').inc({ reason });
    },
    onAccepted: (receiver, ackMs) => {
      intakes.inc({ channel: receiver, outcome: 'accepted' });
      ack.observe({}, ackMs / 1000);
    },
    onPulled: (receiver) => {
      intakes.inc({ channel: receiver, outcome: 'pulled' });
    },
    onSubscriptionAbsent: (channel, isBack) => {
      metrics.counter('schakel_subscriptions_absent_total').inc({ channel, outcome: isBack ? 'back' : 'gone' });
    },
    onSplit: (events, isNew) => {
      recordDuplicates(metrics, events, isNew);
      for (const recovered of recordRecovered(metrics, events, isNew)) {
        onRecovered(recovered);
      }
      const others = events.filter(({ recovered }) => recovered !== true);
      for (const { channel, messages } of recoveredIn(others, isNew)) {
        metrics.counter('schakel_recovered_messages_total').inc({ channel, reason: 'late' }, messages);
      }
    },
    onDecided: (draft, clocks) => {
      recordDecisions(metrics, nisOf, draft);
      recordClocks(metrics, nisOf, clocks);
    },
    onSettled: (settled) => {
      recordDeliveries(metrics, settled);
    },
    onMedia: ({ channel }, after) => {
      const outcome = after.state === 'fetched' ? 'fetched' : after.code;
      metrics.counter('schakel_media_fetches_total').inc({ channel, outcome });
      if (after.state === 'fetched') {
        metrics.counter('schakel_media_bytes_total').inc({ channel }, after.bytes);
      }
    },
  };
}
