import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readMessage, readReceipt, readSubmission } from './read-input.js';

const NOW = 1_795_600_000_000;
const ID = 'b2f1c7de-0000-4000-8000-000000000001';
const GOOD = {
  submissionId: ID,
  text: ' Er ligt glas op het fietspad. ',
  name: 'Els',
  website: '',
  openedAt: String(NOW - 9_000),
};

describe('a form', () => {
  it('is read as it was filled in, without the space around it', () => {
    const value = { submissionId: ID, text: 'Er ligt glas op het fietspad.', name: 'Els', email: undefined };
    expect(readSubmission(GOOD, NOW)).toEqual({ ok: true, value });
    expect(readSubmission({ ...GOOD, name: '', openedAt: undefined }, NOW)).toEqual({
      ok: true,
      value: { ...value, name: undefined },
    });
  });

  it.each([
    ['no text', { text: ' \r\n ' }, ['text-missing']],
    ['a text that is too long', { text: 'x'.repeat(4_001) }, ['text-too-long']],
    ['a name that is too long', { name: 'x'.repeat(101) }, ['name-too-long']],
    ['an address that is none', { email: 'els@burger' }, ['email-wrong']],
    ['two addresses', { email: 'els@burger.voorbeeld, jan@burger.voorbeeld' }, ['email-wrong']],
    ['a second line in the address', { email: 'els@burger.voorbeeld\nBcc: jan@burger.voorbeeld' }, ['email-wrong']],
    ['no id', { submissionId: '' }, ['id-wrong']],
    ['an id of another kind', { submissionId: ['x'] }, ['id-wrong']],
    ['the field that nobody sees', { website: 'https://spam.voorbeeld' }, ['trap-filled']],
    ['a form that was sent at once', { openedAt: String(NOW - 2_999) }, ['too-fast']],
    ['a form that was opened in the future', { openedAt: String(NOW + 60_000) }, ['too-fast']],
    ['a form that was opened at no time', { openedAt: 'gisteren' }, ['too-fast']],
    ['two faults at once', { text: '', name: 'x'.repeat(101) }, ['text-missing', 'name-too-long']],
  ])('is refused with %s', (_label, change, faults) => {
    expect(readSubmission({ ...GOOD, ...change }, NOW)).toEqual({ ok: false, faults });
  });

  it('takes a text of exactly the limit, and a form that took just long enough', () => {
    expect(readSubmission({ ...GOOD, text: 'x'.repeat(4_000), openedAt: String(NOW - 3_000) }, NOW).ok).toBe(true);
  });
});

it('takes one address for the answer', () => {
  const read = readSubmission({ ...GOOD, email: ' els.van-der+loket@burger.voorbeeld ' }, NOW);
  expect(read).toMatchObject({ value: { email: 'els.van-der+loket@burger.voorbeeld' } });
});

describe('a message of the widget', () => {
  it('needs a text and an id', () => {
    expect(readMessage({ messageId: ID, text: 'Dag' })).toEqual({ ok: true, value: { messageId: ID, text: 'Dag' } });
    expect(readMessage({ messageId: 'kort', text: '' })).toEqual({ ok: false, faults: ['text-missing', 'id-wrong'] });
  });
});

describe('a receipt', () => {
  it('keeps ids of answers only, and no more than a page shows', () => {
    const id = '0199aa00-0000-7000-8000-000000000001';
    expect(readReceipt({ status: 'read', deliveries: [id, 7, "'; drop", null] })).toEqual({
      status: 'read',
      deliveries: [id],
    });
    expect(readReceipt({ status: 'x', deliveries: Array.from({ length: 500 }, () => id) })).toMatchObject({
      status: 'delivered',
    });
    expect(readReceipt({ deliveries: Array.from({ length: 500 }, () => id) }).deliveries).toHaveLength(200);
  });
});

it('throws for nothing that a browser can post', () => {
  fc.assert(
    fc.property(fc.anything(), (body) => {
      expect(readSubmission(body, NOW).ok).toBe(false);
      expect(readMessage(body).ok).toBe(false);
      expect(readReceipt(body).deliveries).toEqual([]);
    }),
  );
});
