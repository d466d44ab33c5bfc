import { compileSchema, type Validator } from '../platform/schema/validator.js';
import type { AdapterCatalogue, AdapterKind } from './adapter-catalogue.js';
import { applyDefaults } from './defaults.js';
import type { Draft, Located } from './draft.js';
import { withHint } from './schemas.js';
import { replaceSecrets } from './secrets.js';
import type { AdapterSettings } from './snapshot.js';

/** Adapters describe a secret as the text that it resolves to; this stands in for it, long for any `minLength`. */
const ANY_SECRET = 'secret'.repeat(8);

interface AdapterCheck {
  readonly validate: Validator<unknown>;
  readonly schema: object;
}

export interface AdapterChecks {
  /** Undefined for an adapter that does not exist. */
  of(kind: AdapterKind, id: string): AdapterCheck | undefined;
  readonly catalogue: AdapterCatalogue;
}

/** Compiles the schema of each adapter once. */
export function adapterChecks(catalogue: AdapterCatalogue): AdapterChecks {
  const compiled = new Map<string, AdapterCheck | undefined>();
  function of(kind: AdapterKind, id: string): AdapterCheck | undefined {
    const key = `${kind}/${id}`;
    if (!compiled.has(key)) {
      const schema = catalogue.settingsSchema(kind, id);
      compiled.set(key, schema === undefined ? undefined : { schema, validate: compileSchema(schema) });
    }
    return compiled.get(key);
  }
  return { of, catalogue };
}

interface Use {
  readonly kind: AdapterKind;
  readonly adapter: string;
  readonly settings: AdapterSettings;
  /** Where the adapter is named, and where its settings stand. */
  readonly namePath: string;
  readonly settingsPath: string;
}

function checkUse(use: Use, checks: AdapterChecks): readonly string[] {
  const check = checks.of(use.kind, use.adapter);
  if (check === undefined) {
    const allowed = [...checks.catalogue.ids(use.kind)].sort().join(', ') || 'none';
    return [`${use.namePath}: "${use.adapter}" is no ${use.kind}; allowed: ${allowed}`];
  }
  const checked = check.validate(replaceSecrets(use.settings, () => ANY_SECRET));
  return checked.ok
    ? []
    : checked.errors.map((error) => `${use.settingsPath}${withHint(error).replace(/^the document/, '')}`);
}

/** Checks the settings of every account and target by the schema of its own adapter. */
export function checkAdapters(draft: Draft, checks: AdapterChecks): readonly string[] {
  const uses: Located<Use>[] = [];
  for (const { file, value } of draft.municipalities) {
    for (const [index, { channel, settings }] of value.accounts.entries()) {
      const path = `/accounts/${index}`;
      const paths = { namePath: `${path}/channel`, settingsPath: `${path}/settings` };
      uses.push({ file, value: { kind: 'channel', adapter: channel, settings, ...paths } });
    }
  }
  for (const { file, value } of draft.targets) {
    for (const [index, { kind, adapter, settings }] of value.targets.entries()) {
      const path = `/targets/${index}`;
      const paths = { namePath: `${path}/adapter`, settingsPath: `${path}/settings` };
      uses.push({ file, value: { kind, adapter, settings, ...paths } });
    }
  }
  return uses.flatMap(({ file, value }) => checkUse(value, checks).map((error) => `${file}: ${error}`));
}

/** The adapter's own defaults, filled in once and stored with the snapshot, so that a later default changes nothing. */
export function withAdapterDefaults(draft: Draft, checks: AdapterChecks): Draft {
  const fill = (kind: AdapterKind, adapter: string, settings: AdapterSettings) =>
    // The border: an object stays an object.
    applyDefaults(checks.of(kind, adapter)?.schema ?? {}, settings) as AdapterSettings;
  return {
    ...draft,
    municipalities: draft.municipalities.map(({ file, value }) => {
      const accounts = value.accounts.map((account) => ({
        ...account,
        settings: fill('channel', account.channel, account.settings),
      }));
      return { file, value: { ...value, accounts } };
    }),
    targets: draft.targets.map(({ file, value }) => {
      const targets = value.targets.map((target) => ({
        ...target,
        settings: fill(target.kind, target.adapter, target.settings),
      }));
      return { file, value: { targets } };
    }),
  };
}
