import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answeredIn, conversationOf, isPublic, messageIdOf, visibilityOf } from './visibility.js';

/** From many readers to few. */
const ORDER = ['public', 'unlisted', 'private', 'direct'] as const;
const ANY = fc.constantFrom(...ORDER);

describe('how public an answer is', () => {
  it('is how public the message is that it answers', () => {
    for (const visibility of ORDER) {
      const conversation = conversationOf(visibility, '800', '5501');
      expect(answeredIn(conversation, messageIdOf(visibility, '900'))).toEqual({ visibility, id: '900' });
    }
  });

  it('is never more than the conversation, whatever message is named', () => {
    fc.assert(
      fc.property(
        ANY,
        fc.option(
          fc.oneof(
            fc.string(),
            ANY.map((one) => `${one}:9`),
          ),
          { nil: undefined },
        ),
        (of, id) => {
          const answered = answeredIn(conversationOf(of, '800', '5501'), id).visibility;
          expect(isPublic(answered)).toBe(isPublic(of));
          expect(isPublic(of) || answered === of).toBe(true);
        },
      ),
    );
  });

  it('is the least where the conversation is not one of ours', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(answeredIn(`x${text}`, 'public:9').visibility).toBe('direct');
      }),
    );
  });

  it.each([['local'], ['Public'], [''], [undefined], [7], [{}]])('of %p, which nobody knows, is the least', (value) => {
    expect(visibilityOf(value)).toBe('direct');
  });
});
