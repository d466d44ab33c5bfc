import type { Invoice } from '../../domain/invoice.js';
import type { Sql } from '../../platform/store/store.js';

const PAGE = 50;

/** Invoices and credit notes that were issued for a month, by number, a page in memory at a time. */
export async function* issuedInvoices(sql: Sql, period: string): AsyncGenerator<Invoice> {
  let after = '';
  for (;;) {
    const rows = await sql.query<{ document: Invoice }>(
      'select document from invoice where period = $1 and name > $2 order by name limit $3',
      [period, after, PAGE],
    );
    for (const { document } of rows) {
      yield document;
      after = document.number;
    }
    if (rows.length < PAGE) {
      return;
    }
  }
}
