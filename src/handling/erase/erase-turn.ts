import type { WorkOutcome } from '../../platform/loop/loop.js';
import type { Sql, Store } from '../../platform/store/store.js';
import { emptyRaw, type RawMarks, type RawRule } from './empty-raw.js';
import { eraseTexts, type ErasedText, type TextRule } from './erase-texts.js';
import { rejectWaiting } from './reject-waiting.js';

export interface EraseRules {
  readonly texts: readonly TextRule[];
  readonly raw: readonly RawRule[];
}

export interface EraseDeps {
  readonly store: Store;
  /** What is over now, for these tenants. */
  readonly rules: (tenants: readonly string[]) => EraseRules;
  readonly onErased: (erased: readonly ErasedText[]) => void;
}

/** Rows in one transaction: it holds them for tens of milliseconds. */
const AT_ONCE = 500;
/** Most posts are of other receivers and are only passed. */
const RAW_AT_ONCE = 5_000;

/** All that there ever were: a text stays when its municipality leaves. */
export async function allTenants(sql: Sql): Promise<readonly string[]> {
  return (await sql.query<{ id: string }>('select id from tenant order by id')).map(({ id }) => id);
}

/** Lets go what has had its time. Any number may turn at once, and turning again changes nothing. */
export function createEraseTurn({ store, rules, onErased }: EraseDeps): () => Promise<WorkOutcome> {
  let marks: RawMarks = new Map();
  return async () => {
    const { texts, raw } = rules(await allTenants(store));
    const done = await store.transaction('handling.erase', async (sql) => ({
      erased: await eraseTexts(sql, texts, AT_ONCE),
      rejected: await rejectWaiting(sql, texts, AT_ONCE),
      emptied: await emptyRaw(sql, raw, marks, RAW_AT_ONCE),
    }));
    ({ marks } = done.emptied);
    onErased(done.erased);
    const isFull = done.erased.length === AT_ONCE || done.rejected === AT_ONCE || done.emptied.isFull;
    return isFull ? 'more' : 'idle';
  };
}
