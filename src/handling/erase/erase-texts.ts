import type { ErasureReason } from '../../domain/storage-term.js';
import type { Sql } from '../../platform/store/store.js';

/** Texts of one municipality, channel and kind of author that were received before this, and why they go. */
export interface TextRule {
  readonly tenant: string;
  readonly channel: string;
  /** What citizens wrote, or what was written by the municipality and its contact center. */
  readonly ofCitizens: boolean;
  readonly before: Date;
  readonly because: ErasureReason;
}

export interface ErasedText {
  readonly channel: string;
  readonly because: ErasureReason;
}

interface ErasedRow extends ErasedText {
  readonly id: string;
  readonly ticket_id: string;
}

/**
 * A row that somebody else holds waits for the next turn. Of each attachment its type stays, as of one that was never taken;
 * the loop `media` removes the bytes.
 */
const ERASE = `
  update message m
  set text = '', author_name = null, erased_at = now(), erased_for = due.because,
      attachments = (select coalesce(jsonb_agg(jsonb_build_object('type', a.one->'type') order by a.n), '[]')
                     from jsonb_array_elements(m.attachments) with ordinality as a(one, n))
  from (
    select kept.id, r.because
    from unnest($1::text[], $2::text[], $3::bool[], $4::timestamptz[], $5::text[])
      as r(tenant, channel, of_citizens, before, because)
    cross join lateral (
      select k.id from message k
      where k.tenant = r.tenant and k.channel = r.channel and (k.author = 'citizen') = r.of_citizens
        and k.received_at < r.before and k.erased_at is null and k.redacted_at is null
      order by k.received_at limit $6 for no key update skip locked) as kept
    limit $6) as due
  where m.id = due.id
  returning m.id, m.ticket_id, m.channel, due.because`;

const VERSIONS = 'delete from message_version where message_id = any($1::uuid[])';

const MEDIA = `
  update media set state = 'tombstone', code = 'MEDIA_TEXT_ERASED', detail = null, lease_until = null
  where message_id = any($1::uuid[]) and state <> 'tombstone'`;

/** A citizen's name came with their first words, and goes with the first of them that go. */
const NAMES = `
  update citizen set name = null
  where name is not null and id in (select citizen_id from ticket where id = any($1::uuid[]))`;

/** Empties at most so many texts whose time is over. Ticket, facts, clocks, deliveries and ledger hold none, and stay. */
export async function eraseTexts(sql: Sql, rules: readonly TextRule[], atMost: number): Promise<readonly ErasedText[]> {
  const erased = await sql.query<ErasedRow>(ERASE, [
    rules.map(({ tenant }) => tenant),
    rules.map(({ channel }) => channel),
    rules.map(({ ofCitizens }) => ofCitizens),
    rules.map(({ before }) => before),
    rules.map(({ because }) => because),
    atMost,
  ]);
  if (erased.length > 0) {
    const ids = erased.map(({ id }) => id);
    await sql.query(VERSIONS, [ids]);
    await sql.query(MEDIA, [ids]);
    await sql.query(NAMES, [erased.map(({ ticket_id: id }) => id)]);
  }
  return erased;
}
