import type { Invoice } from '../../../domain/invoice.js';
import { csvOf } from './csv.js';
import { ublOf } from './ubl.js';

/** The forms in which an invoice is handed out, by the ending of their file. */
export const INVOICE_FORMATS = ['json', 'pdf', 'xml', 'csv'] as const;
export type InvoiceFormat = (typeof INVOICE_FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<InvoiceFormat, string>> = {
  json: 'application/json',
  pdf: 'application/pdf',
  xml: 'application/xml',
  csv: 'text/csv',
};

export interface RenderedInvoice {
  readonly mediaType: string;
  /** `SCH-2026-000123.pdf` */
  readonly fileName: string;
  readonly body: string | Buffer;
}

async function bodyOf(invoice: Invoice, format: InvoiceFormat): Promise<string | Buffer> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(invoice, undefined, 2)}\n`;
    case 'pdf':
      // Loaded at the first use: fonts and their reader are a third of what a process would load at its start.
      return (await import('./pdf.js')).pdfOf(invoice);
    case 'xml':
      return ublOf(invoice);
    case 'csv':
      return csvOf(invoice);
  }
}

/** The same invoice in another form: JSON as it is kept, PDF to read, UBL for Peppol, CSV for a spreadsheet. */
export async function renderInvoice(invoice: Invoice, format: InvoiceFormat): Promise<RenderedInvoice> {
  const body = await bodyOf(invoice, format);
  return { mediaType: MEDIA_TYPES[format], fileName: `${invoice.number}.${format}`, body };
}
