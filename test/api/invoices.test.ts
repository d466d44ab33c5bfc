import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Invoice } from '../../src/domain/invoice.js';
import { apiUnderTest, BOOTSTRAP_KEY, type ApiUnderTest } from './api-under-test.js';
import { ALFA } from './fixture-tenants.js';

let api: ApiUnderTest;
let own: string;

beforeAll(async () => {
  api = await apiUnderTest();
  own = await api.key('municipality', ALFA.tenant);
});

afterAll(async () => {
  await api.close();
});

function ask(path: string, accept = 'application/json', key = BOOTSTRAP_KEY): request.Test {
  return request(api.app).get(`/api/v1${path}`).set('authorization', `Bearer ${key}`).set('accept', accept);
}

interface Listed {
  readonly items: readonly { readonly number: string; readonly municipalities: readonly string[] }[];
  readonly next: string | null;
}

describe('the list of invoices', () => {
  it('has all of them for the contact center, newest first, a page at a time', async () => {
    const first = (await ask('/invoices?limit=1')).body as Listed;
    const second = (await ask(`/invoices?limit=1&cursor=${first.next ?? ''}`)).body as Listed;
    expect([...first.items, ...second.items].map(({ number }) => number)).toEqual([api.beta.invoice, api.alfa.invoice]);
    expect(second.next).toBeNull();
  });

  it('is that of one municipality for its own key, and for a filter', async () => {
    for (const response of [await ask('/invoices', undefined, own), await ask(`/invoices?municipality=${ALFA.nis}`)]) {
      expect((response.body as Listed).items).toMatchObject([
        { number: api.alfa.invoice, municipalities: [ALFA.tenant] },
      ]);
    }
    expect(((await ask('/invoices?period=2020-01')).body as Listed).items).toEqual([]);
  });

  it('refuses a cursor of another list', async () => {
    const response = await ask(`/invoices?cursor=${Buffer.from('["tickets","x"]').toString('base64url')}`);
    expect([response.status, (response.body as { code: string }).code]).toEqual([400, 'CURSOR_INVALID']);
  });
});

describe('one invoice', () => {
  it('is found by its number and by its id', async () => {
    const byNumber = (await ask(`/invoices/${api.alfa.invoice}`)).body as Invoice;
    expect((await ask(`/invoices/${byNumber.id}`)).body).toEqual(byNumber);
    expect(byNumber).toMatchObject({ number: api.alfa.invoice, payableEuro: '0.85' });
  });

  it.each([
    ['application/pdf', 'pdf', '%PDF-'],
    ['application/xml', 'xml', '<?xml'],
    ['text/csv', 'csv', ''],
  ])('comes as %s for who asks for that', async (type, ending, beginning) => {
    const response = await ask(`/invoices/${api.alfa.invoice}`, type).buffer().responseType('blob');
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toContain(type);
    expect(response.headers['content-disposition']).toBe(`attachment; filename=${api.alfa.invoice}.${ending}`);
    expect((response.body as Buffer).toString('latin1').startsWith(beginning)).toBe(true);
  });

  it('is JSON for who takes anything', async () => {
    expect((await ask(`/invoices/${api.alfa.invoice}`, '*/*')).headers['content-type']).toContain('application/json');
  });

  it('says which forms there are when asked for another', async () => {
    const response = await ask(`/invoices/${api.alfa.invoice}`, 'image/png');
    expect([response.status, (response.body as { code: string }).code]).toEqual([406, 'NOT_ACCEPTABLE']);
  });

  it('is unknown when there is none', async () => {
    for (const path of ['/invoices/SCH-2026-999999', `/invoices/${api.alfa.invoice}/lines/9/facts`]) {
      const response = await ask(path);
      expect([response.status, (response.body as { code: string }).code]).toEqual([404, 'INVOICE_UNKNOWN']);
    }
  });
});

describe('the preview of an invoice', () => {
  it('is that of the municipality, under no number', async () => {
    const { status, body } = await ask(`/municipalities/${ALFA.nis}/invoice-preview?period=2026-11`, undefined, own);
    expect([status, body]).toMatchObject([
      200,
      { municipality: { tenant: ALFA.tenant }, period: '2026-11', documents: [{ number: 'CONCEPT-000000' }] },
    ]);
  });

  it('names a tariff that is not in the settings', async () => {
    const detail = 'Alfadorp, 2026-11: tariff "weg" is not in the settings.';
    const other = await apiUnderTest({ previewInvoices: () => Promise.resolve({ kind: 'unknown-price', detail }) });
    const response = await request(other.app)
      .get(`/api/v1/municipalities/${ALFA.nis}/invoice-preview?period=2026-11`)
      .set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
    await other.close();
    expect([response.status, response.body]).toMatchObject([422, { code: 'PRICE_UNKNOWN', detail }]);
  });
});

describe('the facts of a line', () => {
  it('lead to the ticket', async () => {
    const response = await ask(`/invoices/${api.alfa.invoice}/lines/1/facts`, undefined, own);
    expect(response.body).toMatchObject({
      line: { number: 1, meter: 'ticket.opened' },
      ...{ basis: [], next: null },
      items: [
        { unit: 1, quantity: 1, ticket: { id: api.alfa.ticketId, number: api.alfa.number }, channel: 'facebook' },
      ],
    });
  });
});
