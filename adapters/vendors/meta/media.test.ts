import { describe, expect, it } from '@jest/globals';
import { locateSigned } from './media.js';

describe('a signed address of Meta', () => {
  it('is had as it is, from hosts of Meta only, and once', async () => {
    const url = 'https://scontent.xx.fbcdn.net/v/a.jpg?oh=1';
    expect(await locateSigned({ account: '1', messageId: 'm', attachment: { type: 'image', url } })).toEqual({
      ...{ kind: 'at', url, hosts: ['*.fbcdn.net', '*.fbsbx.com', '*.cdninstagram.com'] },
      ...{ refused: 'gone', missing: 'gone' },
    });
  });

  it('is nothing where Meta told none', async () => {
    const attachment = { type: 'sticker', mediaId: '369239263222822' } as const;
    expect(await locateSigned({ account: '1', messageId: 'm', attachment })).toEqual({
      ...{ kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' },
    });
  });
});
