import { describe, expect, it } from '@jest/globals';
import * as files from '../../../test/support/sample-files.js';
import { sniffType } from './sniff-type.js';

describe('what a file is by its bytes', () => {
  it.each([
    ['a picture', files.PNG, { kind: 'known', mimeType: 'image/png', extension: 'png' }],
    ['a photo', files.JPEG, { kind: 'known', mimeType: 'image/jpeg', extension: 'jpg' }],
    ['a document', files.PDF, { kind: 'known', mimeType: 'application/pdf', extension: 'pdf' }],
    ['a voice message', files.OGG_VOICE, { kind: 'known', mimeType: 'audio/ogg', extension: 'opus' }],
    ['a film', files.MP4, { kind: 'known', mimeType: 'video/mp4', extension: 'mp4' }],
    [
      'a letter from an office',
      files.DOCX,
      {
        ...{ kind: 'known', extension: 'docx' },
        mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      },
    ],
    ['an archive', files.ZIP, { kind: 'known', mimeType: 'application/zip', extension: 'zip' }],
    ['a program', files.WINDOWS_PROGRAM, { kind: 'known', mimeType: 'application/x-msdownload', extension: 'exe' }],
    ['another program', files.LINUX_PROGRAM, { kind: 'known', mimeType: 'application/x-elf', extension: 'elf' }],
    ['words', files.TEXT, { kind: 'text' }],
    ['words that are cut inside a character', Buffer.from('één').subarray(0, 4), { kind: 'text' }],
    ['a drawing with a script', files.SVG, { kind: 'markup' }],
    ['a page, after spaces', files.HTML, { kind: 'markup' }],
    ['a page, after a mark of byte order', Buffer.from('\ufeff<html>'), { kind: 'markup' }],
    ['a script', files.SHELL_SCRIPT, { kind: 'markup' }],
    ['bytes without a meaning', Buffer.from([1, 2, 3, 0, 5, 250, 251]), { kind: 'unknown' }],
    ['nothing at all', Buffer.alloc(0), { kind: 'text' }],
  ])('%s', async (_label, bytes, expected) => {
    expect(await sniffType(bytes)).toEqual(expected);
  });

  it('takes a drawing that calls itself XML for no text', async () => {
    expect(await sniffType(files.XML_SVG)).toMatchObject({ kind: 'known', mimeType: 'application/xml' });
  });
});
