import { Type } from 'typebox';
import { isId, newId } from '../../domain/ids.js';
import type { Sql } from '../../platform/store/store.js';
import { exact } from '../fields.js';
import { recordFileRead, type FileRead } from '../file-reads/record-file-read.js';
import type { Principal } from '../permissions.js';
import { apiProblem } from '../problems.js';
import { defineRoute, refused, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { attachmentName } from './attachment-name.js';
import { FAMILY, loadTicket } from './load-ticket.js';
import { TICKET_PARAMS } from './ticket-schemas.js';

interface CopyRow {
  readonly tenant: string;
  readonly message_id: string;
  readonly n: number;
  readonly digest: string;
  readonly bytes: string;
  readonly mime_type: string;
  readonly name: string | null;
}

/** Of this ticket, or of one that goes on in it. A message that was redacted has no copy, also before its row says so. */
const COPY = `
  select f.tenant, f.message_id, f.n, f.digest, f.bytes, f.mime_type, m.attachments -> (f.n - 1) ->> 'name' as name
  from media f join message m on m.id = f.message_id
  where f.message_id = $2::uuid and f.n = $3 and f.state = 'fetched' and m.redacted_at is null
    and m.ticket_id in (${FAMILY})`;

async function findCopy(sql: Sql, ticketId: string, attachmentId: string): Promise<CopyRow | undefined> {
  const [, messageId = '', n = ''] = /^([0-9a-f-]{36})\.([1-9]\d{0,2})$/.exec(attachmentId) ?? [];
  if (!isId(messageId)) {
    return undefined;
  }
  const [row] = await sql.query<CopyRow>(COPY, [ticketId, messageId, Number(n)]);
  return row;
}

function readOf({ tenant, message_id: messageId, n }: CopyRow, { id: principal }: Principal, atMs: number): FileRead {
  return { id: newId(atMs), tenant, messageId, n, principal, at: new Date(atMs) };
}

/** A copy of what a citizen sent, as a file to save: no browser may draw it as a page of ours. */
export function attachmentRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/tickets/{id}/attachments/{attachmentId}',
    summary: 'The copy of a file that a citizen sent',
    permission: 'tickets:read',
    params: exact({
      ...TICKET_PARAMS.properties,
      attachmentId: Type.String({ maxLength: 60, description: '"id" of an attachment of the ticket.' }),
    }),
    query: exact({}),
    body: Type.Null(),
    response: Type.String({ description: 'The bytes, by the media type that they are of.' }),
    contentType: 'application/octet-stream',
    async handle({ params, principal }, { store, nowMs, openCopy }) {
      const copy = await asTenant(store, 'api.read', principal.tenant, async (sql) => {
        const ticket = await loadTicket(sql, params.id, new Date(nowMs()));
        return ticket === undefined ? undefined : findCopy(sql, ticket.id, params.attachmentId);
      });
      const content = copy === undefined ? undefined : await openCopy(copy.digest);
      if (copy === undefined || content === undefined) {
        return refused(apiProblem('ATTACHMENT_UNKNOWN'));
      }
      await asTenant(store, 'api.file-read', principal.tenant, (sql) =>
        recordFileRead(sql, readOf(copy, principal, nowMs())),
      );
      const { mime_type: mediaType, bytes, name } = copy;
      return { kind: 'file', mediaType, fileName: attachmentName(name, mediaType), bytes: Number(bytes), content };
    },
  });
}
