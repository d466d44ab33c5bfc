import type { Invoice, InvoiceLine, VatRate } from '../../../domain/invoice.js';
import { roundToCents, type EuroText } from '../../../domain/money.js';
import { documentPeriod, monthDates, type Dates } from './document-period.js';
import { cutText, nameOfLine, sayKind } from './dutch-words.js';
import { priceOfLine } from './line-price.js';
import { taxScheme } from './ubl-parties.js';
import { groupElement, textElement, type XmlElement } from './xml.js';

/** Room for every sentence of rating and a long label; beyond that a receiver cuts it off without a sign. */
const DESCRIPTION_CHARACTERS = 500;
/** UN/ECE Recommendation 20: "one", a piece of whatever the line is about. */
const PIECE = { unitCode: 'C62' };

/** An amount in whole cents. */
export function centsElement(name: string, amount: EuroText): XmlElement | null {
  return textElement(name, roundToCents(amount), { currencyID: 'EUR' });
}

export function periodElement({ firstDate, lastDate }: Dates): XmlElement | null {
  return groupElement('cac:InvoicePeriod', [
    textElement('cbc:StartDate', firstDate),
    textElement('cbc:EndDate', lastDate),
  ]);
}

/** BR-O-05 forbids a percentage for what is outside the scope of VAT; all others must have one. */
export function percentElement({ category, percent }: VatRate): XmlElement | null {
  return textElement('cbc:Percent', category === 'O' ? null : percent);
}

function propertyElement(name: string, value: string): XmlElement | null {
  return groupElement('cac:AdditionalItemProperty', [textElement('cbc:Name', name), textElement('cbc:Value', value)]);
}

function itemElement(line: InvoiceLine): XmlElement | null {
  return groupElement('cac:Item', [
    textElement('cbc:Description', cutText(line.sentence, DESCRIPTION_CHARACTERS)),
    textElement('cbc:Name', nameOfLine(line)),
    groupElement('cac:ClassifiedTaxCategory', [
      textElement('cbc:ID', line.vat.category),
      percentElement(line.vat),
      taxScheme('VAT'),
    ]),
    propertyElement('Gemeente', line.tenantName),
    propertyElement('Tarief', `${line.tariff}, versie van ${line.tariffVersion}`),
  ]);
}

/** The lines. One that is about other days than the document as a whole says which. */
export function ublLines(invoice: Invoice): readonly (XmlElement | null)[] {
  const isCredit = invoice.kind === 'credit-note';
  const whole = documentPeriod(invoice);
  return invoice.lines.map((line) => {
    const { quantity, unitPriceEuro } = priceOfLine(line);
    const days = monthDates(line.period);
    const isOther = days.firstDate !== whole.firstDate || days.lastDate !== whole.lastDate;
    return groupElement(isCredit ? 'cac:CreditNoteLine' : 'cac:InvoiceLine', [
      textElement('cbc:ID', String(line.number)),
      textElement('cbc:Note', sayKind(line)),
      textElement(isCredit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity', quantity, PIECE),
      centsElement('cbc:LineExtensionAmount', line.amountEuro),
      isOther ? periodElement(days) : null,
      itemElement(line),
      groupElement('cac:Price', [textElement('cbc:PriceAmount', unitPriceEuro, { currencyID: 'EUR' })]),
    ]);
  });
}
