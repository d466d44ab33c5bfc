import type { Leadership } from '../platform/store/store.js';

export interface LeadingParts {
  /** Undefined while another process leads. */
  readonly tryLeadership: () => Promise<Leadership | undefined>;
  /** The work of the leader. */
  readonly lead: () => Promise<void>;
  /** Another process leads now: what this one shows is of the past. */
  readonly stepDown: () => void;
}

export interface Leading {
  turn(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Leads while no other process does. A database that is away changes nothing yet: nobody leads then, and what was shown
 * last is the best that there is.
 */
export function leading({ tryLeadership, lead, stepDown }: LeadingParts): Leading {
  let leadership: Leadership | undefined;
  return {
    async turn() {
      if (leadership?.isHeld() !== true) {
        const hadLed = leadership !== undefined;
        leadership = await tryLeadership();
        if (hadLed && leadership === undefined) {
          stepDown();
        }
      }
      if (leadership !== undefined) {
        await lead();
      }
    },
    release: async () => leadership?.release(),
  };
}
