import type { Meter } from '../../domain/vocabulary.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Store } from '../../platform/store/store.js';
import type { Charging } from '../../settings/charging.js';
import type { ClaimedDelivery } from './claim.js';
import type { NextState } from './next-state.js';
import type { Paced } from './pace-rows.js';

/** What a platform charges for a part that arrived, where no receipt of it says so. */
export interface PlatformCharge {
  readonly item: string;
  readonly millionths: number;
}

/** One attempt that is over. */
export interface Attempted {
  readonly delivery: ClaimedDelivery;
  readonly next: NextState;
  /** What delivering it costs the municipality, if it is charged. */
  readonly meter: Meter | undefined;
  readonly charging: Charging | undefined;
  readonly cost: PlatformCharge | undefined;
  /** Stops the whole target: a token was refused, an account blocked. */
  readonly pausesTarget: boolean;
}

export interface SettleDeps {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly settingsHash: string;
  readonly nowMs: number;
  readonly random: () => number;
  readonly wasTroubled: (target: string) => boolean;
  /** Of an account of a channel: the rates of its platform. */
  readonly paceOf: (target: string) => Paced;
}
