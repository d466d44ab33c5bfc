import type { AdapterSettings, SecretReference, Settings } from './snapshot.js';

/** Where secrets come from. Handed in, so that tests need no environment and no files. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Throws when the file cannot be read. */
  readFile(path: string): string;
  /** From the settings: only a demonstration may carry secrets in its files. */
  readonly isDemo: boolean;
}

export type ResolvedSecret =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly error: string };

export type ResolvedSettings =
  | { readonly ok: true; readonly settings: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly errors: readonly string[] };

export interface LocatedSecret {
  /** Where it stands in the settings, such as `municipalities/gent/accounts/facebook/1044…/accessToken`. */
  readonly path: string;
  readonly reference: SecretReference;
}

const KINDS = ['env', 'file', 'demo'] as const;

/** An object with exactly one key, `env`, `file` or `demo`, and a text. Adapters use that shape for nothing else. */
export function isSecretReference(value: unknown): value is SecretReference {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const [entry, ...others] = Object.entries(value);
  return (
    entry !== undefined &&
    others.length === 0 &&
    KINDS.some((kind) => kind === entry[0]) &&
    typeof entry[1] === 'string'
  );
}

/** A copy in which each secret reference, at any depth, became what `replace` gives for it. */
export function replaceSecrets(
  value: unknown,
  replace: (reference: SecretReference, path: string) => unknown,
  path = '',
): unknown {
  if (isSecretReference(value)) {
    return replace(value, path);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => replaceSecrets(item, replace, `${path}/${index}`));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, replaceSecrets(inner, replace, `${path}/${key}`)]);
  return Object.fromEntries(entries);
}

function fromEnvironment(name: string, sources: SecretSources): ResolvedSecret {
  const value = sources.env[name] ?? '';
  return value === '' ? { ok: false, error: `the environment variable ${name} is not set` } : { ok: true, value };
}

function fromFile(path: string, sources: SecretSources): ResolvedSecret {
  let text: string;
  try {
    text = sources.readFile(path);
  } catch {
    // The cause is the file system's own text; it adds the path again and nothing that an operator needs.
    return { ok: false, error: `the secret file ${path} cannot be read` };
  }
  // Mounted secrets often end in a line break that is not part of the secret.
  const value = text.replace(/\r?\n$/, '');
  return value === '' ? { ok: false, error: `the secret file ${path} is empty` } : { ok: true, value };
}

/** Reads one secret at the moment of use, so that a rotated file counts at once. Errors never hold a value. */
export function resolveSecret(reference: SecretReference, sources: SecretSources): ResolvedSecret {
  if ('env' in reference) {
    return fromEnvironment(reference.env, sources);
  }
  if ('file' in reference) {
    return fromFile(reference.file, sources);
  }
  return sources.isDemo
    ? { ok: true, value: reference.demo }
    : { ok: false, error: 'a secret of kind "demo" is allowed in a demonstration only; use "env" or "file"' };
}

/** The settings of one account or target as its adapter wants them: secrets resolved, all errors at once. */
export function resolveAdapterSettings(settings: AdapterSettings, sources: SecretSources): ResolvedSettings {
  const errors: string[] = [];
  const entries = Object.entries(settings).map(([key, value]) => [
    key,
    replaceSecrets(
      value,
      (reference, path) => {
        const secret = resolveSecret(reference, sources);
        if (secret.ok) {
          return secret.value;
        }
        errors.push(`${path}: ${secret.error}`);
        return undefined;
      },
      `/${key}`,
    ),
  ]);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, settings: Object.fromEntries(entries) };
}

/** All secret references of a snapshot with their place. */
export function listSecrets(settings: Pick<Settings, 'municipalities' | 'receivers' | 'targets'>): LocatedSecret[] {
  const found: LocatedSecret[] = [];
  const collect = (value: unknown, place: string) =>
    replaceSecrets(value, (reference, path) => found.push({ path, reference }), place);
  for (const { tenant, accounts } of settings.municipalities) {
    for (const account of accounts) {
      const place = `municipalities/${tenant}/accounts/${account.channel}/${account.account}`;
      collect(account.settings, place);
      collect(account.signing, `${place}/signing`);
    }
  }
  collect(settings.receivers, 'receivers');
  for (const target of settings.targets) {
    collect(target.settings, `targets/${target.id}`);
  }
  return found;
}

/** A sentence for each secret that cannot be had now. For start-up and `schakel doctor`. */
export function missingSecrets(settings: Settings, sources: SecretSources): readonly string[] {
  return listSecrets(settings).flatMap(({ path, reference }) => {
    const secret = resolveSecret(reference, sources);
    return secret.ok ? [] : [`${path}: ${secret.error}`];
  });
}
