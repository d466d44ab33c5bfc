import type { WorkingTime } from '../working-time.js';
import type { Party } from './vocabulary.js';

/** The time of one snapshot, for one municipality. */
export interface SlaTime {
  /** A calendar by its name; null for the municipality's own, with its closing days. */
  calendar(name: string | null): WorkingTime;
  /** When whoever answers at a target is there. */
  staffed(target: string): WorkingTime;
  partyOf(target: string): Party;
}

/** By the hash of a snapshot: what the clocks of a ticket count by. Every hash in the facts of the ticket is there. */
export type SlaTimes = (settingsHash: string) => SlaTime;
