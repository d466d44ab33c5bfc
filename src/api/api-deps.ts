import type { BillingPeriod, PoolOfMonth, TariffReport } from '../billing/index.js';
import type { Budget } from '../domain/budget.js';
import type { Invoice } from '../domain/invoice.js';
import type { ErasureReason } from '../domain/storage-term.js';
import type { SlaTimes } from '../domain/sla/sla-time.js';
import type { PlatformPrices } from '../domain/platform-price.js';
import type { Tariff } from '../domain/tariff.js';
import type { WhatIfReport } from '../domain/what-if.js';
import type { decisionOf, submitCommand } from '../handling/index.js';
import type { Sealer } from '../platform/crypto/sealer.js';
import type { Store } from '../platform/store/store.js';

/** What the API reads of the configuration; `Settings` has all of it. */
export interface ApiSettings {
  readonly municipalities: readonly ApiMunicipality[];
  readonly targets: readonly { readonly id: string; readonly kind: string }[];
  readonly tariffs: readonly Tariff[];
  readonly platformPrices?: readonly PlatformPrices[];
}

export interface ApiMunicipality {
  readonly tenant: string;
  readonly nis: string;
  readonly ovo: string;
  readonly name: string;
  readonly formerNis: readonly string[];
  readonly tariff: string;
  readonly budget?: Budget;
  readonly accounts: readonly { readonly channel: string; readonly account: string; readonly name: string }[];
}

/** `municipality` is the tenant id or the NIS code. */
export interface ReconciliationRow {
  readonly municipality: string;
  readonly channel: string;
  readonly received: number;
  readonly handled: number;
  readonly rejected: number;
  readonly quarantined: number;
  readonly parked: number;
  readonly pending: number;
  readonly difference: number;
}

export interface ReconciliationReport {
  readonly ok: boolean;
  /** ISO instant of the snapshot. */
  readonly at: string;
  readonly rows: readonly ReconciliationRow[];
  readonly findings: readonly {
    readonly check: string;
    readonly count: number;
    readonly examples: readonly string[];
  }[];
}

/** `municipality` is the tenant id or the NIS code. */
export interface ChannelHealth {
  readonly channel: string;
  readonly account: string;
  readonly municipality: string;
  readonly healthy: boolean;
  readonly lastEventAt: string | null;
  readonly silenceSeconds: number | null;
  /** How many times it should have received something since, by its own weeks; null while those are too few. */
  readonly missedMessages: number | null;
  /** Looks are paid for here, and the municipality reached what platforms may charge it this month. */
  readonly readsLess: boolean;
  /** What is wrong, and what can be done about it in Dutch. A healthy account may have one that only warns. */
  readonly problem: { readonly code: string; readonly advice: string } | null;
  /** What ends first of the token and what the settings chose, and when. */
  readonly expires: string | null;
  readonly expiresAt: string | null;
  readonly daysToExpiry: number | null;
}

/** Where and when the citizen wrote last, for what may be answered there. */
export interface LastWords {
  readonly channel: string;
  readonly account: string;
  readonly lastCitizenAtMs: number;
  readonly isPublic: boolean;
  readonly isAnswerable: boolean;
}

/** One way in which a ticket can be answered now, or why not. */
export interface AnswerWay {
  readonly way: 'public' | 'private';
  readonly open: boolean;
  readonly code: string | null;
  /** Why it is closed, in Dutch. */
  readonly reason: string | null;
  readonly closesAtMs: number | null;
  readonly isPublic: boolean;
  readonly maxLength: number;
  readonly lengthUnit: 'characters' | 'bytes' | 'weighted';
  readonly maxParts: number;
  /** What to know before typing, in Dutch. */
  readonly warning: string | null;
  /** Closed, but the citizen can be asked to write again. */
  readonly canInvite: boolean;
  /** The question is public, and its channel takes an answer that only the citizen reads. */
  readonly canReplyPrivately: boolean;
}

/** What the storage of a text depends on. */
export interface StoredMessage {
  readonly tenant: string;
  readonly channel: string;
  readonly ofCitizens: boolean;
  readonly platformId: string | null;
  readonly receivedAtMs: number;
  /** Null while the text is there. */
  readonly erasedFor: ErasureReason | null;
}

export interface TextStorage {
  /** Null where it is kept without an end, and where it is gone. */
  readonly keptUntilMs: number | null;
  /** Why it is gone, in Dutch, and where the message stands on its platform. */
  readonly erased: { readonly reason: string; readonly permalink: string | null } | null;
}

/** What somebody wants to try on a month that is over. Its pieces were not checked yet. */
export interface WhatIfRequest {
  readonly period: string;
  /** Whose tickets; null for all municipalities. */
  readonly tenant: string | null;
  /** The caller: of a tenant alone nothing else is told, also not what the settings of others are. */
  readonly sees: string;
  readonly slaPolicies: readonly unknown[];
  readonly calendars: readonly unknown[];
  readonly municipalities: readonly {
    readonly tenant: string;
    readonly replace: Readonly<Record<string, unknown>>;
  }[];
}

export type WhatIfOutcome =
  | { readonly kind: 'report'; readonly report: WhatIfReport }
  /** Sentences about the changed settings, all at once. */
  | { readonly kind: 'invalid'; readonly errors: readonly string[] }
  /** Another one is running. */
  | { readonly kind: 'busy' }
  /** It took longer than a caller waits. */
  | { readonly kind: 'too-large'; readonly done: number; readonly all: number };

/** Which tariff somebody wants to try on a month. Its versions were not checked yet. */
export interface TariffTrialRequest extends Pick<WhatIfRequest, 'period' | 'tenant' | 'sees'> {
  /** Null to compare all tariffs only. */
  readonly tariff: string | null;
  readonly tariffs: readonly unknown[];
}

export type TariffTrialOutcome =
  | { readonly kind: 'report'; readonly report: TariffReport }
  | { readonly kind: 'invalid'; readonly errors: readonly string[] }
  | { readonly kind: 'busy' };

export type InvoicePreview =
  /** None where the municipality is not invoiced, or the month is closed: then its invoices are there. */
  | { readonly kind: 'documents'; readonly documents: readonly Invoice[] }
  /** A tariff is not in the settings, so some use has no price; a sentence says which. */
  | { readonly kind: 'unknown-price'; readonly detail: string };

export interface ApiDeps {
  /** The database as role api. */
  readonly store: Store;
  readonly sealer: Sealer;
  /** The active settings at this moment. */
  readonly settings: () => ApiSettings;
  /**
   * The calendars of a municipality by the snapshots with these hashes, which this role may not read. Not to be asked
   * inside a transaction.
   */
  readonly slaTimes: (tenant: string, hashes: Iterable<string>) => Promise<SlaTimes>;
  readonly submitCommand: typeof submitCommand;
  readonly decisionOf: typeof decisionOf;
  /** Tells a lane that there is work; losing the call only delays it. */
  readonly ring: (lane: 'handle' | 'deliver') => void;
  /** All municipalities; the API shows a caller its own. Runs at most once at a time. */
  readonly reconcile: () => Promise<ReconciliationReport>;
  /** Runs a month again under changed settings, one at a time. Reads as role api, for what the caller sees. */
  readonly whatIf: (request: WhatIfRequest) => Promise<WhatIfOutcome>;
  /** Rates a month again under other tariffs, one at a time. Reads as role api, for what the caller sees. */
  readonly tariffTrial: (request: TariffTrialRequest) => Promise<TariffTrialOutcome>;
  /**
   * The pool of a municipality in a month with the sums of all its members, which this role may not read; undefined
   * without one. What is told of it are sums of the pool and the own share, never another member.
   */
  readonly poolOfMonth: (tenant: string, period: BillingPeriod) => Promise<PoolOfMonth | undefined>;
  /**
   * The documents of the debtor of a municipality as they would be issued now. It reads as a role that sees the ledger of
   * all: one debtor can pay for several municipalities, and buy together with others.
   */
  readonly previewInvoices: (tenant: string, period: BillingPeriod) => Promise<InvoicePreview>;
  /** In what ways a ticket can be answered now, by its channel; none for a channel that is not there any more. */
  readonly answering: (last: LastWords, nowMs: number) => readonly AnswerWay[];
  /** Whether a channel hides what citizens write in public. */
  readonly canHide: (channel: string) => boolean;
  /** Until when a text is kept by what holds now, or why it is gone. */
  readonly textStorage: (message: StoredMessage, nowMs: number) => TextStorage;
  /** The opened bytes of a copy of a citizen's file; undefined when there are none. */
  readonly openCopy: (digest: string) => Promise<AsyncIterable<Buffer> | undefined>;
  readonly channelHealth: () => Promise<readonly ChannelHealth[]>;
  readonly nowMs: () => number;
  /** `SCHAKEL_BOOTSTRAP_KEY`: all rights, for first set-up. */
  readonly bootstrapKey?: string;
  /** Ends all event streams, so that the server can close. */
  readonly closing?: AbortSignal;
}
