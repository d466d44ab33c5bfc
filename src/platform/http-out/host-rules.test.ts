import { describe, expect, it } from '@jest/globals';
import { whyNotFetched } from './host-rules.js';

const RULES = { hosts: ['lookaside.fbsbx.com', '*.fbcdn.net'], ownOrigin: 'http://127.0.0.1:4000' };
const ANY = { hosts: 'any', ownOrigin: '' } as const;

describe('the places from which files are fetched', () => {
  it.each([
    ['https://lookaside.fbsbx.com/whatsapp?mid=1', RULES, undefined],
    ['https://scontent.xx.fbcdn.net/a.jpg', RULES, undefined],
    ['https://a.b.fbcdn.net/a.jpg', RULES, undefined],
    // Where the installation itself was told to call.
    ['http://127.0.0.1:4000/_media/1', RULES, undefined],
    ['https://files.example.org/a.jpg', ANY, undefined],
    ['http://lookaside.fbsbx.com/a', RULES, 'not https'],
    ['https://fbcdn.net/a.jpg', RULES, 'not one of the platform'],
    ['https://evilfbcdn.net/a.jpg', RULES, 'not one of the platform'],
    ['https://lookaside.fbsbx.com.evil.example/a', RULES, 'not one of the platform'],
    ['https://127.0.0.1:4000/a', RULES, 'not one of the platform'],
    ['http://127.0.0.1:4001/a', RULES, 'not https'],
    ['https://user:secret@lookaside.fbsbx.com/a', RULES, 'credentials'],
    ['http://token@127.0.0.1:4000/a', RULES, 'credentials'],
    ['https://169.254.169.254/latest/meta-data', ANY, 'not public'],
    ['https://0x7f.1/', ANY, 'not public'],
    ['https://[::1]/', ANY, 'not public'],
    ['https://10.1.2.3/', ANY, 'not public'],
    ['file:///etc/passwd', ANY, 'not https'],
    ['data:image/png;base64,AAAA', ANY, 'not https'],
  ])('%s', (url, rules, expected) => {
    const reason = whyNotFetched(new URL(url), rules);
    expect(reason === undefined ? undefined : reason).toEqual(
      expected === undefined ? undefined : expect.stringContaining(expected),
    );
    expect(reason ?? '').not.toContain('secret');
  });
});
