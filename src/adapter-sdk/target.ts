import type { CompetenceLevel, DeliveryKind, Language, TicketKind, TicketStatus, Way } from '../domain/vocabulary.js';
import type { RawRequest, Verification } from './channel.js';
import type { HttpClient } from './http.js';
import type { LookUpOutcome, SendOutcome } from './outcome.js';

/** What a target may know of a ticket. */
export interface TicketView {
  readonly id: string;
  /** Short number that a person can say. */
  readonly number: string;
  readonly municipality: { readonly nis: string; readonly name: string };
  readonly channel: string;
  readonly account: string;
  readonly kind: TicketKind;
  readonly status: TicketStatus;
  readonly topic: string;
  readonly language: Language;
  readonly level: CompetenceLevel;
  readonly priority: 'low' | 'normal' | 'high';
  /** RFC 3339, UTC. */
  readonly openedAt: string;
  readonly firstResponseDueAt: string | null;
  readonly resolutionDueAt: string | null;
  readonly citizen: { readonly id: string; readonly name: string | null };
  /** Why this target, in one sentence. */
  readonly explanation: string;
}

export interface MessageView {
  readonly id: string;
  readonly text: string;
  /** A `note` is for colleagues: the citizen did not see it and must not. */
  readonly author: 'citizen' | 'operator' | 'outside' | 'note';
  readonly occurredAt: string;
  readonly version: number;
  readonly redacted: boolean;
  readonly isPublic: boolean;
  readonly attachments: readonly { readonly type: string; readonly url?: string; readonly name?: string }[];
}

/** One ticket revision on its way to one target. */
export interface TargetDelivery {
  /** The idempotency key: constant over attempts, unique for ever. */
  readonly id: string;
  readonly kind: Exclude<DeliveryKind, 'reply' | 'hide' | 'unhide'>;
  /** Number of the ticket event that caused it; rises within a ticket. */
  readonly revision: number;
  readonly occurredAt: string;
  readonly ticket: TicketView;
  readonly message: MessageView | null;
  /** Our ticket's id at the target, once an earlier delivery created it. */
  readonly remoteTicketId: string | null;
  /** UTC milliseconds of the first attempt. */
  readonly firstAttemptAtMs: number;
}

/** What comes back from a contact center or CRM. */
export interface TargetEvent {
  readonly type: 'reply' | 'status' | 'forward' | 'note';
  /** Stable over redelivery, unique within the target. */
  readonly key: string;
  readonly ticketId?: string;
  readonly remoteTicketId?: string;
  readonly occurredAtMs: number;
  readonly text?: string;
  readonly status?: TicketStatus;
  /** For `forward`: the target it should go to, or the body that is competent. */
  readonly to?: string;
  readonly reason?: string;
  /** Name or code of the person who answered, for the timeline. */
  readonly author?: string;
  readonly isFinal?: boolean;
  /** For `reply`: who is to read it. */
  readonly way?: Way;
}

export interface TargetContext {
  readonly http: HttpClient;
  /** By the adapter's `settings.schema.json`; secrets are resolved. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly nowMs: number;
}

/** A hook is a hint or a fact: some CRMs carry the content, some only an id that `events` must read again. */
export interface TargetHooks {
  verify(request: RawRequest, settings: Readonly<Record<string, unknown>>, nowMs: number): Verification;
  /** Pure and total, like `Receiver.split`: unreadable input gives `unrecognised`. */
  split(request: RawRequest, settings: Readonly<Record<string, unknown>>, receivedAtMs: number): readonly HookItem[];
}

export type HookItem =
  | { readonly kind: 'event'; readonly event: TargetEvent }
  | { readonly kind: 'ignored'; readonly key: string; readonly reason: string }
  | { readonly kind: 'unrecognised'; readonly key: string; readonly code: string };

export interface CrmAdapter {
  /** Name in configuration (`adapter: zammad`); also its folder. */
  readonly id: string;
  /** One attempt, no retries inside, bounded in time. Never throws for what a CRM can do. */
  deliver(delivery: TargetDelivery, context: TargetContext): Promise<SendOutcome>;
  lookUp(delivery: TargetDelivery, context: TargetContext): Promise<LookUpOutcome>;
  readonly hooks?: TargetHooks;
}
