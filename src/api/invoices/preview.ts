import { Type } from 'typebox';
import { billingPeriod } from '../../billing/index.js';
import { exact, INSTANT, PERIOD } from '../fields.js';
import { findMunicipality, MUNICIPALITY_NAME, nameOf } from '../municipality.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Route } from '../route.js';
import { INVOICE, invoiceAnswer } from './invoice-schemas.js';

const PREVIEW = exact(
  {
    municipality: MUNICIPALITY_NAME,
    period: Type.String(),
    documents: Type.Array(INVOICE, {
      description:
        'Under no number yet. Empty where the municipality is not invoiced, or the month is closed: then its invoices are there.',
    }),
    asOf: INSTANT,
  },
  'InvoicePreview',
);

/** The same rating, corrections and credits as a closing: what would be issued at this moment. */
export function previewRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/municipalities/{nis}/invoice-preview',
    summary: 'The invoice of a month as it would be issued now, with its credit notes; changes nothing',
    permission: 'invoices:read',
    params: exact({ nis: Type.String({ description: 'NIS code, OVO code or a retired NIS code.' }) }),
    query: exact({ period: PERIOD }),
    body: Type.Null(),
    response: PREVIEW,
    async handle({ params, query, principal }, context) {
      const settings = context.settings();
      const municipality = findMunicipality(settings, principal, params.nis);
      if (municipality === undefined) {
        return refused(apiProblem('MUNICIPALITY_UNKNOWN'));
      }
      const preview = await context.previewInvoices(municipality.tenant, billingPeriod(query.period));
      if (preview.kind === 'unknown-price') {
        return refused(apiProblem('PRICE_UNKNOWN', { detail: preview.detail }));
      }
      return ok({
        ...{ municipality: nameOf(settings, municipality.tenant), period: query.period },
        ...{ documents: preview.documents.map(invoiceAnswer), asOf: new Date(context.nowMs()).toISOString() },
      });
    },
  });
}
