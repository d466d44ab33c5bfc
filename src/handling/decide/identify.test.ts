import { describe, expect, it } from '@jest/globals';
import type { CitizenAlias } from '../../adapter-sdk/index.js';
import { InMemoryHandling, message } from '../../../test/support/decide/in-memory.js';

const id = (value: string): CitizenAlias => ({ kind: 'id', value, namesConversation: 'always' });
const number = (value: string): CitizenAlias => ({ kind: 'number', value, namesConversation: 'while-held' });
const plain = (value: string): CitizenAlias => ({ kind: 'psid', value });

/** A message in a conversation, and the citizen that it is taken to be of. */
function tell(handling: InMemoryHandling, conversation: string, aliases: readonly CitizenAlias[]): string | null {
  const key = `${conversation} ${handling.draft.settled.length}`;
  handling.tell({ ...message(key, { conversation }), citizen: { aliases, name: 'Mia' } });
  return handling.draft.conversation(JSON.stringify(['gent', 'facebook', '104', conversation]))?.citizenId ?? null;
}

describe('who wrote', () => {
  it('is whoever is known by one of the aliases, in any conversation', () => {
    const handling = new InMemoryHandling();
    const first = tell(handling, 'a', [plain('p1')]);
    expect(first).not.toBeNull();
    expect(tell(handling, 'b', [plain('p2'), plain('p1')])).toBe(first);
    expect(tell(handling, 'c', [plain('p2')])).toBe(first);
    expect(tell(handling, 'd', [plain('p3')])).not.toBe(first);
  });

  it('is told by the conversation where aliases name it', () => {
    const handling = new InMemoryHandling();
    const first = tell(handling, 'n', [number('n')]);
    const second = tell(handling, 'a', [id('a')]);
    expect(second).not.toBe(first);
    expect(tell(handling, 'n', [id('a'), number('n')])).toBe(first);
    expect(tell(handling, 'n', [id('b')])).toBe(first);
  });

  it('is not told by a number beside an id that is new: the number may have passed on', () => {
    const handling = new InMemoryHandling();
    const first = tell(handling, 'a', [id('a'), number('n')]);
    const second = tell(handling, 'b', [id('b'), number('n')]);
    expect(second).not.toBeNull();
    expect(second).not.toBe(first);
  });

  it('is told by a number where nothing else is known', () => {
    const handling = new InMemoryHandling();
    const first = tell(handling, 'a', [id('a'), number('n')]);
    expect(tell(handling, 'n', [number('n')])).toBe(first);
  });

  it('is nobody in the conversation of the new holder of a number, until an id is known', () => {
    const handling = new InMemoryHandling();
    const first = tell(handling, 'n', [number('n')]);
    expect(tell(handling, 'n@e1', [number('n')])).toBeNull();
    const named = tell(handling, 'n@e1', [id('b'), number('n')]);
    expect([null, first]).not.toContain(named);
  });

  it('is nobody without an alias', () => {
    expect(tell(new InMemoryHandling(), 'a', [])).toBeNull();
  });
});
