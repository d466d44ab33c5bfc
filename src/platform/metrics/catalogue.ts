import { CHANNELS } from './channel-metrics.js';
import type { Catalogue } from './definition.js';

/** Acknowledging a platform is measured from half a millisecond to the seconds after which it gives up. */
const ACK_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;
const DELIVERY_SECONDS = [
  0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600, 21_600, 86_400,
] as const;
/** From a minute to two weeks: promises to citizens are in hours and working days. */
const RESPONSE_SECONDS = [
  60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800, 259_200, 432_000, 604_800, 1_209_600,
] as const;
const LOOP_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

/** Three hundred municipalities times channels and actions: more than the default, and still bounded. */
const PER_MUNICIPALITY = 20_000;

/** Written by the metrics registry itself, whatever the catalogue. */
export const REGISTRY_METRICS = {
  schakel_metric_overflow_total: {
    type: 'counter',
    help: 'Number of writes that went to the label value "other" because a metric reached its bound of label combinations.',
    labels: ['metric'],
    owner: 'platform',
  },
} as const satisfies Catalogue;

const INTAKE = {
  schakel_intakes_total: {
    type: 'counter',
    help: 'Number of intakes (posts by a platform, and pages that were pulled from one), by what became of them.',
    labels: ['channel', 'outcome'],
    owner: 'intake',
  },
  schakel_intake_refused_total: {
    type: 'counter',
    help: 'Number of posts refused before they were stored: signature missing, wrong or stale, too large, a visitor of the counter who came too often, from a site that is not listed or with wrong input, or storage unavailable.',
    labels: ['reason'],
    owner: 'intake',
  },
  schakel_intake_ack_seconds: {
    type: 'histogram',
    help: 'Time in seconds from the first byte of a post to its acknowledgement after a durable commit.',
    labels: [],
    owner: 'intake',
    buckets: ACK_SECONDS,
  },
  schakel_duplicates_total: {
    type: 'counter',
    help: 'Number of events that were already known by their key and had no effect.',
    labels: ['channel'],
    owner: 'intake',
  },
} as const satisfies Catalogue;

const HANDLING = {
  schakel_events_total: {
    type: 'counter',
    help: 'Number of events that handling decided, by action.',
    labels: ['channel', 'municipality', 'action'],
    owner: 'handling',
    maxSeries: PER_MUNICIPALITY,
  },
  schakel_tickets_opened_total: {
    type: 'counter',
    help: 'Number of tickets opened.',
    labels: ['municipality', 'channel'],
    owner: 'handling',
  },
  schakel_routed_total: {
    type: 'counter',
    help: 'Number of routing decisions, by the target that was chosen.',
    labels: ['municipality', 'target'],
    owner: 'handling',
    maxSeries: PER_MUNICIPALITY,
  },
  schakel_sla_outcomes_total: {
    type: 'counter',
    help: 'Number of verdicts on promises, by clock and verdict: met, breached, or met-late, which follows a breached.',
    labels: ['municipality', 'target', 'outcome'],
    owner: 'handling',
    maxSeries: PER_MUNICIPALITY,
  },
  schakel_sla_open_clocks: {
    type: 'gauge',
    help: 'Number of clocks that are open, by state: ok, warning, breached or paused.',
    labels: ['municipality', 'state'],
    owner: 'handling',
  },
  schakel_first_response_seconds: {
    type: 'histogram',
    help: 'Time in seconds from the start of a response clock to the first answer, as the calendar runs (nights and weekends included).',
    labels: [],
    owner: 'handling',
    buckets: RESPONSE_SECONDS,
  },
  schakel_quarantined: {
    type: 'gauge',
    help: 'Number of events that are quarantined because the message itself is malformed.',
    labels: ['channel'],
    owner: 'handling',
  },
  schakel_answers_rejected_total: {
    type: 'counter',
    help: 'Number of answers from the contact center that were rejected, by reason.',
    labels: ['reason'],
    owner: 'handling',
  },
  schakel_media_fetches_total: {
    type: 'counter',
    help: 'Number of attempts to fetch a file that a citizen sent, by outcome: fetched, or the code of why not.',
    labels: ['channel', 'outcome'],
    owner: 'handling',
  },
  schakel_media_bytes_total: {
    type: 'counter',
    help: 'Number of bytes of files that citizens sent and that were fetched and kept.',
    labels: ['channel'],
    owner: 'handling',
  },
  schakel_media_oldest_due_seconds: {
    type: 'gauge',
    help: 'Age in seconds of the oldest message of which a file is still to be fetched.',
    labels: ['channel'],
    owner: 'handling',
  },
  schakel_texts_erased_total: {
    type: 'counter',
    help: 'Number of texts that were erased because their time was over, by whose terms: of the channel or of the municipality.',
    labels: ['channel', 'reason'],
    owner: 'handling',
  },
  schakel_text_overdue_seconds: {
    type: 'gauge',
    help: 'Time in seconds since the oldest text that is still there should have been erased, which is five minutes before its time is over.',
    labels: ['channel'],
    owner: 'handling',
  },
} as const satisfies Catalogue;

const DELIVERY = {
  schakel_deliveries_total: {
    type: 'counter',
    help: 'Number of delivery attempts, by outcome.',
    labels: ['target', 'outcome'],
    owner: 'handling',
  },
  schakel_delivery_seconds: {
    type: 'histogram',
    help: 'Time in seconds from the moment a delivery was due to its confirmation by the target, retries included.',
    labels: [],
    owner: 'handling',
    buckets: DELIVERY_SECONDS,
  },
  schakel_oldest_undelivered_seconds: {
    type: 'gauge',
    help: 'Age in seconds of the oldest delivery that is neither delivered nor ended.',
    labels: ['target'],
    owner: 'handling',
  },
  schakel_target_breaker_state: {
    type: 'gauge',
    help: 'State of the breaker of a target as a number: 0 closed, 1 probing, 2 open.',
    labels: ['target'],
    owner: 'handling',
  },
  schakel_rate_held: {
    type: 'gauge',
    help: 'Number of deliveries that wait because their account used up the rate of its platform, or its platform asked to wait.',
    labels: ['channel'],
    owner: 'handling',
  },
  schakel_parked: {
    type: 'gauge',
    help: 'Number of deliveries that wait for their target or for configuration.',
    labels: ['target'],
    owner: 'handling',
  },
} as const satisfies Catalogue;

const BILLING = {
  schakel_billable_units: {
    type: 'gauge',
    help: 'Number of billable units in the current period to date, read from the ledger; platform.cost is in millionths of a euro.',
    labels: ['municipality', 'meter', 'tariff'],
    owner: 'billing',
    maxSeries: PER_MUNICIPALITY,
  },
  schakel_charges_euro: {
    type: 'gauge',
    help: 'Charges in euro, without VAT, in the current period to date; equal to the invoice preview at the instant of the projection.',
    labels: ['municipality', 'tariff'],
    owner: 'billing',
  },
  schakel_budget_euro: {
    type: 'gauge',
    help: 'Budget in euro, without VAT, of a month of each municipality that has one.',
    labels: ['municipality'],
    owner: 'billing',
  },
  schakel_budget_share_reached: {
    type: 'gauge',
    help: 'Largest of the shares of its budget at which a municipality is warned that the current period to date has reached; 0 for none.',
    labels: ['municipality'],
    owner: 'billing',
  },
  schakel_charges_as_of_seconds: {
    type: 'gauge',
    help: 'Instant of the ledger projection behind the charges, in seconds since the epoch (UTC).',
    labels: [],
    owner: 'billing',
  },
} as const satisfies Catalogue;

const PLATFORM = {
  schakel_doorbell_rings_total: {
    type: 'counter',
    help: 'Number of rings of the doorbell between processes, by outcome: rung, coalesced with another ring, lost, or heard.',
    labels: ['lane', 'outcome'],
    owner: 'platform',
  },
  schakel_loop_seconds: {
    type: 'histogram',
    help: 'Time in seconds that one turn of a loop took.',
    labels: ['loop'],
    owner: 'platform',
    buckets: LOOP_SECONDS,
  },
  schakel_loop_progress_seconds: {
    type: 'gauge',
    help: 'Age in seconds of the last progress of a loop; liveness is judged by it.',
    labels: ['loop'],
    owner: 'platform',
  },
} as const satisfies Catalogue;

/** Every metric of Schakel, by name. `docs/metrics.md` lists the same; a test compares them both ways. */
export const METRICS_CATALOGUE = {
  ...INTAKE,
  ...HANDLING,
  ...DELIVERY,
  ...CHANNELS,
  ...BILLING,
  ...PLATFORM,
  ...REGISTRY_METRICS,
} as const satisfies Catalogue;

export type MetricsCatalogue = typeof METRICS_CATALOGUE;
