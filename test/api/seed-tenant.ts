import { deriveId, newId, type Id } from '../../src/domain/ids.js';
import type { Sql } from '../../src/platform/store/store.js';
import type { Tenant } from './fixture-tenants.js';
import { seedDelivery, seedTicket, seedUsage } from './seed-rows.js';

export interface Fixture {
  readonly tenant: Tenant;
  readonly ticketId: Id;
  readonly number: number;
  readonly citizenId: Id;
  readonly messageId: Id;
  readonly deliveryIds: Readonly<Record<'delivered' | 'parked' | 'quarantined', Id>>;
  readonly waitingEventId: Id;
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
  await seedIntake(sql, atMs);
  const waitingEventId = await seedWaitingEvent(sql, tenant, atMs);
  return { tenant, number, ...made, deliveryIds, waitingEventId };
}
