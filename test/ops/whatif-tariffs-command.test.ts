import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freshDatabase } from '../support/fresh-database.js';
import { testConfiguration } from '../support/schakel/configuration.js';
import { runCommand } from '../support/schakel/process.js';

jest.setTimeout(120_000);

const folder = testConfiguration({ webhookUrl: 'http://127.0.0.1:9', zammadUrl: 'http://127.0.0.1:9' });
let environment: Record<string, string>;

function whatIf(...args: readonly string[]): ReturnType<typeof runCommand> {
  return runCommand(['whatif', ...args], environment);
}

beforeAll(async () => {
  environment = { SCHAKEL_DATABASE_URL: await freshDatabase(), SCHAKEL_ENCRYPTION_KEY: '22'.repeat(32) };
  expect((await runCommand(['migrate'], environment)).code).toBe(0);
  const applied = ['config', 'apply', '--config', folder, '--from', '2026-03-01T00:00:00+01:00'];
  expect((await runCommand(applied, environment)).code).toBe(0);
});

describe('schakel whatif --tariff', () => {
  it('compares what a month costs with what it would cost, in columns', async () => {
    const { code, output } = await whatIf('--tariff', 'groot-volume', '--month', '2026-04');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/Municipality +Tariff +Now +groot-volume +Difference/);
    expect(output).toMatch(/Brugge +per-gebruik +€ 25,00 +€ 450,00 +\+€ 425,00/);
  });

  it('tells which is the cheapest, for one municipality, as JSON when asked', async () => {
    const { code, output } = await whatIf('--cheapest', '--month', '2026-04', '--municipality', '31005', '--json');
    expect(code).toBe(0);
    const { municipalities } = JSON.parse(output) as { municipalities: { choices: object[] }[] };
    expect(municipalities).toHaveLength(1);
    expect(municipalities[0]?.choices[0]).toMatchObject({ tariff: 'per-gebruik', isCheapest: true, isCurrent: true });
  });

  it('refuses a name and a month that are none, and asks for the month of a trial of a folder', async () => {
    expect((await whatIf('--tariff', 'weg')).output).toContain('"weg" is no tariff; allowed: ');
    expect((await whatIf('--cheapest', '--month', '2026-13')).output).toContain('"2026-13" is no month');
    expect((await whatIf('--config', folder)).output).toContain('Which month do you want to try?');
  });
});
