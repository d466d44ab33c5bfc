import { deriveId, newId, type Id } from '../../src/domain/ids.js';
import type { Meter } from '../../src/domain/vocabulary.js';
import type { Sql } from '../../src/platform/store/store.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { testSettings } from '../support/test-settings.js';
import { ALFA, BETA, type Tenant } from './fixture-tenants.js';

/** Rows as handling would leave them, written by SQL as the owner: these tests are about reading them. */

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

/** A promise of four working hours for the first response, as it is pinned in the opening. */
function pinnedTerms({ marker }: Tenant) {
  const clock = { name: 'first-response', minutes: 240, calendar: null, warnAt: [0.75], dueAtMs: null };
  return {
    ...{ policy: `beleid-${marker}`, policyVersion: '2026-01-01', rule: `overal-${marker}`, clocks: [clock] },
    ...{ transitMinutes: 5, pausesWhileWaiting: [], onReopen: 'continue', resumeGraceMinutes: 0, explanation: '' },
  };
}

function openedFact(seed: TicketSeed, ids: { readonly citizenId: Id; readonly messageId: Id }) {
  const { marker } = seed.tenant;
  return {
    ...{ number: seed.number, channel: 'facebook', account: `page-${marker}`, conversation: `c-${marker}`, shard: 3 },
    ...{ topic: `afval-${marker}`, kind: 'report', level: 'local', language: 'nl', priority: 'normal' },
    ...{ target: 'desk', matched: ['vuilnis'], replyUntilMs: null, terms: pinnedTerms(seed.tenant) },
    route: { rule: `regel-${marker}`, explanation: `Afval is een taak van ${seed.tenant.name}.` },
    ...ids,
  };
}

/** The snapshot that the facts of these tickets name: both tenants by one calendar. */
export function fixtureSnapshot(): Settings {
  const settings = testSettings();
  const [town] = settings.municipalities;
  const municipalities = [ALFA, BETA].flatMap(({ tenant, nis, name }) =>
    town === undefined ? [] : [{ ...town, tenant, nis, name }],
  );
  return { ...settings, hash: 'hash', municipalities };
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
     values ($1, 'first-response', 1, $2, 'desk', 'running', $3, $4, $4, 'promise', $5, 14400000, 0, $3, 'standaard',
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
