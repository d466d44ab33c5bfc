import { describe, expect, it } from '@jest/globals';
import {
  isSecretReference,
  listSecrets,
  missingSecrets,
  replaceSecrets,
  resolveAdapterSettings,
  resolveSecret,
  type SecretSources,
} from './secrets.js';
import { testSettings } from '../../test/support/test-settings.js';

const sources: SecretSources = {
  env: { TOKEN: 'from-the-environment', EMPTY: '' },
  readFile(path) {
    if (path === '/secrets/token') {
      return 'from-a-file\n';
    }
    if (path === '/secrets/empty') {
      return '\n';
    }
    throw new Error('ENOENT');
  },
  isDemo: false,
};

describe('resolveSecret', () => {
  it.each([
    [{ env: 'TOKEN' }, 'from-the-environment'],
    [{ file: '/secrets/token' }, 'from-a-file'],
  ])('reads %j', (reference, value) => {
    expect(resolveSecret(reference, sources)).toEqual({ ok: true, value });
  });

  it.each([
    [{ env: 'ABSENT' }, 'the environment variable ABSENT is not set'],
    [{ env: 'EMPTY' }, 'the environment variable EMPTY is not set'],
    [{ file: '/secrets/absent' }, 'the secret file /secrets/absent cannot be read'],
    [{ file: '/secrets/empty' }, 'the secret file /secrets/empty is empty'],
    [{ demo: 'hush' }, 'a secret of kind "demo" is allowed in a demonstration only; use "env" or "file"'],
  ])('refuses %j with a sentence', (reference, error) => {
    expect(resolveSecret(reference, sources)).toEqual({ ok: false, error });
  });

  it('takes a value from the file in a demonstration', () => {
    expect(resolveSecret({ demo: 'hush' }, { ...sources, isDemo: true })).toEqual({ ok: true, value: 'hush' });
  });
});

describe('secret references', () => {
  it.each<[unknown, boolean]>([
    [{ env: 'A' }, true],
    [{ file: '/a' }, true],
    [{ demo: 'a' }, true],
    [{ env: 'A', file: '/a' }, false],
    [{ env: 1 }, false],
    [{ other: 'a' }, false],
    [{}, false],
    ['env', false],
    [null, false],
  ])('judges %j', (value, expected) => {
    expect(isSecretReference(value)).toBe(expected);
  });

  it('are found at any depth, with their path', () => {
    const places: string[] = [];
    const replaced = replaceSecrets({ a: [{ b: { env: 'B' } }], c: 1, d: null }, (_, path) => {
      places.push(path);
      return 'secret';
    });
    expect(replaced).toEqual({ a: [{ b: 'secret' }], c: 1, d: null });
    expect(places).toEqual(['/a/0/b']);
  });

  it('are resolved inside settings, or all errors are reported', () => {
    expect(resolveAdapterSettings({ token: { env: 'TOKEN' }, wait: 5 }, sources)).toEqual({
      ok: true,
      settings: { token: 'from-the-environment', wait: 5 },
    });
    expect(resolveAdapterSettings({ a: { env: 'X' }, b: { c: { env: 'Y' } } }, sources)).toEqual({
      ok: false,
      errors: ['/a: the environment variable X is not set', '/b/c: the environment variable Y is not set'],
    });
  });
});

describe('the secrets of a snapshot', () => {
  it('are listed with their place', () => {
    expect(listSecrets(testSettings()).map((secret) => secret.path)).toEqual([
      'municipalities/gent/accounts/facebook/104/accessToken',
      'municipalities/gent/accounts/facebook/104/signing/0',
      'receivers/meta/signing/0',
      'receivers/meta/verifyToken',
      'targets/gent-crm/token',
    ]);
  });

  it('are reported when they cannot be had, without a value', () => {
    expect(missingSecrets(testSettings(), { ...sources, env: { PAGE_TOKEN: 'a', SIGNING: 'b', APP: 'c' } })).toEqual([
      'receivers/meta/verifyToken: the environment variable VERIFY is not set',
      'targets/gent-crm/token: the secret file /run/crm cannot be read',
    ]);
  });
});
