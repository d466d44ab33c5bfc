import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createProject, projectFolder } from './temporary-project.js';

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

const rules = createRequire(import.meta.url)(join(projectFolder, '.dependency-cruiser.cjs')) as {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
};

/** Each row breaks one rule: the file, and what it imports. */
const breaches: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ['domain-imports-nothing', 'src/domain/a.ts', '../platform/log/log.js'],
  ['adapter-sdk-stays-small', 'src/adapter-sdk/a.ts', '../settings/snapshot.js'],
  ['platform-knows-no-business', 'src/platform/log/a.ts', '../../intake/receive/receive.js'],
  ['settings-reads-configuration-only', 'src/settings/a.ts', '../platform/store/store.js'],
  ['ticket-history-only-reads', 'src/ticket-history/a.ts', '../handling/index.js'],
  ['intake-stands-alone', 'src/intake/receive/a.ts', '../../handling/index.js'],
  ['handling-stands-alone', 'src/handling/batch/a.ts', '../../billing/index.js'],
  ['billing-stands-alone', 'src/billing/rating/a.ts', '../../handling/index.js'],
  ['api-uses-public-faces', 'src/api/a.ts', '../handling/decide/decide.js'],
  ['counter-shows-one-conversation', 'src/counter/a.ts', '../handling/index.js'],
  ['ops-reads-the-ledger', 'src/ops/a.ts', '../handling/index.js'],
  ['demo-is-a-stranger', 'src/demo/a.ts', '../domain/ids.js'],
  ['app-composes', 'src/app/a.ts', '../../scripts/tool.mjs'],
  ['main-starts-the-app', 'src/main.ts', './domain/ids.js'],
  ['adapter-uses-the-sdk', 'adapters/channels/one/a.ts', '../two/verify.js'],
  ['adapter-uses-the-sdk', 'adapters/crms/one/a.ts', '../../../src/domain/ids.js'],
  ['adapter-uses-the-sdk', 'adapters/contact-centers/one/a.ts', '../../channels/two/verify.js'],
  ['vendor-uses-the-sdk', 'adapters/vendors/one/a.ts', '../../channels/two/verify.js'],
  ['console-is-a-client', 'console/a.js', '../src/domain/ids.js'],
  ['counter-pages-are-a-client', 'counter/a.js', '../src/domain/ids.js'],
  ['scripts-stay-outside', 'scripts/a.mjs', '../src/domain/ids.js'],
  ['home-of-pg', 'src/handling/batch/b.ts', 'pg'],
  ['home-of-@electric-sql/pglite', 'src/platform/queue/a.ts', '@electric-sql/pglite'],
  ['home-of-bullmq', 'src/handling/batch/c.ts', 'bullmq'],
  ['home-of-ioredis', 'src/platform/store/a.ts', 'ioredis'],
  ['home-of-amqplib', 'src/handling/deliver/b.ts', 'amqplib'],
  ['home-of-opossum', 'src/handling/deliver/c.ts', 'opossum'],
  ['home-of-undici', 'adapters/channels/one/b.ts', 'undici'],
  ['home-of-ipaddr.js', 'src/intake/receive/b.ts', 'ipaddr.js'],
  ['home-of-nodemailer', 'adapters/channels/one/g.ts', 'nodemailer'],
  ['home-of-imapflow', 'adapters/channels/one/d.ts', 'imapflow'],
  ['home-of-postal-mime', 'adapters/channels/one/e.ts', 'postal-mime'],
  ['home-of-express', 'src/handling/batch/d.ts', 'express'],
  ['home-of-helmet', 'src/demo/b.ts', 'helmet'],
  ['home-of-better-sse', 'src/demo/c.ts', 'better-sse'],
  ['home-of-prom-client', 'src/intake/receive/c.ts', 'prom-client'],
  ['home-of-pino', 'src/intake/receive/d.ts', 'pino'],
  ['home-of-ajv', 'src/settings/b.ts', 'ajv/dist/2020.js'],
  ['home-of-ajv-formats', 'src/settings/c.ts', 'ajv-formats'],
  ['home-of-commander', 'src/ops/b.ts', 'commander'],
  ['home-of-yaml', 'src/ops/c.ts', 'yaml'],
  ['home-of-typebox', 'src/domain/b.ts', 'typebox'],
  ['home-of-pdfkit', 'src/billing/rating/c.ts', 'pdfkit'],
  ['home-of-eld', 'src/handling/route/b.ts', 'eld'],
  ['home-of-standardwebhooks', 'src/intake/receive/e.ts', 'standardwebhooks'],
  ['home-of-temporal-polyfill', 'src/domain/working-time.ts', 'temporal-polyfill'],
  ['home-of-big.js', 'src/billing/rating/b.ts', 'big.js'],
  ['folder-without-a-row', 'src/elsewhere/a.ts', '../domain/ids.js'],
  ['package-without-a-home', 'src/ops/d.ts', 'msgpackr'],
  ['stages-do-not-meet', 'src/handling/route/a.ts', '../sla/sla.js'],
  ['domain-has-no-outside', 'src/domain/c.ts', 'node:fs'],
  ['adapters-have-no-outside', 'adapters/channels/one/c.ts', 'node:https'],
  ['nothing-imports-tests', 'src/domain/d.ts', './ids.test.js'],
  ['tests-do-not-import-tests', 'src/domain/e.test.ts', './ids.test.js'],
  ['development-packages-in-tests-only', 'src/ops/e.ts', 'fast-check'],
  ['start-before-installation', 'scripts/start.mjs', 'yaml'],
  ['no-circles', 'src/domain/circle-one.ts', './circle-two.js'],
  ['every-import-resolves', 'src/domain/f.ts', 'package-that-nobody-installed'],
];

/** A circle is reported once, at the file where it was first seen. */
const otherHalfOfCircle = ['src/domain/circle-two.ts', './circle-one.js'] as const;

/** One row for each edge that people will want first; none may be refused. */
const lawful: readonly (readonly [file: string, imported: string])[] = [
  ['src/domain/a.ts', 'node:crypto'],
  ['src/domain/time.ts', 'temporal-polyfill'],
  ['src/domain/money.ts', 'big.js'],
  ['src/domain/ids.test.ts', 'fast-check'],
  ['src/adapter-sdk/a.ts', '../platform/schema/validator.js'],
  ['src/platform/store/a.ts', 'pg'],
  ['src/platform/store/b.ts', '../log/log.js'],
  ['src/settings/a.ts', 'yaml'],
  ['src/intake/receive/a.ts', '../inbox/inbox.js'],
  ['src/handling/batch/a.ts', '../sla/sla.js'],
  ['src/handling/sla/b.ts', '../inbox/inbox.js'],
  ['src/api/a.ts', '../billing/index.js'],
  ['src/api/b.ts', '../ticket-history/load-ticket-histories.js'],
  ['src/ops/a.ts', '../ticket-history/load-ticket-histories.js'],
  ['src/demo/a.ts', 'express'],
  ['src/app/a.ts', '../handling/decide/decide.js'],
  ['src/app/b.ts', '../../adapters/channels/two/verify.js'],
  ['src/main.ts', './app/a.js'],
  ['adapters/channels/one/a.ts', '../../vendors/one/shared.js'],
  ['adapters/channels/one/b.ts', '../../../src/adapter-sdk/index.js'],
  ['adapters/channels/one/conformance.test.ts', '../../../test/conformance/channel.js'],
  ['scripts/test.mjs', '../test/support/servers/server-set.mjs'],
];

function sourceOf(path: string): string {
  return path.replace(/\.js$/, path.startsWith('console/') ? '.js' : '.ts');
}

/** The files that import, and an empty file wherever an import leads. */
function filesFor(edges: readonly (readonly [file: string, imported: string])[]): Record<string, string> {
  const targets = edges
    .filter(([, imported]) => imported.startsWith('.'))
    .map(([file, imported]) => [sourceOf(posix.join(posix.dirname(file), imported)), 'export {};\n']);
  // A type is an import like any other; half of the rows prove it.
  const importing = edges.map(([file, imported], index) => {
    const keyword = file.endsWith('.ts') && index % 2 === 1 ? 'import type' : 'import';
    return [file, `${keyword} * as imported from '${imported}';\nexport const used: unknown = imported;\n`];
  });
  return Object.fromEntries([...targets, ...importing]) as Record<string, string>;
}

function violationsIn(files: Record<string, string>): readonly Violation[] {
  const project = createProject(files);
  try {
    const folders = [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? ''))];
    const report = project.output('dependency-cruiser/bin/dependency-cruise.mjs', ['-T', 'json', ...folders]);
    return (JSON.parse(report) as { summary: { violations: Violation[] } }).summary.violations;
  } finally {
    project.remove();
  }
}

describe('import boundaries', () => {
  const found = violationsIn(
    filesFor([...breaches.map(([, file, imported]) => [file, imported] as const), otherHalfOfCircle]),
  );

  it.each(breaches)('%s refuses %s → %s', (rule, file) => {
    expect(found.filter((violation) => violation.from === file).map((violation) => violation.rule.name)).toContain(
      rule,
    );
  });

  it('sees every rule fail', () => {
    const broken = new Set(breaches.map(([rule]) => rule));
    expect(rules.forbidden.map((rule) => rule.name).filter((name) => !broken.has(name))).toEqual([]);
  });

  it('tells the person who broke a rule what to do', () => {
    expect(rules.forbidden.filter((rule) => !/^.{40,}\.$/.test(rule.comment)).map((rule) => rule.name)).toEqual([]);
  });

  it('allows what the design allows', () => {
    expect(violationsIn(filesFor(lawful)).map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });
});
