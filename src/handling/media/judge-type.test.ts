import { describe, expect, it } from '@jest/globals';
import { judgeType } from './judge-type.js';

const known = (mimeType: string) => ({ kind: 'known', mimeType, extension: 'x' }) as const;
const refused = (code: string) => ({ ok: false, code });

describe('what may be kept', () => {
  it.each([
    ['image', known('image/jpeg'), { ok: true, mimeType: 'image/jpeg' }],
    ['image', known('application/pdf'), refused('MEDIA_TYPE_MISMATCH')],
    ['image', known('application/x-msdownload'), refused('MEDIA_TYPE_FORBIDDEN')],
    ['image', { kind: 'text' }, refused('MEDIA_TYPE_MISMATCH')],
    ['image', { kind: 'markup' }, refused('MEDIA_TYPE_FORBIDDEN')],
    ['file', { kind: 'markup' }, refused('MEDIA_TYPE_FORBIDDEN')],
    ['file', { kind: 'text' }, { ok: true, mimeType: 'text/plain' }],
    ['file', { kind: 'unknown' }, refused('MEDIA_TYPE_UNKNOWN')],
    ['file', known('image/png'), { ok: true, mimeType: 'image/png' }],
    ['file', known('application/pdf'), { ok: true, mimeType: 'application/pdf' }],
    ['file', known('application/zip'), refused('MEDIA_TYPE_FORBIDDEN')],
    ['file', known('application/xml'), refused('MEDIA_TYPE_FORBIDDEN')],
    ['file', known('application/x-elf'), refused('MEDIA_TYPE_FORBIDDEN')],
    ['file', known('image/svg+xml'), refused('MEDIA_TYPE_FORBIDDEN')],
    ['audio', known('audio/ogg'), { ok: true, mimeType: 'audio/ogg' }],
    ['audio', known('video/mp4'), { ok: true, mimeType: 'video/mp4' }],
    ['audio', known('image/png'), refused('MEDIA_TYPE_MISMATCH')],
    ['video', known('video/mp4'), { ok: true, mimeType: 'video/mp4' }],
    ['video', known('application/pdf'), refused('MEDIA_TYPE_MISMATCH')],
    ['sticker', known('image/webp'), { ok: true, mimeType: 'image/webp' }],
    ['sticker', known('application/gzip'), refused('MEDIA_TYPE_FORBIDDEN')],
  ] as const)('as %s: %j', (type, sniffed, expected) => {
    expect(judgeType(type, sniffed)).toEqual(expected);
  });
});
