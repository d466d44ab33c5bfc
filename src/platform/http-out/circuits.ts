import CircuitBreaker from 'opossum';

export interface LocalBreakerOptions {
  /** Calls in the window before the breaker may open. */
  readonly minCalls: number;
  /** It opens when more than this share of them failed (0 to 100). */
  readonly failurePercent: number;
  readonly windowMs: number;
  /** How long it stays open before one probe may pass. */
  readonly openMs: number;
  /** Targets remembered; the one that was used longest ago is forgotten first. Default 500. */
  readonly maxTargets?: number;
}

export type LocalBreakerState = 'closed' | 'open' | 'probing';

export type Circuit = CircuitBreaker<[() => Promise<void>], void>;

/** The circuits of a bounded number of targets, each made when it is first asked for. */
export interface Circuits {
  of(target: string): Circuit;
  /** Closed and without a past when it is asked for again. */
  forget(target: string): void;
  stateOf(target: string): LocalBreakerState;
  clear(): void;
}

const DEFAULT_MAX_TARGETS = 500;

function create(options: LocalBreakerOptions): Circuit {
  return new CircuitBreaker((call: () => Promise<void>) => call(), {
    // The call has its own time limit.
    timeout: false,
    volumeThreshold: options.minCalls,
    errorThresholdPercentage: options.failurePercent,
    rollingCountTimeout: options.windowMs,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    resetTimeout: options.openMs,
  });
}

export function createCircuits(options: LocalBreakerOptions): Circuits {
  // A map keeps the order of insertion: the first one was used longest ago.
  const circuits = new Map<string, Circuit>();
  const maxTargets = options.maxTargets ?? DEFAULT_MAX_TARGETS;
  const forget = (target: string): void => {
    circuits.get(target)?.shutdown();
    circuits.delete(target);
  };
  const add = (target: string): Circuit => {
    const [oldest] = circuits.keys();
    if (oldest !== undefined && circuits.size >= maxTargets) {
      forget(oldest);
    }
    const circuit = create(options);
    // Opossum keeps the failures of the window after a good probe, and would open again at the next single one.
    circuit.on('close', () => {
      forget(target);
    });
    return circuit;
  };
  return {
    of: (target) => {
      const circuit = circuits.get(target) ?? add(target);
      circuits.delete(target);
      circuits.set(target, circuit);
      return circuit;
    },
    forget,
    stateOf: (target) => {
      const circuit = circuits.get(target);
      if (circuit === undefined || circuit.closed) {
        return 'closed';
      }
      return circuit.halfOpen ? 'probing' : 'open';
    },
    clear: () => {
      for (const target of [...circuits.keys()]) {
        forget(target);
      }
    },
  };
}
