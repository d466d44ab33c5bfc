/** How one dependency is; `detail` is for operators and names no address or secret. */
export interface DependencyHealth {
  readonly ok: boolean;
  readonly detail: string;
}

export interface Readiness {
  readonly ok: boolean;
  readonly dependencies: Readonly<Record<string, DependencyHealth>>;
}

export type DependencyCheck = () => Promise<DependencyHealth>;

/** The text of an error may hold an address with a password; its code or name tells enough here, the log has the rest. */
function nameOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && code !== '') {
    return code;
  }
  return error instanceof Error ? error.name : 'an unknown error';
}

async function within(check: DependencyCheck, timeoutMs: number): Promise<DependencyHealth> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<DependencyHealth>((resolve) => {
    timer = setTimeout(() => {
      resolve({ ok: false, detail: `no answer within ${timeoutMs} ms` });
    }, timeoutMs);
  });
  try {
    // A check that throws before its first await is a failure like any other.
    return await Promise.race([Promise.resolve().then(check), tooLate]);
  } catch (error) {
    return { ok: false, detail: `failed: ${nameOf(error)}` };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks every dependency at once, each for at most `timeoutMs`. Never throws. A process that is not ready gets no new
 * work and is left to recover; it is not restarted.
 */
export async function readiness(
  checks: Readonly<Record<string, DependencyCheck>>,
  timeoutMs: number,
): Promise<Readiness> {
  const asked = Object.entries(checks).map(async ([name, check]) => [name, await within(check, timeoutMs)] as const);
  const dependencies = Object.fromEntries(await Promise.all(asked));
  return { ok: Object.values(dependencies).every((one) => one.ok), dependencies };
}
