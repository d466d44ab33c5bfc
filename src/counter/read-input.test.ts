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
    const value = { submissionId: ID, text: 'Er ligt glas op het fietspad.', name: 'Els' };
    expect(readSubmission(GOOD, NOW)).toEqual({ ok: true, value });
    expect(readSubmission({ ...GOOD, name: '', openedAt: undefined }, NOW)).toEqual({
      ok: true,
      value: { ...value, name: undefined },
    });
  });

  it.each([
    ['no text', { text: ' \r\n ' }, ['TEXT_MISSING']],
    ['a text that is too long', { text: 'x'.repeat(4_001) }, ['TEXT_TOO_LONG']],
    ['a name that is too long', { name: 'x'.repeat(101) }, ['NAME_TOO_LONG']],
    ['no id', { submissionId: '' }, ['ID_WRONG']],
    ['an id of another kind', { submissionId: ['x'] }, ['ID_WRONG']],
    ['the field that nobody sees', { website: 'https://spam.voorbeeld' }, ['TRAP_FILLED']],
    ['a form that was sent at once', { openedAt: String(NOW - 2_999) }, ['TOO_FAST']],
    ['a form that was opened in the future', { openedAt: String(NOW + 60_000) }, ['TOO_FAST']],
    ['a form that was opened at no time', { openedAt: 'gisteren' }, ['TOO_FAST']],
    ['two faults at once', { text: '', name: 'x'.repeat(101) }, ['TEXT_MISSING', 'NAME_TOO_LONG']],
  ])('is refused with %s', (_label, change, faults) => {
    expect(readSubmission({ ...GOOD, ...change }, NOW)).toEqual({ ok: false, faults });
  });

  it('takes a text of exactly the limit, and a form that took just long enough', () => {
    expect(readSubmission({ ...GOOD, text: 'x'.repeat(4_000), openedAt: String(NOW - 3_000) }, NOW).ok).toBe(true);
  });
});

describe('a message of the widget', () => {
  it('needs a text and an id', () => {
    expect(readMessage({ messageId: ID, text: 'Dag' })).toEqual({ ok: true, value: { messageId: ID, text: 'Dag' } });
    expect(readMessage({ messageId: 'kort', text: '' })).toEqual({ ok: false, faults: ['TEXT_MISSING', 'ID_WRONG'] });
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
