import { describe, expect, it } from '@jest/globals';
import { SAMPLE_INVOICES, sampleInvoice } from '../../../../test/billing/sample-invoices.js';
import { csvOf } from './csv.js';

const LINE = { quantity: '3', unitPriceEuro: '0.4525', units: 3, sentence: 'Drie tickets.' };

function secondRow(change: Parameters<typeof sampleInvoice>[0][number]): readonly string[] {
  return (csvOf(sampleInvoice([change])).split('\r\n')[1] ?? '').split(';');
}

describe('csvOf', () => {
  it('has a byte order mark, a row of headings, and exact amounts with a comma', () => {
    expect(csvOf(sampleInvoice([LINE]))).toBe(
      '\u{FEFF}factuur;soort;lijn;aard;gemeente;gemeente (code);maand;correctie van;regel;meter;tarief;tariefversie;' +
        'schijf;eenheden;aantal;eenheidsprijs (EUR);exact bedrag (EUR);bedrag (EUR);btw-categorie;btw (%);uitleg\r\n' +
        'SCH-2026-000123;invoice;1;charge;Gent;gent;2026-11;;unit;ticket.opened;formule-basis;2026-01-01;' +
        ';3;3;0,4525;1,3575;1,36;S;21;Drie tickets.\r\n',
    );
  });

  it('has a row for every line', () => {
    for (const invoice of Object.values(SAMPLE_INVOICES)) {
      expect(csvOf(invoice).trimEnd().split('\r\n')).toHaveLength(invoice.lines.length + 1);
    }
  });

  it('puts quotes around separators, quotes and ends of lines', () => {
    expect(csvOf(sampleInvoice([{ ...LINE, sentence: 'a;"b"\nc' }]))).toContain(';"a;""b""\nc"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', ' =1'])('does not let a spreadsheet run %j', (text) => {
    expect(secondRow({ ...LINE, sentence: text }).at(-1)).toBe(`'${text}`);
    expect(secondRow({ ...LINE, tenantName: text })[4]).toBe(`'${text}`);
  });

  it('leaves the minus of an amount alone', () => {
    expect(secondRow({ ...LINE, quantity: '-3' }).slice(14, 18)).toEqual(['-3', '0,4525', '-1,3575', '-1,36']);
  });

  it.each([
    ['1-12', '1 tot en met 12'],
    ['501-', 'vanaf 501'],
    ['nacht', 'nacht'],
    [null, ''],
  ])('writes the bracket %s as %s, which is no date', (bracket, expected) => {
    expect(secondRow({ ...LINE, bracket })[12]).toBe(expected);
  });
});
