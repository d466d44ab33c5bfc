// Ledger entries of one month for all municipalities, straight into the table.

const ID = (instant, number) => `
  (select (substr(t, 1, 8) || '-' || substr(t, 9, 4) || '-7' || lpad(to_hex(${number} % 4096), 3, '0') || '-8000-'
    || lpad(to_hex(${number}), 12, '0'))::uuid
   from (select lpad(to_hex((extract(epoch from ${instant}) * 1000)::bigint), 12, '0') as t) as x)`;

/** Large municipalities have more: the square of a spread number is mostly small. */
const ENTRIES = `
  insert into usage_entry (id, tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff, tariff_version,
    outside_hours, settings_hash, occurred_at)
  select ${ID('at', 'n')}, ($3::text[])[town], (array['ticket.opened', 'message.received', 'message.received', 'answer.sent',
      'forward.1700', 'delivery.crm'])[1 + n % 6], 1, (array['facebook', 'messenger', 'instagram', 'whatsapp', 'x'])[1 + n % 5],
    ${ID('at', 'n / 4')}, 'event', ${ID('at', 'n')}, ($4::text[])[town], '2026-01-01', n % 7 < 2, 'bench', at
  from (
    select n, 1 + floor(power((n * 7919 % 10007) / 10007.0, 2) * cardinality($3::text[]))::int as town,
           $5::timestamptz + (n * 104729 % 1000003) / 1000003.0 * ($6::timestamptz - $5::timestamptz) as at
    from generate_series($1::bigint, $2::bigint) as n) as s`;

const CHUNK = 500_000;

/**
 * Fills the ledger and its statistics. Indexes but the primary key are made after: that is no part of any figure.
 *
 * @param plan `entries`, `tenants` with their `tariffs` in the same order, `from` and `until` (instants of one month)
 */
export async function fillLedger(database, { entries, tenants, tariffs, from, until, onProgress }) {
  const { rows } = await database.query(
    `select indexname, indexdef from pg_indexes where tablename = 'usage_entry' and indexname not like '%pkey'`,
  );
  for (const { indexname } of rows) {
    await database.query(`drop index ${indexname}`);
  }
  for (let first = 1; first <= entries; first += CHUNK) {
    const last = Math.min(first + CHUNK - 1, entries);
    await database.query(ENTRIES, [first, last, tenants, tariffs, from, until]);
    onProgress(last);
  }
  for (const { indexdef } of rows) {
    await database.query(indexdef.replace(' ON ONLY ', ' ON '));
  }
  await database.query('vacuum analyze usage_entry');
}
