import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answeredBy, conversationOf, isPublic, messageIdOf, privateSideOf, visibilityOf } from './visibility.js';

/** From many readers to few. */
const ORDER = ['public', 'unlisted', 'private', 'direct'] as const;
const ANY = fc.constantFrom(...ORDER);

describe('how public an answer is', () => {
  it('is how public the message is that it answers', () => {
    for (const visibility of ORDER) {
      const conversation = conversationOf(visibility, '800', '5501');
      expect(answeredBy({ conversation, inReplyTo: messageIdOf(visibility, '900') })).toEqual({
        visibility,
        id: '900',
      });
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
          const conversation = conversationOf(of, '800', '5501');
          const answered = answeredBy({ conversation, ...(id === undefined ? {} : { inReplyTo: id }) }).visibility;
          expect(isPublic(answered)).toBe(isPublic(of));
          expect(isPublic(of) || answered === of).toBe(true);
        },
      ),
    );
  });

  it('is the least where the conversation is not one of ours', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(answeredBy({ conversation: `x${text}`, inReplyTo: 'public:9' }).visibility).toBe('direct');
      }),
    );
  });

  it('is the least in a private answer to a public message, whatever came after that', () => {
    for (const visibility of ['public', 'unlisted'] as const) {
      const conversation = conversationOf(visibility, '800', '5501');
      const privateReplyTo = messageIdOf(visibility, '900');
      expect(answeredBy({ conversation, inReplyTo: 'public:950', privateReplyTo })).toEqual({
        ...{ visibility: 'direct', id: '900' },
      });
      expect(privateSideOf(conversation)).toBe(conversationOf('direct', '800', '5501'));
    }
  });

  it.each([['local'], ['Public'], [''], [undefined], [7], [{}]])('of %p, which nobody knows, is the least', (value) => {
    expect(visibilityOf(value)).toBe('direct');
  });
});
