import type { Store } from '../platform/store/store.js';

/** One counter of a municipality, as the active settings have it. */
export interface CounterAccount {
  readonly tenant: string;
  readonly account: string;
  /** The municipality, as citizens call it. */
  readonly municipality: string;
  readonly origins: readonly string[];
  readonly privacyUrl: string;
  /** Empty where there is none. */
  readonly accessibilityUrl: string;
  /** Whether an answer can go by e-mail: only then an address is asked. */
  readonly hasMail: boolean;
}

/** Why something was not taken in; a label of `schakel_intake_refused_total`. */
export type CounterRefusal = 'counter_too_often' | 'counter_input' | 'counter_origin' | 'unavailable';

export interface CounterDeps {
  /** The database as role api. */
  readonly store: Store;
  readonly accountOf: (account: string) => CounterAccount | undefined;
  /** Keeps a body durably, as intake does with posts; false when it could not. Its time is the time of receipt. */
  readonly takeIn: (account: string, body: Buffer) => Promise<boolean>;
  readonly onRefused: (reason: CounterRefusal) => void;
  readonly onTrouble: (error: unknown) => void;
  /** Hashes what limits are counted by. */
  readonly key: Buffer;
  /** Header in which the proxy in front tells the address of the caller, in lower case; undefined where there is none. */
  readonly addressHeader: string | undefined;
  readonly nowMs: () => number;
  /** A page with the widget on it, at /counter/demo. */
  readonly hasDemoPage: boolean;
  /** Ends requests that wait for an answer, so that the server can close. */
  readonly closing: AbortSignal;
}
