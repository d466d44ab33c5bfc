import { createHash } from 'node:crypto';
import { newId, type Id } from '../../domain/ids.js';
import type { CommandResult, TicketCommand } from '../../domain/ticket-command.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Sql } from '../../platform/store/store.js';
import { storeEvents, type EventContent } from './inbox-event.js';

export interface CommandRequest {
  readonly ticketId: string;
  readonly command: TicketCommand;
  /** Who asks: the id of an API key. */
  readonly principal: string;
  /** The caller's `Idempotency-Key`. */
  readonly idempotencyKey: string;
  readonly nowMs: number;
}

export type Submission =
  | { readonly kind: 'stored'; readonly eventId: Id }
  /** The same request was stored before; its event tells what became of it. */
  | { readonly kind: 'repeated'; readonly eventId: string }
  | { readonly kind: 'conflict' }
  /** No such ticket within the caller's sight. */
  | { readonly kind: 'unknown-ticket' };

interface TicketPlace {
  readonly tenant: string;
  readonly conversation: string;
  readonly shard: number;
}

/**
 * Stores a command on a ticket as an inbox event, with its idempotency key, in the caller's transaction (role api,
 * tenant set). Handling decides it; `decisionOf` tells what became of it.
 */
export async function submitCommand(sql: Sql, sealer: Sealer, request: CommandRequest): Promise<Submission> {
  const hash = createHash('sha256')
    .update(JSON.stringify([request.ticketId, request.command]))
    .digest();
  const [known] = await sql.query<{ event_id: string; request_hash: Buffer }>(
    'select event_id, request_hash from idempotency where principal = $1 and key = $2',
    [request.principal, request.idempotencyKey],
  );
  if (known !== undefined) {
    return known.request_hash.equals(hash) ? { kind: 'repeated', eventId: known.event_id } : { kind: 'conflict' };
  }
  const [place] = await sql.query<TicketPlace>('select tenant, conversation, shard from ticket where id = $1', [
    request.ticketId,
  ]);
  if (place === undefined) {
    return { kind: 'unknown-ticket' };
  }
  const eventId = newId(request.nowMs);
  const content: EventContent = { from: 'api', principal: request.principal, command: request.command };
  const stored = await sql.query<{ event_id: string }>(
    `insert into idempotency (principal, key, tenant, request_hash, event_id) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning event_id`,
    [request.principal, request.idempotencyKey, place.tenant, hash, eventId],
  );
  if (stored.length === 0) {
    // Another request with this key won the race just now; the caller reads what it stored by asking again.
    return { kind: 'conflict' };
  }
  await storeEvents(sql, [
    {
      ...place,
      id: eventId,
      intakeId: null,
      channel: 'api',
      account: '',
      key: `api:${request.principal}:${request.idempotencyKey}:${eventId}`,
      source: 'api',
      action: 'command',
      occurredAtMs: request.nowMs,
      receivedAtMs: request.nowMs,
      state: 'pending',
      reason: null,
      body: sealer.seal(Buffer.from(JSON.stringify(content))),
      ticketId: request.ticketId,
    },
  ]);
  return { kind: 'stored', eventId };
}

/** A command is done when the ticket is there that it asked for. */
const RESULT = `
  select e.state, e.reason, e.result,
         e.result->'other' is null
           or exists (select from ticket t where t.id = (e.result->'other'->>'ticketId')::uuid) as "isThere"
  from event e where e.id = $1`;

interface ResultRow {
  readonly state: string;
  readonly reason: string | null;
  readonly result: CommandResult | null;
  readonly isThere: boolean;
}

/** What became of a command, or undefined while it is not decided. */
export async function decisionOf(sql: Sql, eventId: string): Promise<CommandResult | undefined> {
  const [row] = await sql.query<ResultRow>(RESULT, [eventId]);
  if (row === undefined || row.state === 'pending' || !row.isThere) {
    return undefined;
  }
  return row.result ?? { ok: false, code: row.reason ?? 'UNDECIDED', detail: `The command was ${row.state}.` };
}
