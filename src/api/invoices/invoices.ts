import { Type } from 'typebox';
import { INVOICE_FORMATS, lineFacts, MEDIA_TYPES, renderInvoice } from '../../billing/index.js';
import type { Invoice } from '../../domain/invoice.js';
import type { Sql } from '../../platform/store/store.js';
import { exact, instant, PERIOD } from '../fields.js';
import { MUNICIPALITY_FILTER, scopeOf } from '../municipality.js';
import { cutPage, DEFAULT_LIMIT, pageOf, PAGING, readCursor, writeCursor } from '../paging.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type ApiContext, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { INVOICE, INVOICE_SUMMARY, invoiceAnswer, LINE_FACTS } from './invoice-schemas.js';
import { previewRoute } from './preview.js';

const INVOICE_ID = Type.String({ minLength: 1, maxLength: 64, description: 'The id or the number of the invoice.' });

interface Row {
  readonly document: Invoice;
  readonly tenants: readonly string[];
}

const PERIOD_SHAPE = /^20[0-9]{2}-[0-9]{2}$/;
const NUMBER_SHAPE = /^[A-Z]{2,6}-[0-9]{4}-[0-9]{6,}$/;
/** Before every position of a list that runs down. */
const TOP = ['9999-99', '~'] as const;

/** Row security shows a caller the invoices of its own municipality only. */
function listInvoicesRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/invoices',
    summary: 'Invoices and credit notes, newest month first',
    permission: 'invoices:read',
    params: exact({}),
    query: exact({
      period: Type.Optional(PERIOD),
      municipality: Type.Optional(MUNICIPALITY_FILTER),
      ...PAGING,
    }),
    body: Type.Null(),
    response: pageOf(INVOICE_SUMMARY),
    async handle({ query, principal }, context) {
      const { period = null, municipality, limit = DEFAULT_LIMIT, cursor } = query;
      const tenant = scopeOf(context.settings(), principal, municipality);
      const [month, number] =
        cursor === undefined ? TOP : (readCursor('invoices', [PERIOD_SHAPE, NUMBER_SHAPE], cursor) ?? []);
      if (tenant === undefined || month === undefined || number === undefined) {
        return refused(apiProblem(tenant === undefined ? 'MUNICIPALITY_UNKNOWN' : 'CURSOR_INVALID'));
      }
      const rows = await asTenant(context.store, 'api.read', tenant, (sql) =>
        sql.query<Row>(
          `select document, tenants from invoice
           where ($1 = '*' or $1 = any(tenants)) and ($2::text is null or period = $2) and (period, name) < ($3, $4)
           order by period desc, name desc limit $5`,
          [tenant, period, month, number, limit + 1],
        ),
      );
      const page = cutPage(rows, limit, ({ document }) => writeCursor('invoices', [document.period, document.number]));
      return ok({ items: page.rows.map(summaryAnswer), next: page.next });
    },
  });
}

function summaryAnswer({ document, tenants }: Row) {
  const { id, kind, number, issueDate, period, payableEuro, buyer } = document;
  const debtor = { kbo: buyer.kbo, name: buyer.name };
  return { id, kind, number, issueDate, period, payableEuro, debtor, municipalities: [...tenants] };
}

async function findInvoice(sql: Sql, id: string): Promise<Invoice | undefined> {
  const [row] = await sql.query<Pick<Row, 'document'>>(
    'select document from invoice where id::text = $1 or name = $1',
    [id],
  );
  return row?.document;
}

function invoiceRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/invoices/{id}',
    summary: 'One invoice: as JSON, as PDF, as UBL for Peppol or as CSV, by "Accept"',
    permission: 'invoices:read',
    params: exact({ id: INVOICE_ID }),
    query: exact({}),
    body: Type.Null(),
    response: INVOICE,
    otherTypes: INVOICE_FORMATS.filter((format) => format !== 'json').map((format) => MEDIA_TYPES[format]),
    async handle({ params, principal, http }, context) {
      const invoice = await asTenant(context.store, 'api.read', principal.tenant, (sql) => findInvoice(sql, params.id));
      if (invoice === undefined) {
        return refused(apiProblem('INVOICE_UNKNOWN'));
      }
      const format = INVOICE_FORMATS.find(
        (one) => MEDIA_TYPES[one] === http.request.accepts(Object.values(MEDIA_TYPES)),
      );
      if (format === undefined) {
        return refused(apiProblem('NOT_ACCEPTABLE', { detail: `There is ${Object.values(MEDIA_TYPES).join(', ')}.` }));
      }
      return format === 'json'
        ? ok(invoiceAnswer(invoice))
        : { kind: 'document', ...(await renderInvoice(invoice, format)) };
    },
  });
}

const PLACE_SHAPE = /^[0-9]{1,9}$/;

async function factsAnswer(
  context: ApiContext,
  tenant: string,
  asked: { id: string; n: number; after: number; limit: number },
) {
  return asTenant(context.store, 'api.read', tenant, async (sql) => {
    const invoice = await findInvoice(sql, asked.id);
    const line = invoice?.lines.find(({ number }) => number === asked.n);
    if (invoice === undefined || line === undefined) {
      return undefined;
    }
    const page = { after: asked.after, limit: asked.limit + 1 };
    return { line, ...(await lineFacts(sql, { invoice, line }, context.settings().tariffs, page)) };
  });
}

function lineFactsRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/invoices/{id}/lines/{n}/facts',
    summary: 'What a line is made of: its rule, and each entry of the ledger with its ticket and message',
    permission: 'invoices:read',
    params: exact({
      id: INVOICE_ID,
      n: Type.String({ pattern: '^[1-9][0-9]{0,5}$', description: 'Number of the line.' }),
    }),
    query: exact(PAGING),
    body: Type.Null(),
    response: LINE_FACTS,
    async handle({ params, query, principal }, context) {
      const { limit = DEFAULT_LIMIT, cursor } = query;
      const [place] = cursor === undefined ? ['0'] : (readCursor('line-facts', [PLACE_SHAPE], cursor) ?? []);
      if (place === undefined) {
        return refused(apiProblem('CURSOR_INVALID'));
      }
      const after = Number(place);
      const found = await factsAnswer(context, principal.tenant, { id: params.id, n: Number(params.n), after, limit });
      if (found === undefined) {
        return refused(apiProblem('INVOICE_UNKNOWN'));
      }
      const page = cutPage(found.facts, limit, () => writeCursor('line-facts', [String(after + limit)]));
      const items = page.rows.map(({ ticketId, ticketNumber, occurredAt, knownAt, ...fact }) => ({
        ...fact,
        ticket: { id: ticketId, number: ticketNumber },
        ...{ occurredAt: instant(occurredAt), knownAt: instant(knownAt) },
      }));
      return ok({ line: found.line, basis: [...found.basis], items, next: page.next });
    },
  });
}

export function invoiceRoutes(): readonly Route[] {
  return [listInvoicesRoute(), invoiceRoute(), lineFactsRoute(), previewRoute()];
}
