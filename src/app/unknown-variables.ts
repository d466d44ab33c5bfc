import type { Log } from '../platform/log/log.js';
import type { Settings } from '../settings/snapshot.js';
import { listSecrets } from '../settings/secrets.js';
import type { Adapters } from './adapters.js';
import { VARIABLES } from './environment.js';
import { nearestName } from './nearest-name.js';

const PREFIX = 'SCHAKEL_';
/** Tests and scripts read these; they may stand in the environment of a developer. */
const OF_TESTS = /^SCHAKEL_TEST_/;

/** A variable that looks like ours and that nothing reads. It has no effect, where its author thinks that it has. */
export interface UnknownVariable {
  readonly variable: string;
  /** What may have been meant. */
  readonly nearest?: string;
}

/** Variables of adapters, which say where a platform is. */
export function variablesOfAdapters({ channels }: Pick<Adapters, 'channels'>): readonly string[] {
  return [...channels.values()].flatMap(({ baseUrl }) => baseUrl.env);
}

/** Variables in which the configuration says that secrets are. */
export function variablesOfSecrets(
  settings: Pick<Settings, 'municipalities' | 'receivers' | 'targets'>,
): readonly string[] {
  return listSecrets(settings).flatMap(({ reference }) => ('env' in reference ? [reference.env] : []));
}

/** What stands in the environment under our prefix and is neither in the schema nor in `others`. */
export function unknownVariables(
  values: Readonly<Record<string, string | undefined>>,
  others: readonly string[],
): readonly UnknownVariable[] {
  const known = [...new Set([...VARIABLES, ...others])];
  const endings = known.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  return Object.entries(values)
    .filter(([name, value]) => name.startsWith(PREFIX) && (value ?? '') !== '')
    .map(([name]) => name)
    .filter((name) => !known.includes(name) && !OF_TESTS.test(name))
    .map((variable) => {
      const nearest = nearestName(variable.slice(PREFIX.length), endings);
      return nearest === undefined ? { variable } : { variable, nearest: `${PREFIX}${nearest}` };
    });
}

/** At the start of a process: each of them, because what it was meant to say falls back in silence. */
export function warnOfVariables(log: Log, unknown: readonly UnknownVariable[]): void {
  for (const one of unknown) {
    log.warn({ ...one }, 'an environment variable is not known and has no effect; correct its name or remove it');
  }
}

/** For a command, which has not read the configuration: a name may be that of a secret, unless it looks like a slip. */
export function warnOfSlips(log: Log, values: Readonly<Record<string, string | undefined>>): void {
  for (const one of unknownVariables(values, []).filter(({ nearest }) => nearest !== undefined)) {
    log.warn({ ...one }, 'an environment variable has no effect on this command; was the nearest one meant?');
  }
}
