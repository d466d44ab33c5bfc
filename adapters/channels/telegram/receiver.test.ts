import { describe, expect, it } from '@jest/globals';
import { telegramReceiver } from './receiver.js';

const HEADER = 'x-telegram-bot-api-secret-token';
const body = Buffer.from('{"update_id":1}');

function verdict(headers: Readonly<Record<string, string>>, ...signing: readonly string[]): string {
  const result = telegramReceiver.verify({ rawBody: body, headers, account: 'a' }, { signing }, 0);
  return result.ok ? 'ok' : result.code;
}

describe('the secret of the webhook', () => {
  it.each([
    ['the current one', { [HEADER]: 'now' }, ['now', 'before'], 'ok'],
    ['the previous one', { [HEADER]: 'before' }, ['now', 'before'], 'ok'],
    ['another one', { [HEADER]: 'never' }, ['now', 'before'], 'SIGNATURE_WRONG'],
    ['the beginning of it', { [HEADER]: 'no' }, ['now'], 'SIGNATURE_WRONG'],
    ['other capitals', { [HEADER]: 'NOW' }, ['now'], 'SIGNATURE_WRONG'],
    ['none', {}, ['now'], 'SIGNATURE_MISSING'],
    ['an empty one', { [HEADER]: '' }, ['now', ''], 'SIGNATURE_MISSING'],
    ['any, while none is configured', { [HEADER]: 'now' }, [], 'SIGNATURE_WRONG'],
  ])('%s', (_label, headers, secrets, expected) => {
    expect(verdict(headers, ...secrets)).toBe(expected);
  });
});
