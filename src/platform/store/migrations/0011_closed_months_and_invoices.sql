-- Months are closed, and invoices issued, once and for good.

-- Which transaction wrote an entry: with the snapshot that a closing read by, it tells exactly what that closing saw. Times
-- cannot: a transaction that began before the closing can commit after it.
alter table usage_entry add column written_by xid8 not null default pg_current_xact_id();
-- Entries arrive in the order of this time, so a summary of pages finds the late ones, and costs nothing to keep.
create index usage_by_known on usage_entry using brin (known_at);

-- The month of a municipality that was closed. What the closing saw is visible in `seen` and known at `closed_at`; the
-- time stands beside it because a database that was restored elsewhere counts its transactions anew.
create table closed_month (
  tenant text not null,
  period text not null check (period ~ '^[0-9]{4}-[0-9]{2}$'),
  debtor text not null,
  seen pg_snapshot not null,
  closed_at timestamptz not null,
  settings_hash text not null,
  primary key (tenant, period)
);

-- The last number of each series. Whoever takes the next one holds the row until it commits, so there is no gap.
create table invoice_series (
  series text primary key,
  last_number integer not null check (last_number > 0)
);

-- An invoice or credit note as it was issued. It never changes.
create table invoice (
  id uuid primary key,
  kind text not null check (kind in ('invoice', 'credit-note')),
  series text not null,
  number integer not null check (number > 0),
  -- Series and number as people write them.
  name text not null unique,
  debtor text not null,
  tenants text[] not null,
  period text not null,
  -- Of a credit note: the month whose invoice it corrects; of an invoice its own.
  corrects_period text not null,
  issued_on date not null,
  payable_euro text not null,
  document jsonb not null,
  created_at timestamptz not null default now(),
  unique (series, number),
  -- One invoice for a debtor and month, and one credit note for each earlier month that it gives back of.
  unique (debtor, period, kind, corrects_period)
);
create index invoice_by_period on invoice (period, name);
create index invoice_by_tenant on invoice using gin (tenants);

grant select, insert on closed_month, invoice to schakel_handling;
grant select, insert, update (last_number) on invoice_series to schakel_handling;
grant select on closed_month, invoice to schakel_api;

alter table closed_month enable row level security;
create policy own_tenant on closed_month to schakel_api using (schakel_sees(tenant)) with check (schakel_sees(tenant));
create policy all_tenants on closed_month to schakel_handling using (true) with check (true);

-- An invoice belongs to one legal person, and so to each municipality that it pays for.
create function schakel_sees_any(row_tenants text[]) returns boolean language sql stable as $$
  select coalesce(current_setting('schakel.tenant', true), '') = any (row_tenants || '*'::text)
$$;
alter table invoice enable row level security;
create policy own_tenants on invoice to schakel_api using (schakel_sees_any(tenants)) with check (schakel_sees_any(tenants));
create policy all_tenants on invoice to schakel_handling using (true) with check (true);
