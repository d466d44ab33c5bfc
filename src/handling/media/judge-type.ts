import type { FileType } from '../../domain/media.js';
import type { SniffedType } from '../../platform/blob/sniff-type.js';

export type Judged =
  | { readonly ok: true; readonly mimeType: string }
  | { readonly ok: false; readonly code: 'MEDIA_TYPE_FORBIDDEN' | 'MEDIA_TYPE_MISMATCH' | 'MEDIA_TYPE_UNKNOWN' };

const IMAGES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/heic', 'image/heif', 'image/avif'];
const VIDEOS = ['video/mp4', 'video/3gpp', 'video/3gpp2', 'video/quicktime', 'video/webm', 'video/x-m4v'];
const AUDIO = [
  ...['audio/mpeg', 'audio/aac', 'audio/amr', 'audio/ogg', 'audio/opus', 'audio/wav', 'audio/vnd.wave'],
  ...['audio/x-m4a', 'audio/mp4', 'audio/flac', 'audio/x-flac', 'audio/webm'],
];
const DOCUMENTS = [
  ...['application/pdf', 'application/rtf', 'application/x-cfb'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ...['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet'],
  'application/vnd.oasis.opendocument.presentation',
];
/** What each type may turn out to be. A voice message comes in a container that can hold a film as well. */
const ALLOWED: Readonly<Record<FileType, ReadonlySet<string>>> = {
  image: new Set(IMAGES),
  video: new Set([...VIDEOS, 'image/gif', 'video/ogg', 'application/ogg']),
  audio: new Set([...AUDIO, 'video/mp4', 'video/webm', 'video/3gpp', 'application/ogg']),
  sticker: new Set([...IMAGES, 'image/apng', 'video/webm']),
  file: new Set([...IMAGES, ...VIDEOS, ...AUDIO, ...DOCUMENTS]),
};

/**
 * Whether bytes may be kept, by what they are. What a program would run, or a browser would draw with scripts in it, never:
 * everything is forbidden but what is named here.
 */
export function judgeType(type: FileType, sniffed: SniffedType): Judged {
  switch (sniffed.kind) {
    case 'text':
      return type === 'file' ? { ok: true, mimeType: 'text/plain' } : { ok: false, code: 'MEDIA_TYPE_MISMATCH' };
    case 'markup':
      return { ok: false, code: 'MEDIA_TYPE_FORBIDDEN' };
    case 'unknown':
      return { ok: false, code: 'MEDIA_TYPE_UNKNOWN' };
    case 'known':
      if (ALLOWED[type].has(sniffed.mimeType)) {
        return { ok: true, mimeType: sniffed.mimeType };
      }
      return { ok: false, code: ALLOWED.file.has(sniffed.mimeType) ? 'MEDIA_TYPE_MISMATCH' : 'MEDIA_TYPE_FORBIDDEN' };
  }
}
