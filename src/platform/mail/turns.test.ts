import { describe, expect, it } from '@jest/globals';
import { createTurns } from './turns.js';

describe('turns', () => {
  it('go to one at a time for each name, in the order in which they were asked for', async () => {
    const turnOf = createTurns();
    const seen: string[] = [];
    const first = await turnOf('a');
    const second = turnOf('a').then((end) => {
      seen.push('second');
      return end;
    });
    const third = turnOf('a').then(() => seen.push('third'));
    (await turnOf('b'))();
    expect(seen).toEqual([]);
    first();
    first();
    const end = await second;
    expect(seen).toEqual(['second']);
    end();
    await third;
    expect(seen).toEqual(['second', 'third']);
    await turnOf('b');
  });
});
