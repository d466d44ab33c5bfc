import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { SAMPLE_INVOICES, sampleInvoice } from '../../../../test/billing/sample-invoices.js';
import { pdfOf } from './pdf.js';

function streamsOf(file: Buffer): readonly string[] {
  const text = file.toString('latin1');
  return [...text.matchAll(/\/FlateDecode\n>>\nstream\n/g)].map((match) => {
    const start = match.index + match[0].length;
    return inflateSync(file.subarray(start, text.indexOf('\nendstream', start))).toString('latin1');
  });
}

function textOf(utf16: string): string {
  return Buffer.from(utf16.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
}

/** Fonts are subsets with numbers of their own: what a glyph stands for is in a table of each font. */
function wordsOf(file: Buffer): string {
  const streams = streamsOf(file);
  const tables = streams
    .filter((stream) => stream.includes('begincmap'))
    .map((table) => /beginbfrange\n([\s\S]*?)endbfrange/.exec(table)?.[1] ?? '')
    .map((table) => [...table.matchAll(/<([0-9a-f ]+)>(?=[\] ])/g)].map((match) => match[1] ?? '').slice(2));
  let words = '';
  for (const page of streams.filter((stream) => stream.includes(' TJ'))) {
    let font = 0;
    for (const [, selected, glyphs = ''] of page.matchAll(/\/F([0-9]+) [0-9.]+ Tf|\[(.*?)\] TJ/g)) {
      font = selected === undefined ? font : Number(selected) - 1;
      const codes = glyphs.match(/(?<=<[0-9a-f]*)[0-9a-f]{4}(?=[0-9a-f]*>)/g) ?? [];
      words += codes.map((code) => textOf(tables[font]?.[Number.parseInt(code, 16)] ?? '')).join('');
      words += selected === undefined ? '\n' : '';
    }
  }
  return words;
}

function pagesOf(file: Buffer): number {
  return [...file.toString('latin1').matchAll(/\/Type \/Page\n/g)].length;
}

async function pdfOfSample(name: string): Promise<Buffer> {
  const invoice = SAMPLE_INVOICES[name];
  return invoice === undefined ? Buffer.alloc(0) : pdfOf(invoice);
}

describe('pdfOf', () => {
  it('gives the same bytes for the same invoice', async () => {
    const first = await pdfOfSample('ordinary');
    expect(first.equals(await pdfOfSample('ordinary'))).toBe(true);
    expect(first.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
  });

  it('fits an ordinary invoice on one page and a long one on as many as it takes', async () => {
    expect(pagesOf(await pdfOfSample('ordinary'))).toBe(1);
    const line = { quantity: '1', unitPriceEuro: '1', sentence: 'Een ticket met een zin die wat langer is.' };
    expect(pagesOf(await pdfOf(sampleInvoice(Array.from({ length: 200 }, () => line))))).toBeGreaterThan(4);
  });

  it('is tagged and says its language and when it was issued', async () => {
    const text = (await pdfOfSample('ordinary')).toString('latin1');
    expect(text).toContain('/Lang (nl-BE)');
    expect(text).toContain('/Marked true');
    expect(text).toContain('(D:20261201000000Z)');
    expect(text).toContain('/FontFile');
  });

  it('tells a councillor what it costs, for what, and how to pay', async () => {
    const words = wordsOf(await pdfOfSample('ordinary'));
    expect(words).toContain(
      ['Gent', 'Waarvoor', 'Aantal', 'Prijs', 'Bedrag', 'Vast bedrag van de maand: € 250,00'].join('\n'),
    );
    expect(words).toContain(['612', '€ 0,4525', '€ 276,93', 'Samen voor Gent, zonder btw', '€ 526,93'].join('\n'));
    expect(words).toContain(['Btw 21 % op € 526,93', '€ 110,66'].join('\n'));
    expect(words).toContain(['Te betalen', '€ 637,59', 'Hoe betaalt u?'].join('\n'));
    expect(words).toContain(
      'Betaal € 637,59 tot en met 31 december 2026 op rekening BE71 0961 2345 6769 (BIC GKCCBEBB)',
    );
    expect(words).toContain('Gestructureerde mededeling: +++000/0000/12326+++');
    expect(words).toContain('pagina 1 van 1');
  });

  it('calls a credit note by its name, says what it corrects, and asks no money', async () => {
    const words = wordsOf(await pdfOfSample('credit note'));
    expect(words).toContain('Creditnota SCH-C-2026-000004');
    expect(words).toContain(['Corrigeert', 'factuur SCH-2026-000098 van 1 oktober 2026'].join('\n'));
    expect(words).toContain('Schakel Diensten geeft u € 1,65 terug. U hoeft niets te betalen.');
    expect(words).not.toContain('Hoe betaalt u?');
  });

  it('puts the lines of each municipality together', async () => {
    const words = wordsOf(await pdfOfSample('two municipalities and many fractions of cents'));
    expect(words.match(/Samen voor .*, zonder btw/g)).toEqual([
      'Samen voor Gent, zonder btw',
      'Samen voor Aalter, zonder btw',
    ]);
  });
});
