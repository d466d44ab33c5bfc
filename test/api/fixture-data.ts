import { deriveId, newId, type Id } from '../../src/domain/ids.js';
import type { Sql } from '../../src/platform/store/store.js';
import type { ApiSettings } from '../../src/api/index.js';
import { METERS, type Meter } from '../../src/domain/vocabulary.js';

/** Rows as handling would leave them, written by SQL as the owner: these tests are about reading them. */

export interface Tenant {
  readonly tenant: string;
  readonly nis: string;
  readonly ovo: string;
  readonly formerNis: string;
  readonly name: string;
  /** In every text and code of this tenant, so that a leak is found by searching for it. */
  readonly marker: string;
}

export const ALFA: Tenant = {
  tenant: 'tenant-alfa',
  nis: '44021',
  ovo: 'OVO002001',
  formerNis: '44001',
  name: 'Alfadorp merk-alfa',
  marker: 'merk-alfa',
};

export const BETA: Tenant = {
  tenant: 'tenant-beta-merk-beta',
  nis: '31005',
  ovo: 'OVO002002',
  formerNis: '31001',
  name: 'Betadorp merk-beta',
  marker: 'merk-beta',
};

function prices(euro: string): Record<Meter, string> {
  return Object.fromEntries(METERS.map((meter) => [meter, euro])) as Record<Meter, string>;
}

export const SETTINGS: ApiSettings = {
  municipalities: [ALFA, BETA].map(({ tenant, nis, ovo, name, formerNis, marker }) => ({
    tenant,
    nis,
    ovo,
    name,
    formerNis: [formerNis],
    tariff: 'basis',
    accounts: [{ channel: 'facebook', account: `page-${marker}`, name: `Pagina ${marker}` }],
  })),
  targets: [{ id: 'desk', kind: 'contact-center' }],
  tariffs: [
    { name: 'basis', validFrom: '2025-01-01', monthlyFeeEuro: '100', unitPriceEuro: prices('1') },
    {
      name: 'basis',
      validFrom: '2026-11-15',
      monthlyFeeEuro: '250',
      unitPriceEuro: { ...prices('0.35'), 'ticket.opened': '1.2345' },
    },
  ],
};

export interface Fixture {
  readonly tenant: Tenant;
  readonly ticketId: Id;
  readonly number: number;
  readonly citizenId: Id;
  readonly messageId: Id;
  readonly deliveryIds: Readonly<Record<'delivered' | 'parked' | 'quarantined', Id>>;
  readonly waitingEventId: Id;
}

const TICKET = `
  insert into ticket (id, tenant, number, channel, account, conversation, shard, citizen_id, kind, status, topic, language,
    level, priority, target, opened_at, updated_at, first_response_due, messages, seq, settings_hash)
  values ($1, $2, $3, 'facebook', $4, $5, 3, $6, 'report', $7, $8, 'nl', 'local', 'normal', 'desk', $9, $9, $10, 1, 1, 'hash')`;

export interface TicketSeed {
  readonly tenant: Tenant;
  readonly number: number;
  readonly openedAtMs: number;
  readonly status?: string;
  readonly text?: string;
  /** Milliseconds from opening to warning and deadline of the first response. */
  readonly warnAfterMs?: number;
}

function openedFact(seed: TicketSeed, ids: { readonly citizenId: Id; readonly messageId: Id }) {
  const { marker } = seed.tenant;
  return {
    type: 'ticket.opened',
    number: seed.number,
    channel: 'facebook',
    topic: `afval-${marker}`,
    kind: 'report',
    level: 'local',
    target: 'desk',
    matched: ['vuilnis'],
    route: { rule: `regel-${marker}`, explanation: `Afval is een taak van ${seed.tenant.name}.` },
    clocks: [],
    ...ids,
  };
}

/** One ticket with its first message and a running clock. */
export async function seedTicket(sql: Sql, seed: TicketSeed): Promise<{ ticketId: Id; messageId: Id; citizenId: Id }> {
  const { tenant, marker } = seed.tenant;
  const eventId = newId(seed.openedAtMs);
  const ticketId = deriveId(eventId, 'ticket');
  const messageId = deriveId(eventId, 'message');
  const citizenId = deriveId(eventId, 'citizen');
  const openedAt = new Date(seed.openedAtMs);
  const warnAt = new Date(seed.openedAtMs + (seed.warnAfterMs ?? 86_400_000));
  const dueAt = new Date(warnAt.getTime() + 60_000);
  await sql.query('insert into citizen (id, tenant, name) values ($1, $2, $3)', [
    citizenId,
    tenant,
    `Burger ${marker}`,
  ]);
  await sql.query(TICKET, [
    ticketId,
    tenant,
    seed.number,
    `page-${marker}`,
    `gesprek-${marker}-${seed.number}`,
    citizenId,
    seed.status ?? 'new',
    `afval-${marker}`,
    openedAt,
    dueAt,
  ]);
  await sql.query(
    `insert into message (id, tenant, ticket_id, event_id, author, author_name, channel, account, platform_id, occurred_at,
       received_at, text, attachments, is_public)
     values ($1, $2, $3, $4, 'citizen', $5, 'facebook', $6, $7, $8, $8, $9, '[]', true)`,
    [
      messageId,
      tenant,
      ticketId,
      eventId,
      `Burger ${marker}`,
      `page-${marker}`,
      `m-${marker}-${seed.number}`,
      openedAt,
      seed.text ?? `Vuilnis ${marker}`,
    ],
  );
  await sql.query(
    `insert into ticket_event (ticket_id, seq, tenant, type, event_id, occurred_at, received_at, settings_hash, data)
     values ($1, 1, $2, 'ticket.opened', $3, $4, $4, 'hash', $5)`,
    [ticketId, tenant, eventId, openedAt, JSON.stringify(openedFact(seed, { citizenId, messageId }))],
  );
  await sql.query(
    `insert into clock (ticket_id, name, round, tenant, target, state, started_at, due_at, promised_at, limited_by, warn_at,
       target_ms, spent_ms, as_of, policy, policy_version, rule, settings_hash, explanation)
     values ($1, 'first-response', 1, $2, 'desk', 'running', $3, $4, $4, 'promise', $5, 86400000, 0, $3, 'standaard',
       '2026-01-01', 'overal', 'hash', $6)`,
    [ticketId, tenant, openedAt, dueAt, warnAt, `Binnen een werkdag, zegt ${marker}.`],
  );
  return { ticketId, messageId, citizenId };
}

const DELIVERY = `
  insert into delivery (id, tenant, ticket_id, seq, target, kind, event_id, state, next_attempt_at, code, detail, attempts)
  values ($1, $2, $3, $4, $5, 'opened', $1, $6, $7, $8, $9, 3)`;

export interface DeliverySeed {
  readonly tenant: Tenant;
  readonly ticketId: Id;
  readonly atMs: number;
  readonly state: string;
  readonly target?: string;
}

export async function seedDelivery(sql: Sql, seed: DeliverySeed): Promise<Id> {
  const id = newId(seed.atMs);
  const { tenant, marker } = seed.tenant;
  const target = seed.target ?? 'desk';
  const values = [
    id,
    tenant,
    seed.ticketId,
    1,
    target,
    seed.state,
    new Date(seed.atMs),
    'TARGET_DOWN',
    `stuk ${marker}`,
  ];
  await sql.query(DELIVERY, values);
  return id;
}

export interface UsageSeed {
  readonly tenant: Tenant;
  readonly ticketId: Id;
  readonly meter: Meter;
  readonly atMs: number;
  readonly quantity?: number;
}

export async function seedUsage(sql: Sql, seed: UsageSeed): Promise<void> {
  const id = newId(seed.atMs);
  await sql.query(
    `insert into usage_entry (id, tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff, settings_hash, occurred_at)
     values ($1, $2, $3, $4, 'facebook', $5, 'event', $1, 'basis', 'hash', $6)`,
    [id, seed.tenant.tenant, seed.meter, seed.quantity ?? 1, seed.ticketId, new Date(seed.atMs)],
  );
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
