import { describe, expect, it } from '@jest/globals';
import type { Attachment } from '../../adapter-sdk/index.js';
import type { FileType, MediaPolicy } from '../../domain/media.js';
import { keepAttachments } from './keep-attachments.js';

const POLICIES: Readonly<Record<FileType, MediaPolicy>> = {
  image: 'copy',
  video: 'link',
  audio: 'tombstone',
  file: 'copy',
  sticker: 'link',
};

function kept(...attachments: readonly Attachment[]) {
  return keepAttachments(attachments, (type) => POLICIES[type]);
}

describe('what begins to be kept of a message', () => {
  it('is nothing where there are words only', () => {
    expect(kept()).toEqual({ attachments: [], media: [] });
  });

  it.each<[string, Attachment, object]>([
    ['a photo by its id', { type: 'image', mediaId: '1' }, { policy: 'copy', state: 'due', code: null }],
    ['a photo by its address', { type: 'image', url: 'https://x' }, { policy: 'copy', state: 'due' }],
    ['a photo with neither', { type: 'image', name: 'a' }, { policy: 'copy', state: 'linked' }],
    ['a film', { type: 'video', url: 'https://x' }, { policy: 'link', state: 'linked', code: null }],
    ['a place', { type: 'location', latitude: 51, longitude: 3 }, { policy: 'link', state: 'linked' }],
    ['a link', { type: 'link', url: 'https://x' }, { policy: 'link', state: 'linked' }],
    ['what nobody knows', { type: 'other', mediaId: '1' }, { policy: 'link', state: 'linked' }],
  ])('%s', (_label, attachment, expected) => {
    const { attachments, media } = kept(attachment);
    expect(attachments).toEqual([attachment]);
    expect(media).toEqual([{ n: 1, type: attachment.type, code: null, ...expected }]);
  });

  it('is of what may not be taken its type and the reason', () => {
    expect(kept({ type: 'audio', mediaId: '1', name: 'Mijn stem.ogg', url: 'https://x' })).toEqual({
      attachments: [{ type: 'audio' }],
      media: [{ n: 1, type: 'audio', policy: 'tombstone', state: 'tombstone', code: 'MEDIA_NOT_TAKEN' }],
    });
  });

  it('has a row for each, in their order', () => {
    const { media } = kept({ type: 'image', mediaId: '1' }, { type: 'audio' }, { type: 'location' });
    expect(media.map(({ n, state }) => [n, state])).toEqual([
      [1, 'due'],
      [2, 'tombstone'],
      [3, 'linked'],
    ]);
  });

  it('has an end', () => {
    const { attachments, media } = kept(...Array.from({ length: 500 }, () => ({ type: 'link' }) as const));
    expect([attachments.length, media.length]).toEqual([100, 100]);
  });
});
