import type { Invoice, InvoiceLine } from '../../domain/invoice.js';
import type { Surcharge, Tariff } from '../../domain/tariff.js';
import { isoDateOf } from '../../domain/time.js';
import type { Sql } from '../../platform/store/store.js';
import { billingPeriod } from '../rating/billing-period.js';

/** One entry of the ledger that stands in a line, with what it charges. */
export interface LineFact {
  readonly entryId: string;
  /** Place among the units of its meter and version in the month, from 1 on; null in a correction. */
  readonly unit: number | null;
  /** -1 for what takes a charge back. */
  readonly quantity: number;
  readonly ticketId: string;
  readonly ticketNumber: number;
  readonly messageId: string | null;
  readonly deliveryId: string | null;
  readonly channel: string;
  readonly outsideHours: boolean;
  readonly reason: 'spam' | 'crisis' | null;
  readonly occurredAt: Date;
  readonly knownAt: Date;
}

export interface LineFacts {
  /** Other lines of the invoice, by number, of which this one was made; a surcharge, discount or limit has them. */
  readonly basis: readonly number[];
  readonly facts: readonly LineFact[];
}

const USE = ['free', 'unit', 'graduated', 'volume', 'package'];

function isUse({ rule }: InvoiceLine): boolean {
  return USE.includes(rule);
}

function isSame(one: InvoiceLine, other: InvoiceLine): boolean {
  const keys = ['tenant', 'period', 'kind', 'meter', 'tariff', 'tariffVersion'] as const;
  return keys.every((key) => one[key] === other[key]);
}

/**
 * The lines that a line was made of: units and surcharges for the discount of a meter, its lines for a share of a pool, use for the cap, all lines before it
 * for a discount on the whole, the minimum and a service credit. None for a line that counts units itself.
 */
export function basisOf({ lines }: Pick<Invoice, 'lines'>, line: InvoiceLine): readonly number[] {
  const before = lines.filter((one) => one.number < line.number && one.tenant === line.tenant && one.kind === 'charge');
  const chosen = (): readonly InvoiceLine[] => {
    switch (line.rule) {
      case 'meter-discount':
        return before.filter((one) => isSame(one, line) && one.rule !== 'meter-discount');
      case 'pool-share':
        return before.filter(({ meter }) => meter === line.meter);
      case 'cap':
        return before.filter(({ meter }) => meter !== null);
      case 'total-discount':
        return before.filter(({ rule }) => rule !== 'total-discount');
      case 'minimum':
      case 'service-credit':
        return before;
      default:
        return [];
    }
  };
  return line.kind === 'correction' ? [] : chosen().map(({ number }) => number);
}

/** Which entries of the group of a line stand in it. */
interface Slice {
  readonly offset: number;
  readonly limit: number;
}

const ALL_ENTRIES: Slice = { offset: 0, limit: Number.MAX_SAFE_INTEGER };

/** The units of a group stand in its lines one after the other: free ones first, then by bracket. */
function sliceOf({ lines }: Pick<Invoice, 'lines'>, line: InvoiceLine): Slice {
  const offset = lines
    .filter((one) => one.number < line.number && isUse(one) && isSame(one, line))
    .reduce((sum, { units }) => sum + units, 0);
  // Units of what platforms charge are no entries; they have no brackets, so all entries stand in one line.
  return line.meter === 'platform.cost' ? ALL_ENTRIES : { offset, limit: line.units };
}

/** The condition of a surcharge line; its tariff may have several. */
function surchargeOf(line: InvoiceLine, tariffs: readonly Tariff[]): Surcharge | undefined {
  return tariffs
    .find(({ name, validFrom }) => name === line.tariff && validFrom === line.tariffVersion)
    ?.surcharges?.find(({ label, meter }) => label === line.bracket && meter === line.meter);
}

/**
 * Entries of a municipality, month, meter and version in the order in which they are counted. What a closing saw is told by
 * the snapshot beside it. Of a month that is billed first, what was taken back by then is left out, with what took it back.
 * A correction is about what came since the closing before it, so there both are shown.
 */
const FACTS = `
  with closing as (
    select seen, closed_at from closed_month where tenant = $1 and period = $2
  ), earlier as (
    select seen, closed_at from closed_month where tenant = $1 and period < $2 and $10 order by period desc limit 1
  ), entry as (
    select u.* from usage_entry u cross join closing c left join earlier b on true
    where u.tenant = $1 and u.billing_day >= $3::date and u.billing_day <= $4::date and u.meter = $5 and u.tariff = $6
      and (u.tariff_version = $7 or u.tariff_version is null)
      and ($8::text[] is null or u.channel = any($8::text[])) and ($9 or u.outside_hours)
      and pg_visible_in_snapshot(u.written_by, c.seen) and u.known_at <= c.closed_at
      and not coalesce(pg_visible_in_snapshot(u.written_by, b.seen) and u.known_at <= b.closed_at, false)
  ), counted as (
    select e.*, row_number() over (order by e.occurred_at, e.id) as place from entry e
    where $10 or (e.quantity > 0 and not exists (select from entry o where o.corrects = e.id))
  )
  select c.id as "entryId", case when $10 then null else c.place::int end as unit, c.quantity, c.ticket_id as "ticketId",
         t.number::int as "ticketNumber", m.data->>'messageId' as "messageId",
         case c.fact_kind when 'delivery' then c.fact_id end as "deliveryId",
         c.channel, c.outside_hours as "outsideHours", c.reason, c.occurred_at as "occurredAt", c.known_at as "knownAt"
  from (select * from counted where place > $11 and place <= $12 order by place) c
  join ticket t on t.id = c.ticket_id
  left join lateral (
    select data from ticket_event m where m.ticket_id = c.ticket_id and m.event_id = c.fact_id and c.fact_kind = 'event'
      and m.type in ('ticket.opened', 'message.received') limit 1) m on true
  order by c.place`;

/** A page of the entries of a line: so many after the first `after` of them. */
export interface FactsPage {
  readonly after: number;
  readonly limit: number;
}

/**
 * What a line of an issued invoice is made of, down to the entries of the ledger; as a role that sees the tenant.
 *
 * @param tariffs all versions, for the condition of a surcharge
 */
export async function lineFacts(
  sql: Sql,
  { invoice, line }: { readonly invoice: Invoice; readonly line: InvoiceLine },
  tariffs: readonly Tariff[],
  page: FactsPage,
): Promise<LineFacts> {
  const basis = basisOf(invoice, line);
  const surcharge = line.rule === 'surcharge' ? surchargeOf(line, tariffs) : undefined;
  if (line.meter === null || !(isUse(line) || surcharge !== undefined)) {
    return { basis, facts: [] };
  }
  const isCorrection = line.kind === 'correction';
  const { offset, limit } = isCorrection || surcharge !== undefined ? ALL_ENTRIES : sliceOf(invoice, line);
  const { firstDate, firstDay, days } = billingPeriod(line.period);
  const facts = await sql.query<LineFact>(FACTS, [
    ...[
      line.tenant,
      invoice.period,
      firstDate,
      isoDateOf(firstDay + days - 1),
      line.meter,
      line.tariff,
      line.tariffVersion,
    ],
    ...[surcharge?.when.channels ?? null, surcharge?.when.hours !== 'outside', isCorrection],
    ...[offset + page.after, offset + Math.min(limit, page.after + page.limit)],
  ]);
  return { basis, facts };
}
