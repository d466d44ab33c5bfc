import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../../src/domain/error-codes.js';
import { projectFolder } from './temporary-project.js';

/** Words that look like codes and are none, each with what it is. */
const NOT_CODES: ReadonlyMap<string, string> = new Map([
  ['ADMIN_COMMENT', 'a notification of LinkedIn'],
  ['COMMENT_DELETE', 'a notification of LinkedIn'],
  ['COMMENT_EDIT', 'a notification of LinkedIn'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'an error of Node, when a client goes away'],
  ['HUMAN_AGENT', 'a message tag of Meta'],
  ['MESSAGE_TAG', 'a messaging type of Meta'],
  ['PG_VERSION', 'a file in the data folder of PostgreSQL'],
  ['RATE_LIMITED', 'a state of a number on WhatsApp'],
  ['SHARE_MENTION', 'a notification of LinkedIn'],
]);

const QUOTED = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;
/** A row of a table of problems. */
const KEY = /^ +([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+): \{/gm;
/** One word alone is a code only where a code stands. */
const WORD = /\b(?:code|reason)(?::| \?\?) '([A-Z]{3,})'|\.(?:code|reason) \?\? '([A-Z]{3,})'/g;
const ENVIRONMENT =
  /^SCHAKEL_\w+_(URL|KEY|PREFIX|LEVEL|TARGETS|MS|HEADER)$|^SCHAKEL_(CONFIG|PORT|HOST|FAILPOINT|DATA_DIR)$/;

function codesIn(text: string): readonly string[] {
  const found = [QUOTED, KEY, WORD].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? ''),
  );
  return found.filter((word) => !ENVIRONMENT.test(word));
}

function sourceFiles(): readonly string[] {
  return ['src', 'adapters']
    .flatMap((folder) =>
      readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => !name.startsWith('src/demo/') && !name.startsWith('src/domain/error-codes'));
}

function sorted(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].toSorted();
}

interface Row {
  readonly code: string;
  readonly kind: string;
  readonly hint: string;
}

function documentedRows(): readonly Row[] {
  const page = readFileSync(join(projectFolder, 'docs', 'errors.md'), 'utf8');
  return [...page.matchAll(/^\| `([A-Z0-9_]+)` \| ([a-z]+) \| (.+) \|$/gm)].map(
    ([, code = '', kind = '', hint = '']) => ({
      code,
      kind,
      hint,
    }),
  );
}

describe('the catalogue of codes', () => {
  const inCatalogue = ERROR_CODES.map(({ code }) => code);
  const words = sourceFiles().flatMap((name) => codesIn(readFileSync(join(projectFolder, name), 'utf8')));
  const inSources = sorted(words.filter((word) => !NOT_CODES.has(word)));

  it('sees codes in every place where they stand, and takes no variable for one', () => {
    const text = [
      "return { state: 'parked', reason: 'SOME_REASON' };",
      '  SOME_PROBLEM: { status: 400 },',
      "code: next.code ?? 'PLAIN',",
      "reason: 'WORD'",
      "[401, 'IN_A_TABLE'],",
      "const url = values['SCHAKEL_REDIS_URL'];",
    ].join('\n');
    expect(codesIn(text)).toEqual(['SOME_REASON', 'IN_A_TABLE', 'SOME_PROBLEM', 'PLAIN', 'WORD']);
  });

  it('holds every code of the sources', () => {
    expect(inSources.filter((code) => !inCatalogue.includes(code))).toEqual([]);
  });

  it('holds no code that no source uses', () => {
    expect(inCatalogue.filter((code) => !inSources.includes(code))).toEqual([]);
  });

  it('holds each code once', () => {
    expect(inCatalogue.filter((code, index) => inCatalogue.indexOf(code) !== index)).toEqual([]);
  });

  it('tells an operator what to do in whole sentences', () => {
    expect(ERROR_CODES.filter(({ hint }) => !/^[A-Z].{15,}\.$/.test(hint)).map(({ code }) => code)).toEqual([]);
  });

  it('is the page for people, word for word, in the same order', () => {
    expect(documentedRows()).toEqual(ERROR_CODES);
  });

  it('excuses no word that is gone from the sources', () => {
    expect([...NOT_CODES.keys()].filter((word) => !words.includes(word))).toEqual([]);
  });
});
