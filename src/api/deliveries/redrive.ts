import { Type } from 'typebox';
import type { Sql } from '../../platform/store/store.js';
import { CODE, exact, ID } from '../fields.js';
import { defineRoute, ok, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';

/** One call sets free at most this many; "more" says to call again. */
const MAX_REDRIVEN = 1_000;

const BY_IDS = exact({ ids: Type.Array(ID, { minItems: 1, maxItems: MAX_REDRIVEN }) });
const BY_TARGET = exact({ target: CODE, state: Type.Enum(['parked', 'quarantined']) });

interface Choice {
  readonly ids: readonly string[] | null;
  readonly target: string | null;
  readonly state: string | null;
}

/**
 * Only what waits for a person is set free, so that a repeated call finds nothing left to do. Rows are locked in the
 * order of their ids: two calls at once wait for each other instead of locking each other out.
 */
async function redrive(sql: Sql, choice: Choice, now: Date): Promise<number> {
  const rows = await sql.query<{ id: string }>(
    `update delivery set next_attempt_at = $4, failures = 0, code = null, detail = null,
       -- Nobody knows whether it arrived: it is looked for before it is sent again.
       state = case when code = 'OUTCOME_UNKNOWN' then 'unknown' else 'due' end
     where state in ('parked', 'quarantined') and id in (
       select id from delivery
       where state in ('parked', 'quarantined') and ($1::uuid[] is null or id = any($1::uuid[]))
         and ($2::text is null or target = $2) and ($3::text is null or state = $3)
       order by id limit ${MAX_REDRIVEN} for update)
     returning id`,
    [choice.ids, choice.target, choice.state, now],
  );
  return rows.length;
}

export function redriveRoute(): Route {
  return defineRoute({
    method: 'post',
    path: '/deliveries/redrive',
    summary: 'Try parked or quarantined deliveries again, by id or by target',
    permission: 'deliveries:redrive',
    params: exact({}),
    query: exact({}),
    body: Type.Union([BY_IDS, BY_TARGET]),
    response: exact(
      {
        redriven: Type.Integer({ description: 'Set free by this call.' }),
        skipped: Type.Integer({ description: 'Given ids that were not parked or quarantined.' }),
        more: Type.Boolean({ description: 'True when there may be others; call again.' }),
      },
      'RedriveAnswer',
    ),
    async handle({ body, principal }, context) {
      const ids = 'ids' in body ? [...new Set(body.ids)] : null;
      const choice = 'ids' in body ? { ids, target: null, state: null } : { ids, ...body };
      const redriven = await asTenant(context.store, 'api.redrive', principal.tenant, (sql) =>
        redrive(sql, choice, new Date(context.nowMs())),
      );
      if (redriven > 0) {
        context.ring('deliver');
      }
      return ok({
        redriven,
        skipped: ids === null ? 0 : ids.length - redriven,
        more: ids === null && redriven === MAX_REDRIVEN,
      });
    },
  });
}
