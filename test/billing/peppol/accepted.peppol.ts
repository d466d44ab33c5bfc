import { describe, expect, it } from '@jest/globals';
import { checkInvoice } from '../../../src/billing/invoice/documents/check-invoice.js';
import { ublOf } from '../../../src/billing/invoice/documents/ubl.js';
import { validateUbl } from '../../support/peppol/validate-ubl.js';
import { SAMPLE_INVOICES } from '../sample-invoices.js';
import { rules } from './rules.js';

describe('the official rules accept', () => {
  it.each(Object.entries(SAMPLE_INVOICES))('%s', async (_, invoice) => {
    expect(checkInvoice(invoice)).toEqual([]);
    expect(await validateUbl(ublOf(invoice), rules)).toEqual([]);
  });
});
