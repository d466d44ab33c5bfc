import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AccountNames, type Name, type NameRow, type Telling } from './account-names.js';

const DAY = 86_400_000;
const always = (value: string): Name => ({ kind: 'id', value, tenure: 'always' });
const held = (value: string): Name => ({ kind: 'number', value, tenure: 'while-held' });
const [A, B, C] = [always('a'), always('b'), always('c')];
const [N, M] = [held('n'), held('m')];

let seq = 0;
function said(atMs: number, names: readonly Name[], more: Partial<Telling> = {}): Telling {
  seq += 1;
  const conversation = names[0]?.value ?? 'nobody';
  return { eventId: `e${seq}`, conversation, atMs, isByCitizen: true, names, left: undefined, ...more };
}

function changed(atMs: number, left: Name, names: readonly Name[]): Telling {
  return said(atMs, names, { left, conversation: left.value });
}

/** The conversation of each telling, as it is in the end. */
function told(tellings: readonly Telling[], rows: readonly NameRow[] = []): readonly string[] {
  const names = new AccountNames(rows);
  const first = tellings.map((telling) => names.tell(telling).conversation);
  return first.map((conversation) => names.current(conversation));
}

function rowsAfter(tellings: readonly Telling[]): readonly NameRow[] {
  const names = new AccountNames([]);
  for (const telling of tellings) {
    names.tell(telling);
  }
  return names.changed();
}

/** One citizen: by number, with an id, hiding the number, and with another number, which brings another id. */
const LIFE: readonly Telling[] = [
  said(1 * DAY, [N]),
  said(2 * DAY, [A, N]),
  said(3 * DAY, [A]),
  changed(4 * DAY, N, [M]),
  changed(4 * DAY, A, [B]),
  said(5 * DAY, [B, M]),
  said(6 * DAY, [B]),
];

describe('the names of one citizen', () => {
  it('mean one conversation, in whatever order they are told', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...LIFE], { minLength: 7, maxLength: 7 }), (tellings) => {
        expect(new Set(told(tellings)).size).toBe(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('mean one conversation when each is stored before the next is told', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...LIFE], { minLength: 7, maxLength: 7 }), (tellings) => {
        let stored: readonly NameRow[] = [];
        for (const telling of tellings) {
          const names = new AccountNames(stored);
          names.tell(telling);
          const news = names.changed();
          const isNews = (row: NameRow): boolean => news.some(({ value }) => value === row.value);
          stored = [...stored.filter((row) => !isNews(row)), ...news];
        }
        expect(new Set(stored.map(({ conversation }) => conversation)).size).toBe(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('keep the conversation that was known first, under whatever the adapter calls it later', () => {
    expect(told([said(1, [N]), said(2, [A, N]), said(3, [A])])).toEqual(['n', 'n', 'n']);
  });

  it('are counted by the event that told them first', () => {
    const names = new AccountNames([]);
    const counts = [said(1, [N]), said(2, [A, N]), said(3, [A, N]), changed(4, N, [M])].map(
      (telling) => names.tell(telling).newNames,
    );
    expect(counts).toEqual([1, 1, 0, 1]);
  });

  it('are learned from what others tell, without counting as used by the citizen', () => {
    const rows = rowsAfter([said(1, [N]), said(2, [A, N], { isByCitizen: false })]);
    expect(rows.map(({ value, conversation, toldAtMs }) => [value, conversation, toldAtMs])).toEqual([
      ['n', 'n', 1],
      ['a', 'n', null],
    ]);
  });

  it('are left when the platform says so, and come back when they are used again', () => {
    const gone = [said(1, [A, N]), changed(4, N, [A, M])];
    const leftAt = (tellings: readonly Telling[]): unknown =>
      rowsAfter(tellings).find(({ value }) => value === 'n')?.leftAtMs;
    expect(leftAt(gone)).toBe(4);
    expect(leftAt([...gone, said(3, [A, N])])).toBe(4);
    expect(leftAt([...gone, said(5, [A, N])])).toBeNull();
  });
});

describe('a number that passed on', () => {
  it('does not bring its new holder into the conversation of the old one', () => {
    expect(told([said(1, [A, N]), said(2, [C, N]), said(3, [A]), said(4, [C])])).toEqual(['a', 'c', 'a', 'c']);
  });

  it('means its new holder from then on, also where it is the only name', () => {
    expect(told([said(1, [A, N]), said(2, [C, N]), said(3, [N])])).toEqual(['a', 'c', 'c']);
    expect(told([said(1, [A, N]), said(2, [C, N]), said(1, [A, N]), said(3, [N])])).toEqual(['a', 'c', 'a', 'c']);
  });

  it('is somebody else under a key of its own after the old holder left it', () => {
    const [first, , stranger, again] = told([said(1, [N]), changed(4, N, [M]), said(5, [N]), said(6, [N])]);
    expect(first).toBe('n');
    expect(stranger).toMatch(/^n@e\d+$/);
    expect(again).toBe(stranger);
  });

  it('still brings what was written before it was left', () => {
    expect(told([changed(4, N, [M]), said(3, [N]), said(4, [N]), said(5, [M])])).toEqual(['n', 'n', 'n', 'n']);
  });

  it('is taken for somebody else after 45 days in which nobody wrote', () => {
    expect(told([said(0, [N]), said(45 * DAY, [A, N])])).toEqual(['n', 'n']);
    expect(told([said(0, [N]), said(45 * DAY + 1, [A, N])])).toEqual(['n', 'a']);
    // What goes out to it still goes to whom it was.
    expect(told([said(0, [N]), said(99 * DAY, [N], { isByCitizen: false })])).toEqual(['n', 'n']);
  });

  it('is not given to who comes to it, when its old holder wrote long before', () => {
    const rows = [said(0, [B, M]), said(1, [A, N]), changed(9 * DAY, N, [M])];
    expect(told([...rows, said(10 * DAY, [M])])).toEqual(['b', 'a', 'a', 'a']);
  });

  it('is not given back by the late news that its old holder left it', () => {
    const [a, c, news] = told([said(1, [A, N]), said(7, [C, N]), changed(4, N, [M])]);
    expect([a, c]).toEqual(['a', 'c']);
    expect(news).not.toBe('c');
  });

  it('never makes two people one, in whatever order their messages come', () => {
    const one = [said(1 * DAY, [A, N]), said(2 * DAY, [A]), changed(3 * DAY, N, [A, M]), said(4 * DAY, [A, M])];
    const other = [said(5 * DAY, [C, N]), said(6 * DAY, [C]), said(7 * DAY, [C, N])];
    fc.assert(
      fc.property(fc.shuffledSubarray([...one, ...other], { minLength: 7, maxLength: 7 }), (tellings) => {
        const conversations = told(tellings);
        const of = (who: readonly Telling[]): ReadonlySet<string> =>
          new Set(conversations.filter((_, index) => who.some((telling) => telling === tellings[index])));
        expect([of(one).size, of(other).size]).toEqual([1, 1]);
        expect(of(one)).not.toEqual(of(other));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('conversations that turn out to be one', () => {
  const stored = rowsAfter([said(1, [N]), said(2, [A])]);

  it('are told, so that the one with the open ticket can be chosen', () => {
    const names = new AccountNames(stored);
    names.tell(said(3, [A, N]));
    expect(names.joined()).toEqual([['n', 'a']]);
    names.goOnIn('n');
    expect(names.changed().map(({ value, conversation }) => [value, conversation])).toEqual([
      ['n', 'n'],
      ['a', 'n'],
    ]);
    expect([names.current('n'), names.current('a')]).toEqual(['n', 'n']);
  });

  it('may go on in either', () => {
    const names = new AccountNames(stored);
    names.tell(said(3, [A, N]));
    names.goOnIn('a');
    names.goOnIn('a');
    expect([names.current('n'), names.current('a')]).toEqual(['a', 'a']);
    expect(names.tell(said(4, [N])).conversation).toBe('a');
  });

  it('are not told where nothing is joined', () => {
    const names = new AccountNames(stored);
    names.tell(said(3, [N]));
    names.tell(said(3, [C]));
    expect(names.joined()).toEqual([]);
  });

  it('go on in the one that was known, not in one that began a moment ago', () => {
    const names = new AccountNames(rowsAfter([said(1, [A])]));
    names.tell(said(2, [N]));
    names.tell(said(3, [B, N]));
    names.tell(changed(4, B, [A]));
    expect(names.joined()).toEqual(names.current('a') === 'a' ? [] : [['a']]);
    names.goOnIn('a');
    expect(names.current('n')).toBe('a');
  });
});

it('takes in ten thousand citizens of one account at once', () => {
  const names = new AccountNames([]);
  const startedAt = performance.now();
  for (let n = 0; n < 10_000; n += 1) {
    names.tell(said(n, [held(`n${n}`)]));
    names.tell(said(n, [always(`a${n}`), held(`n${n}`)]));
  }
  expect(names.changed()).toHaveLength(20_000);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
