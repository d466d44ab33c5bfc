import { Type } from 'typebox';
import { exact } from '../fields.js';
import { isVisible } from '../municipality.js';
import { cutPage, DEFAULT_LIMIT, pageOf, PAGING, readCursor, writeCursor } from '../paging.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Route } from '../route.js';

const MUNICIPALITY = exact(
  {
    tenant: Type.String({ description: 'The permanent id; codes and names can change.' }),
    nis: Type.String(),
    ovo: Type.String(),
    name: Type.String(),
    formerNis: Type.Array(Type.String()),
    tariff: Type.String(),
    accounts: Type.Array(exact({ channel: Type.String(), account: Type.String(), name: Type.String() })),
  },
  'Municipality',
);

const ANY_TENANT = /^.{1,100}$/;

export function listMunicipalitiesRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/municipalities',
    summary: 'Municipalities and agencies',
    permission: 'municipalities:read',
    params: exact({}),
    query: exact({ ...PAGING }),
    body: Type.Null(),
    response: pageOf(MUNICIPALITY),
    handle({ query, principal }, context) {
      const { limit = DEFAULT_LIMIT, cursor } = query;
      const [after] = cursor === undefined ? [''] : (readCursor('municipalities', [ANY_TENANT], cursor) ?? []);
      if (after === undefined) {
        return Promise.resolve(refused(apiProblem('CURSOR_INVALID')));
      }
      const rest = context
        .settings()
        .municipalities.filter((one) => isVisible(principal, one.tenant) && one.tenant > after)
        .toSorted((a, b) => (a.tenant < b.tenant ? -1 : 1));
      const page = cutPage(rest, limit, (last) => writeCursor('municipalities', [last.tenant]));
      const items = page.rows.map(({ tenant, nis, ovo, name, formerNis, tariff, accounts }) => ({
        tenant,
        nis,
        ovo,
        name,
        tariff,
        formerNis: [...formerNis],
        // Accounts carry references to secrets; only these three fields leave.
        accounts: accounts.map((one) => ({ channel: one.channel, account: one.account, name: one.name })),
      }));
      return Promise.resolve(ok({ items, next: page.next }));
    },
  });
}
