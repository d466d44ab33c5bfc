import { recordFileRead } from '../../src/api/file-reads/record-file-read.js';
import { composeInvoice } from '../../src/billing/invoice/compose-invoice.js';
import { deriveId, newId, type Id } from '../../src/domain/ids.js';
import { localDateOf } from '../../src/domain/time.js';
import type { Sql } from '../../src/platform/store/store.js';
import { sampleHead, sampleLine } from '../support/billing/sample-lines.js';
import type { Tenant } from './fixture-tenants.js';
import { seedDelivery, seedTicket, seedUsage } from './seed-rows.js';

export interface Fixture {
  readonly tenant: Tenant;
  readonly ticketId: Id;
  readonly number: number;
  readonly citizenId: Id;
  readonly messageId: Id;
  /** A picture of which a copy is kept. */
  readonly attachmentId: string;
  readonly deliveryIds: Readonly<Record<'delivered' | 'parked' | 'quarantined', Id>>;
  readonly waitingEventId: Id;
  /** Number of its invoice; line 1 counts the ticket, line 2 the message. */
  readonly invoice: string;
}

async function seedWaitingEvent(sql: Sql, tenant: Tenant, atMs: number): Promise<Id> {
  const id = newId(atMs);
  await sql.query(
    `insert into event (id, tenant, channel, account, key, conversation, shard, source, action, occurred_at, received_at, state, reason, body)
     values ($1, $2, 'facebook', $3, $4, $4, 3, 'platform', 'open', $5, $5, 'quarantined', 'UNREADABLE', $6)`,
    [
      id,
      tenant.tenant,
      `page-${tenant.marker}`,
      `sleutel-${tenant.marker}`,
      new Date(atMs),
      Buffer.from(tenant.marker),
    ],
  );
  await sql.query('insert into event_key (key, event_id) values ($1, $2)', [`sleutel-${tenant.marker}`, id]);
  return id;
}

/** A copy of 64 bytes, which are those of its digest. */
async function seedCopy(sql: Sql, { tenant, marker }: Tenant, messageId: Id): Promise<string> {
  const attachments = [{ type: 'image', name: `foto ${marker}.exe` }];
  await sql.query('update message set attachments = $2::text::jsonb, media = 1 where id = $1', [
    messageId,
    JSON.stringify(attachments),
  ]);
  await sql.query(
    `insert into media (message_id, n, tenant, channel, account, type, policy, state, digest, bytes, mime_type, fetched_at, keep_until, has_copy)
     values ($1, 1, $2, 'facebook', $3, 'image', 'copy', 'fetched', $4, 64, 'image/png', now(), now() + interval '90 days', true)`,
    [messageId, tenant, `page-${marker}`, marker.padEnd(64, '0')],
  );
  const read = { id: newId(Date.now()), tenant, messageId, n: 1, principal: `lezer ${marker}`, at: new Date() };
  await recordFileRead(sql, read);
  return `${messageId}.1`;
}

/** Rows in the tables that no route shows yet; row security has to keep them apart as well. */
async function seedRest(sql: Sql, tenant: Tenant, ids: { ticketId: Id; messageId: Id; citizenId: Id; deliveryId: Id }) {
  const { ticketId, messageId, citizenId, deliveryId } = ids;
  const { tenant: id, marker } = tenant;
  await sql.query(
    `insert into citizen_alias (tenant, channel, scope, kind, value, citizen_id) values ($1, 'facebook', 'page', 'psid', $2, $3)`,
    [id, `psid-${marker}`, citizenId],
  );
  await sql.query(
    `insert into conversation_alias (tenant, channel, account, value, kind, conversation, tenure)
     values ($1, 'facebook', 'page', $2, 'number', $2, 'while-held')`,
    [id, `nummer-${marker}`],
  );
  await sql.query(
    `insert into conversation (tenant, channel, account, key, ticket_id) values ($1, 'facebook', 'page', $2, $3)`,
    [id, `gesprek-${marker}`, ticketId],
  );
  await sql.query(
    `insert into message_version (message_id, version, tenant, text, replaced_at, event_id) values ($1, 1, $2, $3, now(), $1)`,
    [messageId, id, `eerder ${marker}`],
  );
  await sql.query(
    `insert into message_key (tenant, channel, account, platform_id, message_id) values ($1, 'facebook', 'page', $2, $3)`,
    [id, `m-${marker}`, messageId],
  );
  await sql.query(
    `insert into delivery_attempt (delivery_id, attempt, tenant, outcome, code, detail) values ($1, 1, $2, 'retry', 'DOWN', $3)`,
    [deliveryId, id, `stuk ${marker}`],
  );
  await sql.query(`insert into remote_ticket (tenant, target, ticket_id, remote_id) values ($1, 'desk', $2, $3)`, [
    id,
    ticketId,
    `ver-${marker}`,
  ]);
  await sql.query(
    `insert into charge_projection (period, tenant, meter, tariff, units, as_of) values ('2026-11', $1, 'answer.sent', $2, 1, now())`,
    [id, `tarief-${marker}`],
  );
  await sql.query(
    `insert into tenant_tariff (tenant, from_at, activation, tariff) values ($1, '2020-01-01', 1, 'basis')`,
    [id],
  );
  await sql.query(
    `insert into sla_change (id, tenant, kind, from_at, until_at, data, author)
     values ($1, $2, 'crisis', now() - interval '2 days', now() - interval '1 day', $3::text::jsonb, 'Crisiscel')`,
    [deriveId(ticketId, 'crisis'), id, JSON.stringify({ mode: 'suspend', factor: 1, reason: `Storm ${marker}` })],
  );
  await sql.query(
    `insert into idempotency (principal, key, tenant, request_hash, event_id) values ($1, 'k', $2, '\\x00', $3)`,
    [`iemand-${marker}`, id, ticketId],
  );
}

/** An invoice for the ticket and its message, of a month that was closed after all that there is. */
async function seedInvoice(sql: Sql, { tenant, name, marker }: Tenant, number: number, atMs: number): Promise<string> {
  const period = localDateOf(atMs, 'Europe/Brussels').slice(0, 7);
  const about = { tenant, tenantName: name, period, tariff: 'basis', tariffVersion: '2026-11-15' };
  const vat = { category: 'S', percent: '21', exemption: null } as const;
  const lines = (['ticket.opened', 'message.received'] as const).map((meter) => ({
    ...{ ...sampleLine({ ...about, meter, exactEuro: '0.35' }), sentence: `Regel ${marker}`, vat },
  }));
  const series = `SCH-${period.slice(0, 4)}`;
  const { buyer, ...head } = sampleHead({ period, number: `${series}-${String(number).padStart(6, '0')}` });
  const id = newId(atMs);
  const invoice = composeInvoice(
    { ...head, id, buyer: { ...buyer, name: `Debiteur ${marker}`, kbo: `02075${number}0` } },
    lines,
  );
  await sql.query(
    `insert into closed_month (tenant, period, debtor, seen, closed_at, settings_hash) values ($1, $2, $3, '9000000:9000000:', now() + interval '1 hour', 'hash')`,
    [tenant, period, invoice.buyer.kbo],
  );
  await sql.query(
    `insert into invoice_series (series, last_number) values ($1, $2) on conflict (series) do update set last_number = $2`,
    [series, number],
  );
  await sql.query(
    `insert into invoice (id, kind, series, number, name, debtor, tenants, period, corrects_period, issued_on, payable_euro, document)
     values ($1, 'invoice', $2, $3, $4, $5, array[$6::text], $7, $7, now(), $8, $9::text::jsonb)`,
    [
      id,
      series,
      number,
      invoice.number,
      invoice.buyer.kbo,
      tenant,
      period,
      invoice.payableEuro,
      JSON.stringify(invoice),
    ],
  );
  return invoice.number;
}

async function seedIntake(sql: Sql, atMs: number): Promise<void> {
  const id = newId(atMs);
  await sql.query('insert into intake_group (id, received_at, intakes) values ($1, now(), 1)', [id]);
  await sql.query(`insert into intake (id, group_id, receiver, received_at, body) values ($1, $1, 'meta', now(), $2)`, [
    id,
    Buffer.from('ruwe post'),
  ]);
}

/** A tenant with one of everything. */
export async function seedTenant(sql: Sql, tenant: Tenant, number: number, atMs: number): Promise<Fixture> {
  await sql.query('insert into tenant (id) values ($1)', [tenant.tenant]);
  await sql.query(`insert into tenant_attribute (tenant, kind, value) values ($1, 'nis', $2)`, [
    tenant.tenant,
    tenant.nis,
  ]);
  const made = await seedTicket(sql, { tenant, number, openedAtMs: atMs });
  const { ticketId } = made;
  const base = { tenant, ticketId, atMs };
  const deliveryIds = {
    delivered: await seedDelivery(sql, { ...base, state: 'delivered' }),
    parked: await seedDelivery(sql, { ...base, state: 'parked' }),
    quarantined: await seedDelivery(sql, { ...base, state: 'quarantined' }),
  };
  await seedUsage(sql, { ...base, meter: 'ticket.opened' });
  await seedUsage(sql, { ...base, meter: 'message.received', atMs: atMs + 1_000 });
  await seedRest(sql, tenant, { ...made, deliveryId: deliveryIds.parked });
  const attachmentId = await seedCopy(sql, tenant, made.messageId);
  await seedIntake(sql, atMs);
  const invoice = await seedInvoice(sql, tenant, number, atMs);
  const waitingEventId = await seedWaitingEvent(sql, tenant, atMs);
  return { tenant, number, ...made, attachmentId, deliveryIds, waitingEventId, invoice };
}
