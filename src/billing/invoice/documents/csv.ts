import type { Invoice, InvoiceLine } from '../../../domain/invoice.js';
import { sayDecimal } from './dutch-words.js';

/**
 * Excel in Dutch (Belgium) takes a comma as decimal mark, and so a semicolon between cells. A file with commas and points
 * would show each line in one cell, or 1.12 as the first of December.
 */
const SEPARATOR = ';';
/** By it Excel knows that the file is UTF-8. */
const BYTE_ORDER_MARK = '\u{FEFF}';

const HEADINGS = [
  ...['factuur', 'soort', 'lijn', 'aard', 'gemeente', 'gemeente (code)', 'maand', 'correctie van', 'regel', 'meter'],
  ...['tarief', 'tariefversie', 'schijf', 'eenheden', 'aantal', 'eenheidsprijs (EUR)', 'exact bedrag (EUR)'],
  ...['bedrag (EUR)', 'btw-categorie', 'btw (%)', 'uitleg'],
];

/** RFC 4180: quotes around what would end a cell or a line, and quotes within are doubled. */
function quoted(cell: string): string {
  return /[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"). */
function textCell(text: string): string {
  return quoted(/^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text);
}

/** `1-12` would be shown as the first of December. */
function bracketCell(bracket: string | null): string {
  const [, from, until] = /^([0-9]+)-([0-9]*)$/.exec(bracket ?? '') ?? [];
  if (from === undefined) {
    return textCell(bracket ?? '');
  }
  return until === '' ? `vanaf ${from}` : `${from} tot en met ${until}`;
}

function cellsOf(invoice: Invoice, line: InvoiceLine): readonly string[] {
  return [
    ...[textCell(invoice.number), invoice.kind, String(line.number), line.kind, textCell(line.tenantName)],
    ...[textCell(line.tenant), line.period, textCell(line.corrects ?? ''), line.rule, line.meter ?? ''],
    ...[textCell(line.tariff), line.tariffVersion, bracketCell(line.bracket), String(line.units)],
    ...[line.quantity, line.unitPriceEuro, line.exactEuro, line.amountEuro].map(sayDecimal),
    ...[line.vat.category, sayDecimal(line.vat.percent), textCell(line.sentence)],
  ];
}

/** Every line with its exact amounts, for a spreadsheet: UTF-8 with byte order mark, RFC 4180 with semicolons. */
export function csvOf(invoice: Invoice): string {
  const rows = [HEADINGS, ...invoice.lines.map((line) => cellsOf(invoice, line))];
  return `${BYTE_ORDER_MARK}${rows.map((cells) => `${cells.join(SEPARATOR)}\r\n`).join('')}`;
}
