// npm run test:peppol -- --rules DIR: our invoices against the official rules in DIR, which are not part of the project:
// xsd/ (UBL 2.1), en16931.sch (EN 16931) and peppol.sch (Peppol BIS Billing 3.0). docs/guides/invoices.md tells where to get them.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { whenNpmEnds } from './parent.mjs';
import { install, PlainError, requireNode, runMain } from './prepare.mjs';
import { runJest } from './run-jest.mjs';

const USAGE = 'Usage: npm run test:peppol -- --rules DIR\ndocs/guides/invoices.md tells where the rules come from.';
const NEEDED = [
  ...['en16931.sch', 'peppol.sch', join('xsd', 'common')],
  ...['Invoice', 'CreditNote'].map((name) => join('xsd', 'maindoc', `UBL-${name}-2.1.xsd`)),
];

function rulesFolder() {
  let given;
  try {
    given = parseArgs({ options: { rules: { type: 'string' } } }).values.rules;
  } catch (error) {
    throw new PlainError(`${error.message}\n${USAGE}`);
  }
  if (given === undefined) {
    throw new PlainError(`The folder with the official rules is missing.\n${USAGE}`);
  }
  const folder = resolve(given);
  const missing = NEEDED.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) {
    throw new PlainError(`${given} does not have ${missing.join(', ')}.\n${USAGE}`);
  }
  return folder;
}

async function main() {
  const rules = rulesFolder();
  requireNode();
  // Tests read the sources, so nothing is built.
  install();
  const interruption = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(name, () => interruption.abort());
  }
  whenNpmEnds(() => interruption.abort());
  const folder = mkdtempSync(join(tmpdir(), 'schakel-peppol-'));
  try {
    const { code, passed, failed, isStuck } = await runJest({
      args: {
        selection: ['--testMatch', '<rootDir>/test/billing/peppol/*.peppol.ts'],
        extra: ['--verbose', '--testTimeout=300000'],
      },
      resultFile: join(folder, 'results.json'),
      variables: { SCHAKEL_TEST_PEPPOL_RULES: rules },
      signal: interruption.signal,
    });
    const more = isStuck || interruption.signal.aborted || passed + failed === 0 ? 1 : 0;
    console.log(`${passed} passed, ${failed + more} failed`);
    return failed + more === 0 ? code : Math.max(code, 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await runMain(main);
