import { describe, expect, it } from '@jest/globals';
import { createProject } from './temporary-project.js';

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

// Spelled in two parts, because the house rules read this file too.
const skipped = ['it', 'skip'].join('.');
const focused = ['it', 'only'].join('.');

const statements = (count: number): string => 'count += 1;\n'.repeat(count);
const jestImport = "import { expect, it } from '@jest/globals';\n";
const passing = "('adds', () => {\n  expect(1 + 1).toBe(2);\n});\n";

/** Each row breaks one rule of .oxlintrc.json that the house style rests on. */
const breaches: readonly (readonly [rule: string, file: string, text: string])[] = [
  [
    'typescript(no-floating-promises)',
    'src/floating.ts',
    'export function start(work: () => Promise<void>): void {\n  work();\n}\n',
  ],
  [
    'typescript(no-misused-promises)',
    'src/misused.ts',
    'export function run(on: (handler: () => void) => void, work: () => Promise<void>): void {\n  on(async () => {\n    await work();\n  });\n}\n',
  ],
  ['typescript(no-explicit-any)', 'src/any.ts', 'export function first(rows: any): unknown {\n  return rows;\n}\n'],
  [
    'typescript(no-non-null-assertion)',
    'src/non-null.ts',
    'export function first(rows: readonly string[]): string {\n  return rows[0]!;\n}\n',
  ],
  [
    'typescript(switch-exhaustiveness-check)',
    'src/switch.ts',
    "export function name(kind: 'a' | 'b'): string {\n  let text = '';\n  switch (kind) {\n    case 'a':\n      text = 'A';\n      break;\n  }\n  return text;\n}\n",
  ],
  ['import(no-cycle)', 'src/circle-one.ts', "export { two } from './circle-two.js';\nexport const one = 1;\n"],
  ['import(no-cycle)', 'src/circle-two.ts', "export { one } from './circle-one.js';\nexport const two = 2;\n"],
  ['import(no-default-export)', 'src/default.ts', 'export default 1;\n'],
  ['eslint(max-lines)', 'src/long.ts', 'export const row = 1;\n' + '// a line\nexport {};\n'.repeat(160)],
  [
    'eslint(max-lines-per-function)',
    'src/long-function.ts',
    `export function long(): number {\n  let count = 0;\n${statements(61)}  return count;\n}\n`,
  ],
  [
    'eslint(complexity)',
    'src/complex.ts',
    `export function complex(a: number): number {\n${'  if (a > 1) {\n    return a;\n  }\n'.repeat(10)}  return 0;\n}\n`,
  ],
  [
    'eslint(max-params)',
    'src/parameters.ts',
    'export function sum(a: number, b: number, c: number, d: number, e: number): number {\n  return a + b + c + d + e;\n}\n',
  ],
  [
    'eslint(max-depth)',
    'src/deep.ts',
    'export function deep(a: number): number {\n  if (a > 1) {\n    if (a > 2) {\n      if (a > 3) {\n        if (a > 4) {\n          return a;\n        }\n      }\n    }\n  }\n  return 0;\n}\n',
  ],
  ['jest(no-disabled-tests)', 'src/skipped.test.ts', `${jestImport}${skipped}${passing}`],
  ['jest(no-focused-tests)', 'src/focused.test.ts', `${jestImport}${focused}${passing}`],
  ['eslint(max-lines)', 'src/long.test.ts', `${jestImport}it${passing}${'export {};\n'.repeat(500)}`],
];

/** Close to the limits and inside them. */
const lawful: Readonly<Record<string, string>> = {
  'src/exhaustive.ts':
    "export function number(kind: 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l'): number {\n  switch (kind) {\n" +
    'abcdefghijkl'
      .split('')
      .map((letter, index) => `    case '${letter}':\n      return ${index};\n`)
      .join('') +
    '  }\n}\n',
  'src/long.test.ts': `${jestImport}it('counts', () => {\n  let count = 0;\n${statements(100)}  expect(count).toBe(100);\n});\n`,
};

function diagnosticsIn(files: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const project = createProject(files);
  try {
    const report = project.output('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', '-f', 'json', 'src']);
    return (JSON.parse(report) as { diagnostics: Diagnostic[] }).diagnostics;
  } finally {
    project.remove();
  }
}

describe('lint rules', () => {
  const found = diagnosticsIn(Object.fromEntries(breaches.map(([, file, text]) => [file, text])));

  it.each(breaches)('%s refuses %s', (rule, file) => {
    expect(found.filter((diagnostic) => diagnostic.filename === file).map((diagnostic) => diagnostic.code)).toContain(
      rule,
    );
  });

  it('leaves an exhaustive switch and a long test alone', () => {
    expect(diagnosticsIn(lawful)).toEqual([]);
  });
});
