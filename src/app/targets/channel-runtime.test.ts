import { describe, expect, it } from '@jest/globals';
import { adapter } from '../../../adapters/channels/x/index.js';
import type { Item } from '../../handling/index.js';
import { mailOverHttp } from '../../../test/conformance/channel/mail-over-http.js';
import { channelRuntime } from './channel-runtime.js';

const runtime = channelRuntime({
  ...{ adapter, settings: {}, baseUrl: '', maxInFlight: 1, now: () => 1 },
  http: () => Promise.reject(new Error('Nothing is called here')),
  mail: mailOverHttp(() => Promise.reject(new Error('Nothing is mailed here')), ''),
  guard: (attempt) => attempt(),
});

function item(text: string, window: object): Item {
  const content = { to: 'citizen', part: { text, conversation: 'post:1:2', inReplyTo: 'post:1' }, window };
  return { delivery: {}, content } as unknown as Item;
}

const INVITED = { lastCitizenAtMs: 0, isPublic: true, isAnswerable: true };

describe('an answer to a citizen', () => {
  it.each([
    ['to who invited it', 'Dag', INVITED, 'x.reply-summoned'],
    ['with a link', 'Zie https://gent.be', INVITED, 'x.post-with-url'],
    ['in private', 'Dag', { ...INVITED, isPublic: false }, 'x.dm'],
    [
      'that left before the citizen wrote again, without inviting one',
      'Dag',
      { ...INVITED, isAnswerable: false },
      'x.reply-summoned',
    ],
  ])('has a price: %s', (_label, text, window, price) => {
    expect(runtime.priceItemOf?.(item(text, window))).toBe(price);
  });

  it('has the price of a private message when it answers a public post in private, whatever invited it', () => {
    const { delivery, content } = item('Zie https://gent.be', { ...INVITED, isAnswerable: false });
    const inPrivate = { ...content, part: { ...(content as { part: object }).part, privateReplyTo: 'post:1' } };
    expect(runtime.priceItemOf?.({ delivery, content: inPrivate } as Item)).toBe('x.dm');
  });

  it('does not leave where the citizen did not invite it', async () => {
    const outcomes: unknown[] = [];
    await runtime.send([item('Dag', { ...INVITED, isAnswerable: false })], (_item, outcome) => outcomes.push(outcome));
    expect(outcomes).toEqual([{ kind: 'refused', code: 'REPLY_NOT_INVITED' }]);
  });
});
