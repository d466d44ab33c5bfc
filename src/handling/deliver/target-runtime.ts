import type { LookUpOutcome, SendOutcome } from '../../adapter-sdk/index.js';
import type { SendingApp, SendingRate } from '../../domain/sending-rate.js';
import type { Meter } from '../../domain/vocabulary.js';
import type { ClaimedDelivery } from './claim.js';
import type { Loaded } from './load-content.js';

export interface Item {
  readonly delivery: ClaimedDelivery;
  readonly content: Loaded;
}

/** A target as the delivery engine sees it: a channel's account, a CRM or the contact center. */
export interface TargetRuntime {
  readonly maxInFlight: number;
  readonly maxBatch: number;
  /** Of an account of a channel: the rates that its platform documents, as they hold now. */
  rates?(): readonly SendingRate[];
  /** And the app through which it sends, where the platform counts that. */
  readonly app?: SendingApp | undefined;
  /** What a delivery that arrived costs the municipality. */
  meterOf(delivery: ClaimedDelivery): Meter | undefined;
  /** What its platform charges for this one once it arrived, as an item of the rate card; a channel's only. */
  priceItemOf?(item: Item): string | undefined;
  /** Attempts each item once and tells every outcome, in any order. It never throws for what a target can do. */
  send(items: readonly Item[], told: (item: Item, outcome: SendOutcome) => void): Promise<void>;
  lookUp(item: Item): Promise<LookUpOutcome>;
}
