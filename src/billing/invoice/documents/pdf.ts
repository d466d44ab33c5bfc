import type { Invoice, InvoiceLine, InvoiceParty, InvoiceVat } from '../../../domain/invoice.js';
import { formatEuro, sayExactEuro, sumEuro } from '../../../domain/money.js';
import { sayDate, sayDecimal, sayKind, sayMonth } from './dutch-words.js';
import { priceOfLine } from './line-price.js';
import { sayPaymentReference } from './payment-reference.js';
import { LEFT, openPaper, RIGHT, WIDTH, type Cell, type Paper } from './pdf-page.js';

const COLUMNS = { sentence: 275, quantity: 50, price: 85, amount: 75 };

function columns(texts: readonly [string, string, string, string], isBold = false): readonly Cell[] {
  const { sentence, quantity, price, amount } = COLUMNS;
  const [said, counted, each, total] = texts;
  return [
    { text: said, x: LEFT, width: sentence, isBold },
    { text: counted, x: RIGHT - amount - price - quantity - 4, width: quantity, align: 'right', isBold },
    { text: each, x: RIGHT - amount - price, width: price, align: 'right', isBold },
    { text: total, x: RIGHT - amount, width: amount, align: 'right', isBold },
  ];
}

function titleOf({ kind, number }: Invoice): string {
  return `${kind === 'credit-note' ? 'Creditnota' : 'Factuur'} ${number}`;
}

/** Ten digits as the register writes them: `0207.451.227`. */
function sayKbo(kbo: string): string {
  return `${kbo.slice(0, 4)}.${kbo.slice(4, 7)}.${kbo.slice(7)}`;
}

function addressOf(party: InvoiceParty): string {
  const { name, street, postalCode, city, kbo, vatNumber, email } = party;
  const numbers = [`Ondernemingsnummer ${sayKbo(kbo)}`, vatNumber === null ? 'Geen btw-nummer' : `Btw ${vatNumber}`];
  return [name, street, `${postalCode} ${city}`, ...numbers, ...(email === null ? [] : [email])].join('\n');
}

function writeHead(paper: Paper, invoice: Invoice): void {
  const { seller, buyer, period, issueDate, dueDate, preceding, kind } = invoice;
  const half = WIDTH / 2 - 10;
  paper.line('H1', titleOf(invoice), 20);
  paper.line('P', `Opvolging van vragen op sociale media in ${sayMonth(period)}`, 12);
  paper.space(12);
  paper.row('TR', [
    { text: `Van\n${addressOf(seller)}`, x: LEFT, width: half },
    { text: `Aan\n${addressOf(buyer)}`, x: LEFT + half + 20, width: half },
  ]);
  paper.space(12);
  const facts = [
    ['Datum', sayDate(issueDate)],
    ['Maand', sayMonth(period)],
    ['Uw referentie', buyer.reference],
    ...(dueDate === null ? [] : [['Te betalen tot en met', sayDate(dueDate)]]),
    ...preceding.map((earlier) => [
      kind === 'credit-note' ? 'Corrigeert' : 'Met correcties van',
      `factuur ${earlier.number} van ${sayDate(earlier.issueDate)}`,
    ]),
  ];
  for (const [name = '', value = ''] of facts) {
    paper.row('TR', [
      { text: name, x: LEFT, width: 120, isBold: true },
      { text: value, x: LEFT + 130, width: WIDTH - 130 },
    ]);
  }
}

/** Lines by municipality, in the order in which each comes first. */
function byMunicipality(lines: readonly InvoiceLine[]): ReadonlyMap<string, readonly InvoiceLine[]> {
  const groups = new Map<string, InvoiceLine[]>();
  for (const line of lines) {
    const group = groups.get(line.tenantName);
    if (group === undefined) {
      groups.set(line.tenantName, [line]);
    } else {
      group.push(line);
    }
  }
  return groups;
}

function writeLine(paper: Paper, line: InvoiceLine): void {
  const { quantity, unitPriceEuro } = priceOfLine(line);
  const kind = sayKind(line);
  const sentence = kind === null ? line.sentence : `${kind}. ${line.sentence}`;
  const texts = [sentence, sayDecimal(quantity), sayExactEuro(unitPriceEuro), formatEuro(line.amountEuro)] as const;
  paper.row('TR', columns(texts), 9);
}

function writeLines(paper: Paper, lines: readonly InvoiceLine[]): void {
  for (const [name, group] of byMunicipality(lines)) {
    paper.space(14);
    // A heading stays with its first line.
    paper.keep(90);
    paper.line('H2', name, 13);
    paper.row('TR', columns(['Waarvoor', 'Aantal', 'Prijs', 'Bedrag'], true), 9);
    paper.rule();
    for (const line of group) {
      writeLine(paper, line);
    }
    paper.rule();
    const sum = formatEuro(sumEuro(group.map(({ amountEuro }) => amountEuro)));
    paper.row('TR', columns([`Samen voor ${name}, zonder btw`, '', '', sum], true), 9);
  }
}

function sayRate({ category, percent, exemption }: InvoiceVat): string {
  return category === 'S' || category === 'Z' ? `Btw ${sayDecimal(percent)} %` : `Geen btw: ${exemption ?? ''}`;
}

function writeTotals(paper: Paper, invoice: Invoice): void {
  const rows = [
    ...invoice.vat.map(
      (rate) => [`${sayRate(rate)} op ${formatEuro(rate.baseEuro)}`, formatEuro(rate.vatEuro)] as const,
    ),
    ['Totaal zonder btw', formatEuro(invoice.netEuro)] as const,
    ['Totaal btw', formatEuro(invoice.vatEuro)] as const,
  ];
  paper.space(18);
  paper.keep(60 + rows.length * 18);
  paper.line('H2', 'Btw en totaal', 13);
  for (const [name, amount] of rows) {
    paper.row('TR', columns([name, '', '', amount]));
  }
  paper.rule();
  const name = invoice.kind === 'credit-note' ? 'U krijgt terug' : 'Te betalen';
  paper.row('TR', columns([name, '', '', formatEuro(invoice.payableEuro)], true), 12);
}

/** Groups of four, as on a bank card. */
function sayIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ');
}

function writePayment(paper: Paper, { kind, seller, dueDate, paymentReference, payableEuro }: Invoice): void {
  paper.space(18);
  paper.keep(90);
  if (kind === 'credit-note') {
    paper.line('P', `${seller.name} geeft u ${formatEuro(payableEuro)} terug. U hoeft niets te betalen.`);
    return;
  }
  paper.line('H2', 'Hoe betaalt u?', 13);
  const bic = seller.bic === null ? '' : ` (BIC ${seller.bic})`;
  const due = dueDate === null ? '' : ` tot en met ${sayDate(dueDate)}`;
  paper.line(
    'P',
    `Betaal ${formatEuro(payableEuro)}${due} op rekening ${sayIban(seller.iban)}${bic} van ${seller.name}.`,
  );
  paper.line('P', `Gestructureerde mededeling: ${sayPaymentReference(paymentReference)}`);
}

/**
 * The invoice as a person reads it: A4, Dutch, over as many pages as it takes. What counts for the law is the electronic
 * document of `ublOf`. The same invoice gives the same bytes. A thousand lines take some megabytes while they are written.
 */
export async function pdfOf(invoice: Invoice): Promise<Buffer> {
  const title = titleOf(invoice);
  const paper = openPaper({ title, author: invoice.seller.name, date: invoice.issueDate });
  writeHead(paper, invoice);
  writeLines(paper, invoice.lines);
  writeTotals(paper, invoice);
  writePayment(paper, invoice);
  return paper.end(`${title}, ${invoice.seller.name}`);
}
