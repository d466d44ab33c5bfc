import { Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { projectPath } from '../platform/files/project-path.js';
import { widgetScript } from './widget-script.js';

/** The parts of the widget have no types of their own; these are what this test uses of them. */
interface Entry {
  readonly messageId: string;
  readonly text: string;
  readonly state: string;
}
interface Shown {
  readonly id: string;
  readonly messageId: string | null;
  readonly delivery: string | null;
  readonly from: string;
  readonly text: string;
  readonly at: string;
}
interface Verdict {
  readonly kind: string;
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
}
interface Outbox {
  withEntry(outbox: readonly Entry[], id: string, text: string, at: string): readonly Entry[] | undefined;
  nextWaiting(outbox: readonly Entry[]): Entry | undefined;
  settled(outbox: readonly Entry[], id: string, verdict: Verdict): readonly Entry[];
  withoutShown(outbox: readonly Entry[], messages: readonly Shown[]): readonly Entry[];
  allMessages(messages: readonly Shown[], outbox: readonly Entry[]): readonly { key: string; state: string }[];
  pauseMs(failures: number, random: number, retryAfterSeconds?: number): number;
  untold(messages: readonly Shown[], told: Record<string, string>, status: string): readonly string[];
  unread(messages: readonly Shown[], told: Record<string, string>): readonly Shown[];
}
interface State {
  readonly session: string;
  readonly outbox: readonly Entry[];
}
interface Storage {
  load(): State;
  update(change: (state: State) => State): void;
  forget(): void;
}
interface Storages {
  newToken(random: (bytes: Uint8Array) => Uint8Array): string;
  openStorage(storage: () => unknown, account: string, now: () => number): Storage;
}
interface Servers {
  openServer(
    fetcher: (url: string, options: object) => Promise<Response>,
    base: string,
    account: string,
  ): {
    send(session: string, entry: Entry): Promise<Verdict>;
    look(session: string, version: string, waits: boolean): Promise<Verdict>;
  };
}

const load = async <Part>(name: string): Promise<Part> =>
  (await import(projectPath('counter', 'widget', name))) as Part;
const outboxPart = await load<Outbox>('outbox.js');
const storagePart = await load<Storages>('storage.js');
const serverPart = await load<Servers>('server.js');

const AT = '2026-11-27T10:00:00.000Z';

function entries(...ids: readonly string[]): readonly Entry[] {
  let list: readonly Entry[] = [];
  for (const id of ids) {
    list = outboxPart.withEntry(list, id, `bericht ${id}`, AT) ?? list;
  }
  return list;
}

function shown(id: string, change: Partial<Shown> = {}): Shown {
  return { id: `row-${id}`, messageId: id, delivery: null, from: 'citizen', text: `bericht ${id}`, at: AT, ...change };
}

describe('the script of the widget', () => {
  it('is smaller than 30 kB, as one script that leaves nothing behind', () => {
    const script = widgetScript();
    expect(Buffer.byteLength(script)).toBeLessThan(30_000);
    expect(script).not.toMatch(/^\s*(import|export)\b/m);
    // A script that does not parse throws here.
    expect(() => new Script(script)).not.toThrow();
  });

  it('makes no markup and no code of what people write, and loads nothing from elsewhere', () => {
    const script = widgetScript();
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc/);
    expect(script).not.toMatch(/https?:\/\//);
    expect(script).not.toContain('document.cookie');
  });
});

describe('the outbox of the widget', () => {
  it('sends in the order in which it was written, and keeps what the server did not take', () => {
    const two = entries('a', 'b');
    expect(outboxPart.nextWaiting(two)?.messageId).toBe('a');
    for (const kind of ['late', 'busy']) {
      const tried = outboxPart.settled(two, 'a', { kind });
      expect(outboxPart.nextWaiting(tried)).toMatchObject({ messageId: 'a', state: kind });
    }
    const stored = outboxPart.settled(two, 'a', { kind: 'stored' });
    expect(outboxPart.nextWaiting(stored)?.messageId).toBe('b');
    const refused = outboxPart.settled(stored, 'b', { kind: 'refused', reason: 'Te lang.' });
    expect(outboxPart.nextWaiting(refused)).toBeUndefined();
    expect(refused[1]).toMatchObject({ state: 'refused', reason: 'Te lang.' });
  });

  it('is bounded', () => {
    const full = entries(...Array.from({ length: 20 }, (_, n) => String(n)));
    expect(full).toHaveLength(20);
    expect(outboxPart.withEntry(full, 'x', 'nog een', AT)).toBeUndefined();
  });

  it('shows each message once, whatever the server already has of it', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
    fc.assert(
      fc.property(ids, ids, (written, known) => {
        const messages = known.map((id) => shown(id));
        const keys = outboxPart.allMessages(messages, entries(...written)).map(({ key }) => key);
        expect(new Set(keys)).toEqual(new Set([...written, ...known]));
        expect(keys).toHaveLength(new Set(keys).size);
        expect(
          outboxPart
            .withoutShown(entries(...written), messages)
            .some((one) => known.some((id) => id === one.messageId)),
        ).toBe(false);
      }),
    );
  });

  it('waits longer after each failure, up to a minute, and at least as long as the server says', () => {
    const pauses = Array.from({ length: 12 }, (_, n) => outboxPart.pauseMs(n, 1));
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(pauses.at(-1)).toBe(60_000);
    expect(outboxPart.pauseMs(3, 0)).toBe(outboxPart.pauseMs(3, 1) / 2);
    expect(outboxPart.pauseMs(0, 0, 40)).toBe(40_000);
  });

  it('tells once that an answer came, once that it was read, and never the first after the second', () => {
    const messages = [shown('q'), shown('x', { messageId: null, delivery: 'd1', from: 'municipality' })];
    expect(outboxPart.untold(messages, {}, 'delivered')).toEqual(['d1']);
    expect(outboxPart.untold(messages, { d1: 'delivered' }, 'delivered')).toEqual([]);
    expect(outboxPart.untold(messages, { d1: 'delivered' }, 'read')).toEqual(['d1']);
    expect(outboxPart.untold(messages, { d1: 'read' }, 'delivered')).toEqual([]);
    expect(outboxPart.unread(messages, { d1: 'delivered' })).toHaveLength(1);
    expect(outboxPart.unread(messages, { d1: 'read' })).toEqual([]);
  });
});

describe('what the widget remembers', () => {
  const DAY_MS = 86_400_000;

  function memory(): Map<string, string> & {
    getItem(key: string): string | null;
    setItem(k: string, v: string): void;
  } {
    const map = new Map<string, string>();
    return Object.assign(map, {
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, value: string) => void map.set(key, value),
      removeItem: (key: string) => map.delete(key),
    });
  }

  it('comes back after a reload, is wiped when asked, and ends by itself', () => {
    const store = memory();
    let nowMs = 0;
    const open = (): Storage =>
      storagePart.openStorage(
        () => store,
        'brugge-loket',
        () => nowMs,
      );
    open().update((state) => ({ ...state, session: 'geheim' }));
    expect(open().load().session).toBe('geheim');
    nowMs += 30 * DAY_MS;
    expect(open().load().session).toBe('');
    open().update((state) => ({ ...state, session: 'nieuw' }));
    open().forget();
    expect(store.size).toBe(0);
    expect(open().load().session).toBe('');
  });

  it('lives in memory where the browser gives no storage', () => {
    const storage = storagePart.openStorage(
      () => {
        throw new Error('blocked');
      },
      'brugge-loket',
      () => 0,
    );
    storage.update((state) => ({ ...state, session: 'geheim' }));
    expect(storage.load().session).toBe('geheim');
    storage.forget();
    expect(storage.load().session).toBe('');
  });

  it('is nothing where something else stands in the storage', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const store = memory();
        store.set('schakel-loket:brugge-loket', text);
        expect(
          storagePart
            .openStorage(
              () => store,
              'brugge-loket',
              () => 0,
            )
            .load(),
        ).toMatchObject({ session: '', outbox: [] });
      }),
    );
  });

  it('has tokens of 128 bits', () => {
    expect(storagePart.newToken((bytes) => bytes.fill(7))).toBe('07'.repeat(16));
  });
});

describe('what the widget makes of an answer', () => {
  const entry: Entry = { messageId: 'a', text: 'dag', state: 'waiting' };

  async function verdictFor(answer: () => Response): Promise<Verdict> {
    return serverPart.openServer(async () => answer(), 'https://schakel.voorbeeld', 'brugge-loket').send('s', entry);
  }

  it.each<[string, () => Response, object]>([
    ['stored', () => Response.json({ receipt: 'X' }), { kind: 'stored', body: { receipt: 'X' } }],
    [
      'too often',
      () => Response.json({}, { status: 429, headers: { 'retry-after': '7' } }),
      { kind: 'busy', retryAfterSeconds: 7 },
    ],
    ['not stored', () => Response.json({}, { status: 503 }), { kind: 'late', retryAfterSeconds: 0 }],
    ['the page of a proxy', () => new Response('<html>', { status: 200 }), { kind: 'late', retryAfterSeconds: 0 }],
    ['too long', () => Response.json({ title: 'Te lang.' }, { status: 422 }), { kind: 'refused', reason: 'Te lang.' }],
    [
      'no network',
      () => {
        throw new TypeError('failed to fetch');
      },
      { kind: 'late', retryAfterSeconds: 0 },
    ],
  ])('%s', async (_label, answer, verdict) => {
    expect(await verdictFor(answer)).toEqual(verdict);
  });

  it('keeps the session out of addresses', async () => {
    const urls: string[] = [];
    const server = serverPart.openServer(
      async (url) => {
        urls.push(url);
        return Response.json({});
      },
      'https://schakel.voorbeeld',
      'brugge-loket',
    );
    await server.send('geheim', entry);
    await server.look('geheim', 'v1', true);
    expect(urls).toEqual([
      'https://schakel.voorbeeld/counter/brugge-loket/messages',
      'https://schakel.voorbeeld/counter/brugge-loket/messages?after=v1&wait=1',
    ]);
  });
});
