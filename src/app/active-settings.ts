import { readFileSync } from 'node:fs';
import { compileTopics } from '../handling/index.js';
import { compileSettings, type CompiledSettings } from '../settings/compile.js';
import { missingSecrets, resolveAdapterSettings, resolveSecret, type SecretSources } from '../settings/secrets.js';
import { activeActivation, activeSnapshot } from './snapshot-store.js';
import type { AdapterSettings, SecretReference } from '../settings/snapshot.js';
import type { Store } from '../platform/store/store.js';

type Coder = ReturnType<typeof compileTopics>;

/** The configuration in force, compiled, with the means to resolve its secrets. */
export interface ActiveSettings {
  readonly compiled: CompiledSettings<Coder>;
  readonly activation: string;
  /** Settings of an adapter with its secrets in place; resolved once per snapshot. */
  resolve(settings: AdapterSettings): Readonly<Record<string, unknown>>;
  /** Values of secrets that can be read now; one that cannot be read refuses rather than passes. */
  secrets(references: readonly SecretReference[]): readonly string[];
  /** Sentences about secrets that cannot be read. */
  readonly missing: readonly string[];
}

function prepare(
  snapshot: NonNullable<Awaited<ReturnType<typeof activeSnapshot>>>,
  env: SecretSources['env'],
): ActiveSettings {
  const { settings, activation } = snapshot;
  const sources: SecretSources = {
    env,
    readFile: (path) => readFileSync(path, 'utf8').trim(),
    isDemo: settings.isDemo,
  };
  const resolved = new Map<AdapterSettings, Readonly<Record<string, unknown>>>();
  return {
    compiled: compileSettings(settings, compileTopics),
    activation,
    resolve(raw) {
      const known = resolved.get(raw);
      if (known !== undefined) {
        return known;
      }
      const result = resolveAdapterSettings(raw, sources);
      const values = result.ok ? result.settings : {};
      resolved.set(raw, values);
      return values;
    },
    secrets: (references) =>
      references.flatMap((reference) => {
        const secret = resolveSecret(reference, sources);
        return secret.ok ? [secret.value] : [];
      }),
    missing: missingSecrets(settings, sources),
  };
}

export interface SettingsHolder {
  /** The snapshot of this moment; take it once per batch. */
  current(): ActiveSettings;
  /** Looks whether another snapshot came into force. */
  refresh(): Promise<'changed' | 'same'>;
}

/**
 * Reads the active snapshot from the database.
 *
 * @throws a sentence when there is none yet
 */
export async function openSettings(store: Store, env: SecretSources['env']): Promise<SettingsHolder> {
  async function read(): Promise<ActiveSettings> {
    const snapshot = await activeSnapshot(store);
    if (snapshot === undefined) {
      throw new Error('No configuration is active yet. Run: schakel config apply --config <folder>');
    }
    return prepare(snapshot, env);
  }
  let active = await read();
  return {
    current: () => active,
    async refresh() {
      if ((await activeActivation(store)) === active.activation) {
        return 'same';
      }
      active = await read();
      return 'changed';
    },
  };
}
