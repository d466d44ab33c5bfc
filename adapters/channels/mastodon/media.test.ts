import { describe, expect, it } from '@jest/globals';
import type { Attachment, MediaLocation } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

async function located(attachment: Attachment): Promise<MediaLocation | undefined> {
  const context = { http: () => Promise.reject(new Error('nobody is asked')), baseUrl: '', settings: {}, nowMs: 0 };
  return adapter.media?.locate({ account: 'gemeente@mast.example', messageId: '1', attachment }, context);
}

describe('a file on Mastodon', () => {
  it('is had from any public host, without the token of the account', async () => {
    const url = 'https://files.elsewhere.example/media/1.png';
    expect(await located({ type: 'image', url })).toEqual({
      ...{ kind: 'at', url, hosts: 'any', refused: 'gone', missing: 'gone' },
    });
  });

  it('that is still being made has no address', async () => {
    expect(await located({ type: 'image', mediaId: '1' })).toEqual({ kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' });
  });
});
