import { Type } from 'typebox';
import type { ReconciliationRow } from './api-deps.js';
import { exact, INSTANT } from './fields.js';
import { ownName } from './municipality.js';
import { ALL_TENANTS } from './permissions.js';
import { defineRoute, ok, type Route } from './route.js';

const COUNT = Type.Integer({ minimum: 0 });

const RECONCILIATION = exact(
  {
    ok: Type.Boolean(),
    at: INSTANT,
    rows: Type.Array(
      exact(
        {
          municipality: Type.String(),
          channel: Type.String(),
          received: COUNT,
          handled: COUNT,
          rejected: COUNT,
          quarantined: COUNT,
          parked: COUNT,
          pending: COUNT,
          difference: Type.Integer(),
        },
        'ReconciliationRow',
      ),
    ),
    findings: Type.Array(
      exact({ check: Type.String(), count: COUNT, examples: Type.Array(Type.String()) }, 'ReconciliationFinding'),
    ),
  },
  'Reconciliation',
);

/** Field by field: what a report may hold besides is not for callers. */
function rowAnswer(row: ReconciliationRow): ReconciliationRow {
  const { municipality, channel, received, handled, rejected, quarantined, parked, pending, difference } = row;
  return { municipality, channel, received, handled, rejected, quarantined, parked, pending, difference };
}

/**
 * `received = handled + rejected + quarantined + parked + pending`, counted from raw rows. A municipality sees its own
 * rows; findings name rows of any tenant, so they are for callers that serve all.
 */
export function reconciliationRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/reconciliation',
    summary: 'Proof that nothing was dropped',
    permission: 'reconciliation:read',
    params: exact({}),
    query: exact({}),
    body: Type.Null(),
    response: RECONCILIATION,
    async handle({ principal }, context) {
      const report = await context.reconcile();
      const isOwn = ownName(context.settings(), principal);
      const rows = report.rows.filter((row) => isOwn(row.municipality)).map(rowAnswer);
      if (principal.tenant !== ALL_TENANTS) {
        return ok({ ok: rows.every((row) => row.difference === 0), at: report.at, rows, findings: [] });
      }
      const findings = report.findings.map(({ check, count, examples }) => ({ check, count, examples: [...examples] }));
      return ok({ ok: report.ok, at: report.at, rows, findings });
    },
  });
}
