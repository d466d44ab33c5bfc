import { describe, expect, it } from '@jest/globals';
import { attachmentAnswer, type MediaJson } from './attachment-answer.js';

const MESSAGE = '019ad000-0000-7000-8000-000000000001';
const TOLD = [
  { type: 'image', url: 'https://cdn.example/a.jpg', mediaId: '9', name: 'stoep.jpg', mimeType: 'image/x' },
];
const LINKED: MediaJson = {
  ...{ n: 1, type: 'image', state: 'linked', code: null, mime_type: null, bytes: null, keep_until: null },
};

describe('an attachment as it is shown', () => {
  it('has what the platform told while it is linked', () => {
    expect(attachmentAnswer(MESSAGE, TOLD, LINKED)).toEqual({
      ...{ id: `${MESSAGE}.1`, type: 'image', state: 'linked', code: null, bytes: null, keptUntil: null },
      ...{ name: 'stoep.jpg', mimeType: 'image/x', url: 'https://cdn.example/a.jpg', latitude: null, longitude: null },
    });
  });

  it('has the type of its bytes and no address once it was fetched', () => {
    const fetched: MediaJson = {
      ...{ ...LINKED, state: 'fetched', mime_type: 'image/jpeg', bytes: 12, keep_until: '2026-12-01T10:00:00+00:00' },
    };
    expect(attachmentAnswer(MESSAGE, TOLD, fetched)).toMatchObject({
      ...{ mimeType: 'image/jpeg', bytes: 12, url: null, keptUntil: '2026-12-01T10:00:00.000Z' },
    });
  });

  it('shows nothing of what is gone but that it was, and why', () => {
    const gone: MediaJson = { ...LINKED, state: 'tombstone', code: 'MEDIA_GONE', bytes: 12, mime_type: 'image/jpeg' };
    expect(attachmentAnswer(MESSAGE, TOLD, gone)).toMatchObject({
      ...{ code: 'MEDIA_GONE', bytes: 12, name: null, url: null, keptUntil: null },
    });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 7, null])('links to no %j', (url) => {
    expect(attachmentAnswer(MESSAGE, [{ url }], LINKED).url).toBeNull();
  });

  it('says where a place is', () => {
    const place: MediaJson = { ...LINKED, type: 'location' };
    expect(attachmentAnswer(MESSAGE, [{ latitude: 51.05, longitude: 3.72 }], place)).toMatchObject({
      ...{ latitude: 51.05, longitude: 3.72 },
    });
  });
});
