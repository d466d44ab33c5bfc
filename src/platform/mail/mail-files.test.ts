import { describe, expect, it } from '@jest/globals';
import type { MessageStructureObject } from 'imapflow';
import { filesOf, partAt } from './mail-files.js';

function leaf(part: string, type: string, name?: string): MessageStructureObject {
  return { part, type, size: 40, ...(name === undefined ? {} : { dispositionParameters: { filename: name } }) };
}

function holding(type: string, childNodes: readonly MessageStructureObject[]): MessageStructureObject {
  return { type, childNodes: [...childNodes] };
}

/** Words with so many pictures in them, and a document beside them. */
function letter(pictures: number): MessageStructureObject {
  const logos = Array.from({ length: pictures }, (_, index) => leaf(`1.${index + 2}`, 'image/png'));
  return holding('multipart/mixed', [
    holding('multipart/related', [leaf('1.1', 'text/html'), ...logos]),
    leaf('2', 'application/pdf', 'plan.pdf'),
  ]);
}

describe('files of a mail', () => {
  it('are what was put beside the words, and the pictures in them', () => {
    expect(filesOf(letter(1))).toEqual([
      { part: '1.2', mimeType: 'image/png', sizeBytes: 40 },
      { part: '2', mimeType: 'application/pdf', sizeBytes: 40, name: 'plan.pdf' },
    ]);
  });

  it('are ten pictures in the words at most, and none of them takes the place of a document', () => {
    const files = filesOf(letter(200));
    expect(files.map(({ part }) => part)).toEqual([...Array.from({ length: 10 }, (_, n) => `1.${n + 2}`), '2']);
  });

  it('are fifty at most', () => {
    const many = Array.from({ length: 60 }, (_, n) => leaf(`${n + 1}`, 'image/jpeg', `${n}.jpg`));
    expect(filesOf(holding('multipart/mixed', many))).toHaveLength(50);
  });

  it('are found by their part', () => {
    expect(partAt(letter(1), '1.2')).toMatchObject({ type: 'image/png' });
    expect(partAt(leaf('', 'application/pdf'), '1')).toBeUndefined();
    expect(partAt({ type: 'application/pdf' }, '1')).toMatchObject({ type: 'application/pdf' });
    expect(partAt(letter(1), '3')).toBeUndefined();
    expect(partAt(undefined, '1')).toBeUndefined();
  });
});
