import type { Sql } from '../../platform/store/store.js';

/** Bodies of a receiver that came before this are emptied. */
export interface RawRule {
  readonly receiver: string;
  readonly before: Date;
}

/** Up to which intake the bodies of each receiver were looked at. */
export type RawMarks = ReadonlyMap<string, string>;

export interface EmptiedRaw {
  readonly marks: RawMarks;
  /** There may be more to look at. */
  readonly isFull: boolean;
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/** It never passes a post that is still to be split: nobody has read its text yet. */
const EMPTY = `
  with page as (
    select id, receiver from intake
    where id > $2 and id < least(schakel_uuid_at($3), (select id from intake where split_at is null order by id limit 1))
    order by id limit $4
  ), emptied as (
    update intake i set body = '' from page where i.id = page.id and page.receiver = $1 and i.body <> ''
  )
  select id, (select count(*)::int from page) as looked from page order by id desc limit 1`;

/**
 * Empties what platforms posted before their texts had to go, looking at most at so many posts for each receiver. It reads on from
 * its marks, so that a turn costs what came since, and the table that is written with every post needs no index for it. Who lost the
 * marks looks again at the weeks that are kept.
 */
export async function emptyRaw(
  sql: Sql,
  rules: readonly RawRule[],
  marks: RawMarks,
  atMost: number,
): Promise<EmptiedRaw> {
  const moved = new Map(marks);
  let isFull = false;
  // Receivers, not posts: there is one, or a few.
  for (const { receiver, before } of rules) {
    const values = [receiver, moved.get(receiver) ?? FIRST, before, atMost];
    const [last] = await sql.query<{ id: string; looked: number }>(EMPTY, values);
    if (last !== undefined) {
      moved.set(receiver, last.id);
      isFull ||= last.looked === atMost;
    }
  }
  return { marks: moved, isFull };
}
