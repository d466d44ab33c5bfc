import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { Watched } from './gap.js';
import { at, fieldsIn, idOf, textOf } from './payloads.js';

/** A mention that may be looked for again, with the conversation that it is in. */
export interface Seen {
  readonly id: string;
  readonly conversation: string;
}

/** Where a look ended. */
export interface Cursor {
  /** Everything up to this post was read. */
  readonly since: string;
  /** X tells the newest first: while there are older pages, what is before this one comes next, … */
  readonly until?: string;
  /** … and this is where it goes on once they are read. */
  readonly newest?: string;
  /** The newest mentions, where deleted ones are looked for, and the UTC day of the last such look. */
  readonly seen?: readonly Seen[];
  readonly lookedOn?: string;
  /** Where one account looks after the webhook: gaps in which nothing could be posted. */
  readonly watched?: Watched;
}

/** Digits alone where there is nothing else to say. */
export function cursorText(cursor: Cursor): string {
  const { since, ...rest } = cursor;
  return Object.values(rest).every((value) => value === undefined) ? since : JSON.stringify(cursor);
}

function msOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function watchedOf(value: unknown): Watched | undefined {
  const lookedAtMs = msOf(at(value, 'lookedAtMs'));
  const [fromMs, toMs] = [msOf(at(value, 'gap', 'fromMs')), msOf(at(value, 'gap', 'toMs'))];
  const gap = fromMs === undefined || toMs === undefined ? {} : { gap: { fromMs, toMs } };
  return lookedAtMs === undefined ? undefined : { lookedAtMs, ...gap };
}

/** Undefined for what is no cursor of ours, and then the account begins anew. */
export function cursorOf(text: string | null): Cursor | undefined {
  const digits = idOf(text);
  if (digits !== undefined) {
    return { since: digits };
  }
  const read = text === null ? undefined : jsonOf(text);
  const since = idOf(at(read, 'since'));
  if (since === undefined) {
    return undefined;
  }
  const [until, newest, lookedOn] = [idOf(at(read, 'until')), idOf(at(read, 'newest')), textOf(at(read, 'lookedOn'))];
  const watched = watchedOf(at(read, 'watched'));
  const seen = fieldsIn(at(read, 'seen')).flatMap((one): readonly Seen[] => {
    const [id, conversation] = [idOf(one['id']), textOf(one['conversation'])];
    return id === undefined || conversation === undefined ? [] : [{ id, conversation }];
  });
  return {
    since,
    ...(until === undefined ? {} : { until }),
    ...(newest === undefined ? {} : { newest }),
    ...(lookedOn === undefined ? {} : { lookedOn }),
    ...(at(read, 'seen') === undefined ? {} : { seen }),
    ...(watched === undefined ? {} : { watched }),
  };
}
