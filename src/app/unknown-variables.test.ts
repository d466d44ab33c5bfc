import { describe, expect, it } from '@jest/globals';
import { testSettings } from '../../test/support/test-settings.js';
import { createLog } from '../platform/log/log.js';
import { loadAdapters } from './adapters.js';
import { VARIABLES } from './environment.js';
import { unknownVariables, variablesOfAdapters, variablesOfSecrets, warnOfSlips } from './unknown-variables.js';

describe('variables that nothing reads', () => {
  it('are told with the one that may have been meant', () => {
    const values = { SCHAKEL_REDIS_ULR: 'redis://redis', SCHAKEL_COLOUR: 'blue', SCHAKEL_REDIS_URL: 'redis://redis' };
    expect(unknownVariables(values, [])).toEqual([
      { variable: 'SCHAKEL_REDIS_ULR', nearest: 'SCHAKEL_REDIS_URL' },
      { variable: 'SCHAKEL_COLOUR' },
    ]);
  });

  it('may be meant as one of an adapter', async () => {
    const others = variablesOfAdapters(await loadAdapters());
    expect(unknownVariables({ SCHAKEL_MESENGER_BASE_URL: 'http://platform' }, others)).toEqual([
      { variable: 'SCHAKEL_MESENGER_BASE_URL', nearest: 'SCHAKEL_MESSENGER_BASE_URL' },
    ]);
  });

  it('are none of those that the schema, an adapter, a secret or a test knows, nor of others', async () => {
    const settings = testSettings({ receivers: { meta: { signing: [{ env: 'SCHAKEL_META_APP_SECRET' }] } } });
    const others = [...variablesOfAdapters(await loadAdapters()), ...variablesOfSecrets(settings)];
    const names = [
      ...VARIABLES,
      ...['SCHAKEL_META_BASE_URL', 'SCHAKEL_WHATSAPP_BASE_URL', 'SCHAKEL_STANDARD_BASE_URL'],
      ...['SCHAKEL_META_APP_SECRET', 'SCHAKEL_TEST_PG_URL', 'PATH', 'MY_SCHAKEL_REDIS_ULR'],
    ];
    expect(unknownVariables(Object.fromEntries(names.map((name) => [name, 'given'])), others)).toEqual([]);
    expect(variablesOfSecrets(settings)).toContain('PAGE_TOKEN');
  });

  it('count as absent when they are empty, as known ones do', () => {
    expect(unknownVariables({ SCHAKEL_REDIS_ULR: '', SCHAKEL_COLOUR: undefined }, [])).toEqual([]);
  });

  it('are told by a command only when they look like a slip, for it does not know the names of secrets', () => {
    const lines: string[] = [];
    const log = createLog({ level: 'warn', destination: { write: (line) => lines.push(line) } });
    warnOfSlips(log, { SCHAKEL_DATABASE_ULR: 'postgres://db/schakel', SCHAKEL_META_APP_SECRET: 'geheim' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"variable":"SCHAKEL_DATABASE_ULR","nearest":"SCHAKEL_DATABASE_URL"');
    expect(lines.join()).not.toContain('postgres://');
  });
});
