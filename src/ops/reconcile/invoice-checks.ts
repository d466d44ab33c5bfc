import type { Check } from './report.js';

const LINES = `jsonb_array_elements(i.document->'lines') as l(line)`;

/** Closed months and what was issued for them. */
export const INVOICE_CHECKS: readonly Check[] = [
  {
    check: 'invoice-numbers',
    sentence: 'Numbers of invoices begin at one in each series and have no gap.',
    sql: `
      select coalesce(s.series, i.series) as example
      from invoice_series s
      full join (select series, count(*) as issued, max(number) as last from invoice group by series) i on i.series = s.series
      where s.series is null or i.series is null or i.issued <> i.last or i.last <> s.last_number`,
  },
  {
    check: 'closed-invoice',
    sentence: 'Every month that was closed has its invoice, and every invoice its closed months.',
    sql: `
      select c.tenant || ' ' || c.period as example from closed_month c
      where not exists (
        select from invoice i
        where i.kind = 'invoice' and i.debtor = c.debtor and i.period = c.period and c.tenant = any(i.tenants))
      union all
      select i.name from invoice i cross join lateral unnest(i.tenants) as t(tenant)
      where not exists (select from closed_month c where c.tenant = t.tenant and c.period = i.period)`,
  },
  {
    check: 'credit-invoice',
    sentence: 'A credit note gives back of an invoice that was issued to the same debtor for an earlier month.',
    sql: `
      select i.name as example from invoice i
      where i.kind = 'credit-note' and not exists (
        select from invoice o
        where o.kind = 'invoice' and o.debtor = i.debtor and o.period = i.corrects_period and o.period < i.period
          and o.name = i.document->'preceding'->0->>'number')`,
  },
  {
    check: 'invoice-sums',
    sentence: 'The lines of an invoice add up to its total, and it says the same as the row that keeps it.',
    sql: `
      select i.name as example
      from invoice i
      cross join lateral (
        select sum((line->>'amountEuro')::numeric) as net, count(*) as lines, max((line->>'number')::int) as last,
               bool_and((line->>'quantity')::numeric * (line->>'unitPriceEuro')::numeric = (line->>'exactEuro')::numeric) as exact
        from ${LINES}) as s
      where not (s.exact and s.lines = s.last and s.net = (i.document->>'netEuro')::numeric
        and (i.document->>'netEuro')::numeric + (i.document->>'vatEuro')::numeric = i.payable_euro::numeric
        and (i.document->>'id', i.document->>'kind', i.document->>'number', i.document->>'period', i.document->>'payableEuro',
             i.document->>'issueDate', i.document->'buyer'->>'kbo')
          = (i.id::text, i.kind, i.name, i.period, i.payable_euro, i.issued_on::text, i.debtor)
        and i.name = i.series || '-' || lpad(i.number::text, 6, '0'))`,
  },
  {
    check: 'invoice-ledger',
    sentence:
      'The units of closed months on invoices, credit notes counted, are those of the ledger that the last closing saw.',
    sql: `
      with billed as (
        select line->>'tenant' as tenant, line->>'period' as period, line->>'meter' as meter,
               sum((line->>'units')::bigint * case i.kind when 'invoice' then 1 else -1 end) as units
        from invoice i cross join lateral ${LINES}
        where line->>'units' <> '0' group by 1, 2, 3
      ), last as (
        select distinct on (tenant) tenant, seen, closed_at from closed_month order by tenant, period desc
      ), used as (
        select u.tenant, c.period, u.meter, sum(u.quantity) as units
        from usage_entry u
        join closed_month c on c.tenant = u.tenant and c.period = to_char(u.billing_day, 'YYYY-MM')
        join last on last.tenant = u.tenant
        where pg_visible_in_snapshot(u.written_by, last.seen) and u.known_at <= last.closed_at
        group by 1, 2, 3)
      select coalesce(b.tenant, u.tenant) || ' ' || coalesce(b.period, u.period) || ' ' || coalesce(b.meter, u.meter) as example
      from billed b full join used u on (u.tenant, u.period, u.meter) = (b.tenant, b.period, b.meter)
      where coalesce(b.units, 0) <> coalesce(u.units, 0)`,
  },
];
