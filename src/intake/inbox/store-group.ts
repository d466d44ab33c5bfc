import type { Id } from '../../domain/ids.js';
import type { Store } from '../../platform/store/store.js';

export interface Intake {
  readonly id: Id;
  readonly receiver: string;
  readonly account: string | null;
  readonly receivedAtMs: number;
  /** Sealed request. */
  readonly body: Buffer;
}

const STORE = `
  with header as (
    insert into intake_group (id, received_at, intakes) values ($1, to_timestamp($2::float8 / 1000), $3)
  )
  insert into intake (id, group_id, receiver, account, received_at, body)
  select id, $1, receiver, account, to_timestamp(received_ms / 1000), substring($4::bytea from body_from for body_length)
  from unnest($5::uuid[], $6::text[], $7::text[], $8::float8[], $9::int[], $10::int[])
    as t(id, receiver, account, received_ms, body_from, body_length)`;

/** Commits one group of intakes and its header row in one statement. The bodies travel as one binary value. */
export async function storeGroup(store: Store, groupId: Id, intakes: readonly Intake[]): Promise<void> {
  const offsets: number[] = [];
  let offset = 1;
  for (const intake of intakes) {
    offsets.push(offset);
    offset += intake.body.length;
  }
  await store.commit('intake.group', STORE, [
    groupId,
    intakes[0]?.receivedAtMs ?? 0,
    intakes.length,
    Buffer.concat(intakes.map((intake) => intake.body)),
    intakes.map((intake) => intake.id),
    intakes.map((intake) => intake.receiver),
    intakes.map((intake) => intake.account),
    intakes.map((intake) => intake.receivedAtMs),
    offsets,
    intakes.map((intake) => intake.body.length),
  ]);
}
