import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SAMPLE_INVOICES } from '../../../../test/billing/sample-invoices.js';
import type { Invoice } from '../../../domain/invoice.js';
import { ublOf } from './ubl.js';

function sample(name: string): Invoice {
  const invoice = SAMPLE_INVOICES[name];
  if (invoice === undefined) {
    throw new Error(`no sample ${name}`);
  }
  return invoice;
}

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
}

function valuesOf(xml: string, element: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<cbc:${element}[^>]*>([^<]*)<`, 'g'))].map((match) => match[1] ?? '');
}

describe('ublOf', () => {
  it('writes an invoice to the letter', () => {
    expect(ublOf(sample('ordinary'))).toBe(fixture('invoice.xml'));
  });

  it('writes a credit note to the letter', () => {
    expect(ublOf(sample('credit note'))).toBe(fixture('credit-note.xml'));
  });

  it('keeps every decimal of a price, and takes it below zero by the quantity', () => {
    const xml = ublOf(sample('corrections'));
    expect(valuesOf(xml, 'PriceAmount')).toEqual(['250', '0.4525', '0.4525']);
    expect(valuesOf(xml, 'InvoicedQuantity')).toEqual(['1', '612', '-3']);
  });

  it('writes a share of a fee as one piece at its exact amount', () => {
    expect(valuesOf(ublOf(sample('a fee for a part of the month')), 'PriceAmount')).toEqual([
      '116.666666667',
      '0.4525',
    ]);
    const back = ublOf(sample('a share of a fee that is given back'));
    expect(valuesOf(back, 'PriceAmount')).toEqual(['250', '8.333333333']);
    expect(valuesOf(back, 'InvoicedQuantity')).toEqual(['1', '-1']);
  });

  it('is about the days of the earliest month that it corrects, and says the days of each line that differs', () => {
    const starts = valuesOf(ublOf(sample('corrections')), 'StartDate');
    expect(starts).toEqual(['2026-09-01', '2026-11-01', '2026-11-01', '2026-09-01']);
    expect(valuesOf(ublOf(sample('ordinary')), 'StartDate')).toEqual(['2026-11-01']);
  });

  it('names no VAT number outside the scope of VAT', () => {
    const xml = ublOf(sample('outside the scope of VAT'));
    expect(xml).not.toContain('PartyTaxScheme');
    expect(valuesOf(xml, 'Percent')).toEqual([]);
    expect(valuesOf(xml, 'TaxExemptionReasonCode')).toEqual(['VATEX-EU-O']);
  });

  it('tells by its enterprise number how the tax office knows a seller without a VAT number', () => {
    expect(ublOf(sample('exempt, from a seller without a VAT number'))).toMatch(
      /<cac:PartyTaxScheme>\s+<cbc:CompanyID>0400865366<\/cbc:CompanyID>\s+<cac:TaxScheme>\s+<cbc:ID>TAX</,
    );
  });

  it('cuts off names and sentences that no receiver would show', () => {
    const ordinary = sample('ordinary');
    const lines = ordinary.lines.map((line) => ({ ...line, sentence: 'a'.repeat(600), tenantName: 'b'.repeat(200) }));
    const xml = ublOf({ ...ordinary, lines });
    expect(valuesOf(xml, 'Description').map((text) => text.length)).toEqual([500, 500]);
    expect(xml).toContain(`<cbc:Name>${'b'.repeat(99)}…</cbc:Name>`);
  });
});
