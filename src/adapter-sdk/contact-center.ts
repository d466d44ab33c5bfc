import type { TargetDelivery, TargetEvent } from './target.js';

/** A CloudEvents 1.0 event in structured JSON. `id` is constant over retries: receivers drop an id they know. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
}

export type DecodedAnswer =
  | { readonly ok: true; readonly event: TargetEvent }
  /** `reason` is a sentence for the sender: what is wrong, where, and what is allowed. */
  | { readonly ok: false; readonly code: string; readonly reason: string };

/** Turns deliveries into the bodies of a contact center's contract and back. Carries nothing; the link does. */
export interface ContactCenterAdapter {
  readonly id: string;
  /** Pure. `routingKey` is for topic exchanges. */
  encode(delivery: TargetDelivery): { readonly routingKey: string; readonly event: CloudEvent };
  /** Total: any bytes give an answer or a reason. */
  decode(body: Buffer): DecodedAnswer;
}
