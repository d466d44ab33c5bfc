/** Which calls a fault is for. `any` fits all of them. */
export type Endpoint =
  | 'any'
  | 'comments.write'
  | 'comments.read'
  | 'messages.write'
  | 'conversations.read'
  | 'whatsapp.write'
  | 'subscriptions'
  | 'debug_token'
  | 'profile'
  | 'other';

/** What goes wrong. In the `…-after-effect` kinds the citizen sees the answer although the caller never hears so. */
export type FaultKind =
  | 'http-500'
  | 'throttled'
  | 'html-200'
  | 'error-200'
  | 'api-error'
  | 'slow'
  | 'hang-before-effect'
  | 'hang-after-effect'
  | 'close-before-effect'
  | 'close-after-effect';

export const ENDPOINTS: readonly Endpoint[] = [
  'any',
  'comments.write',
  'comments.read',
  'messages.write',
  'conversations.read',
  'whatsapp.write',
  'subscriptions',
  'debug_token',
  'profile',
  'other',
];

export const FAULT_KINDS: readonly FaultKind[] = [
  'http-500',
  'throttled',
  'html-200',
  'error-200',
  'api-error',
  'slow',
  'hang-before-effect',
  'hang-after-effect',
  'close-before-effect',
  'close-after-effect',
];

export interface Fault {
  readonly endpoint: Endpoint;
  readonly kind: FaultKind;
  /** How many next calls it hits; 1 unless told otherwise. */
  readonly times?: number;
  /** Only calls about this page, account or number id. */
  readonly account?: string;
  /** For `slow`. */
  readonly delayMs?: number;
  /** For `api-error` and `error-200`. */
  readonly code?: number;
  readonly subcode?: number;
}

const MOST_FAULTS = 1_000;

/** Faults that wait for their calls, in the order they were asked for. */
export class Faults {
  private waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    if (this.waiting.length >= MOST_FAULTS) {
      throw new Error('Too many faults are waiting; clear them first.');
    }
    this.waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.waiting = [];
  }

  /** Uses up one time of the first fault that fits this call. */
  take(endpoint: Endpoint, account: string | undefined): Fault | undefined {
    const found = this.waiting.find(
      ({ fault }) =>
        (fault.endpoint === 'any' || fault.endpoint === endpoint) &&
        (fault.account === undefined || fault.account === account),
    );
    if (found === undefined) {
      return undefined;
    }
    found.left -= 1;
    this.waiting = this.waiting.filter(({ left }) => left > 0);
    return found.fault;
  }
}
