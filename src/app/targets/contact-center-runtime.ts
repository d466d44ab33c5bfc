import type { ContactCenterAdapter, SendOutcome } from '../../adapter-sdk/index.js';
import type { Item, TargetRuntime } from '../../handling/index.js';

export interface OutgoingEvent {
  readonly id: string;
  readonly routingKey: string;
  readonly body: Buffer;
}

export type PublishResult = 'confirmed' | 'unroutable' | 'nacked' | 'unknown' | 'not-sent';

/** Carries events to a contact center: a broker, or the desk in this installation. */
export type Carry = (events: readonly OutgoingEvent[]) => Promise<readonly PublishResult[]>;

/** The built-in desk reads tickets from the store, so an event has arrived once its body could be made. */
export const deskCarry: Carry = (events) => Promise.resolve(events.map(() => 'confirmed'));

function outcomeOf(result: PublishResult | undefined): SendOutcome {
  switch (result) {
    case 'confirmed':
      return { kind: 'delivered' };
    case 'unroutable':
      return { kind: 'retry', code: 'AMQP_UNROUTABLE', detail: 'No queue is bound for this event.' };
    case 'nacked':
      return { kind: 'retry', code: 'AMQP_NACKED' };
    case 'not-sent':
      return { kind: 'retry', code: 'AMQP_AWAY' };
    case 'unknown':
    case undefined:
      return { kind: 'unknown', code: 'AMQP_UNCONFIRMED' };
  }
}

export interface ContactCenterRuntimeOptions {
  readonly adapter: ContactCenterAdapter;
  readonly carry: Carry;
  readonly maxInFlight: number;
}

/** The contact center as a target: many events in one go, each confirmed on its own. */
export function contactCenterRuntime({ adapter, carry, maxInFlight }: ContactCenterRuntimeOptions): TargetRuntime {
  function encoded({ content }: Item): OutgoingEvent | undefined {
    if (content.to !== 'target') {
      return undefined;
    }
    const { routingKey, event } = adapter.encode(content.delivery);
    return { id: event.id, routingKey, body: Buffer.from(JSON.stringify(event)) };
  }

  return {
    maxInFlight,
    maxBatch: 500,
    meterOf: ({ kind }) => (kind === 'opened' ? 'forward.1700' : undefined),
    async send(items, told) {
      const sendable: { readonly item: Item; readonly event: OutgoingEvent }[] = [];
      for (const item of items) {
        const event = encoded(item);
        if (event === undefined) {
          told(item, { kind: 'quarantined', code: 'NOT_FOR_A_TARGET' });
        } else {
          sendable.push({ item, event });
        }
      }
      const results = await carry(sendable.map(({ event }) => event));
      for (const [index, { item }] of sendable.entries()) {
        told(item, outcomeOf(results[index]));
      }
    },
    // An event carries the delivery's id, and the contact center drops an id that it knows: sending again is safe.
    lookUp: () => Promise.resolve({ kind: 'absent' }),
  };
}
