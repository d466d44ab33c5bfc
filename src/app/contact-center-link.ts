import type { ContactCenterAdapter, TargetEvent } from '../adapter-sdk/index.js';
import { storeAnswers } from '../handling/index.js';
import { AmqpLink } from '../platform/amqp/amqp-link.js';
import type { AnswerVerdict, IncomingAnswer } from '../platform/amqp/answer-consumer.js';
import type { Sealer } from '../platform/crypto/sealer.js';
import type { Log } from '../platform/log/log.js';
import type { Doorbell } from '../platform/queue/doorbell.js';
import type { Store } from '../platform/store/store.js';
import type { AppMetrics } from './recorders.js';
import { deskCarry, type Carry } from './targets/contact-center-runtime.js';

/** The contact center behind the broker, and the name of its target in configuration. */
const CONTACT_CENTER = '1700';
/** Within the lease of a delivery, and long enough for a broker that pauses. */
const PUBLISH_TIMEOUT_MS = 10_000;

export interface LinkParts {
  readonly url: string | undefined;
  readonly namePrefix: string;
  readonly adapter: ContactCenterAdapter;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly doorbell: Doorbell;
  readonly metrics: AppMetrics;
  readonly log: Log;
  readonly now: () => number;
}

export interface ContactCenterLink {
  readonly carry: Carry;
  readonly state: () => { readonly ok: boolean; readonly detail: string };
  close(): Promise<void>;
}

/** Decodes and stores a batch of answers; what cannot be read or placed goes back to its sender with the reason. */
async function takeAnswers(parts: LinkParts, answers: readonly IncomingAnswer[]): Promise<readonly AnswerVerdict[]> {
  const decoded = answers.map((answer) => parts.adapter.decode(answer.body));
  const events: TargetEvent[] = decoded.flatMap((one) => (one.ok ? [one.event] : []));
  const origin = { target: CONTACT_CENTER, receivedAtMs: parts.now() };
  const stored = events.length === 0 ? [] : await storeAnswers(parts.store, parts.sealer, origin, events);
  const byEvent = new Map(events.map((event, index) => [event, stored[index]]));
  parts.doorbell.ring('handle');
  return decoded.map((one) => {
    if (one.ok && byEvent.get(one.event) === 'stored') {
      return 'stored';
    }
    const code = one.ok ? 'TICKET_UNKNOWN' : one.code;
    parts.metrics.counter('schakel_answers_rejected_total').inc({ reason: code });
    return { code, reject: one.ok ? 'There is no ticket with this id.' : one.reason };
  });
}

/** RabbitMQ when its address is given, the built-in desk otherwise. Both carry the same bodies. */
export function openContactCenter(parts: LinkParts): ContactCenterLink {
  const { url, log } = parts;
  if (url === undefined) {
    return {
      carry: deskCarry,
      state: () => ({ ok: true, detail: 'built-in desk' }),
      close: () => Promise.resolve(),
    };
  }
  const link = new AmqpLink({
    ...{ url, log, namePrefix: parts.namePrefix },
    onAnswers: (answers) => takeAnswers(parts, answers),
  });
  link.open();
  return {
    carry: (events) => link.publish(events, PUBLISH_TIMEOUT_MS),
    state: () => {
      const { status, cause } = link.state();
      return { ok: status === 'connected', detail: cause === null ? status : `${status}: ${cause}` };
    },
    close: () => link.close(),
  };
}
