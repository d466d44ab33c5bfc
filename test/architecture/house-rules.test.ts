import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultsIn } from './house-rules.js';
import { projectFolder } from './temporary-project.js';

// Spelled in parts, because the rules read this file too.
const note = ['TO', 'DO'].join('');
const skipped = ['describe', 'skip'].join('.');
const disabled = ['x', 'it('].join('');

function projectFiles(): readonly string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const names = execFileSync('git', args, { cwd: projectFolder, encoding: 'utf8' }).split('\0');
  return names.filter((name) => name !== '' && existsSync(join(projectFolder, name)));
}

describe('house rules', () => {
  it.each([
    ['src/domain/long.ts', 'x;\n'.repeat(301), 'src/domain/long.ts: 301 lines, the limit is 300'],
    ['src/domain/long.test.ts', 'x;\n'.repeat(501), 'src/domain/long.test.ts: 501 lines, the limit is 500'],
    ['src/a.ts', `x;\n// ${note}: later\n`, 'src/a.ts:2: a note without an issue number'],
    ['src/a.test.ts', `${skipped}('a', () => {});`, 'src/a.test.ts:1: a test that is left out or runs alone'],
    ['src/a.test.ts', `${disabled}'a', () => {});`, 'src/a.test.ts:1: a test that is left out or runs alone'],
    ['src/utils.ts', '', 'src/utils.ts: name the thing; this name would fit any file'],
    ['src/helpers/a.ts', '', 'src/helpers/a.ts: name the thing; this name would fit any file'],
  ])('finds the fault in %s', (path, text, fault) => {
    expect(faultsIn(path, text)).toEqual([fault]);
  });

  it.each([
    ['src/domain/long.ts', 'x;\n'.repeat(300)],
    ['src/domain/long.test.ts', 'x;\n'.repeat(500)],
    ['src/a.ts', `// ${note}(#12): when the platform sends both\n`],
    ['src/commonwealth.ts', 'export const limit = 1;\n'],
    ['config/topics.yaml', 'x\n'.repeat(900)],
  ])('leaves %s alone', (path, text) => {
    expect(faultsIn(path, text)).toEqual([]);
  });

  it('holds for every file of the project', () => {
    const files = projectFiles();
    expect(files).toContain('package.json');
    expect(files.flatMap((path) => faultsIn(path, readFileSync(join(projectFolder, path), 'utf8')))).toEqual([]);
  });
});
