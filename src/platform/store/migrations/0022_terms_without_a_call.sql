-- `text || integer` is not immutable for PostgreSQL, so the function was called once a row instead of becoming part of the
-- statement. The same words, and so the same keys.
create or replace function schakel_terms(
  tenant text, meter text, tariff text, tariff_version text, channel text, outside_hours boolean)
returns bigint language sql immutable parallel safe as $$
  select ('x' || substr(md5(quote_literal(tenant) || ',' || quote_literal(meter) || ',' || quote_literal(tariff) || ','
    || quote_nullable(tariff_version) || ',' || quote_literal(channel) || ',' || outside_hours::int::text), 1, 16))::bit(64)::bigint
$$;
