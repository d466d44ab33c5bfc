import type { Invoice, InvoiceVat, VatCategory } from '../../../domain/invoice.js';
import { documentPeriod } from './document-period.js';
import { sayPaymentReference } from './payment-reference.js';
import { centsElement, percentElement, periodElement, ublLines } from './ubl-lines.js';
import { taxScheme, ublParties } from './ubl-parties.js';
import { groupElement, textElement, writeXml, type XmlElement } from './xml.js';

const CUSTOMIZATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const PROFILE = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
const UBL = 'urn:oasis:names:specification:ubl:schema:xsd';
const CREDIT_TRANSFER = '30';

/** Where the list of the Commission (VATEX) has one code for the whole category. E has one for each article. */
const EXEMPTION_CODES: Readonly<Partial<Record<VatCategory, string>>> = { AE: 'VATEX-EU-AE', O: 'VATEX-EU-O' };

function headElements(invoice: Invoice): readonly (XmlElement | null)[] {
  const isCredit = invoice.kind === 'credit-note';
  return [
    textElement('cbc:CustomizationID', CUSTOMIZATION),
    textElement('cbc:ProfileID', PROFILE),
    textElement('cbc:ID', invoice.number),
    textElement('cbc:IssueDate', invoice.issueDate),
    isCredit ? null : textElement('cbc:DueDate', invoice.dueDate),
    isCredit ? textElement('cbc:CreditNoteTypeCode', '381') : textElement('cbc:InvoiceTypeCode', '380'),
    textElement('cbc:DocumentCurrencyCode', 'EUR'),
    textElement('cbc:BuyerReference', invoice.buyer.reference),
    periodElement(documentPeriod(invoice)),
    ...invoice.preceding.map(({ number, issueDate }) =>
      groupElement('cac:BillingReference', [
        groupElement('cac:InvoiceDocumentReference', [
          textElement('cbc:ID', number),
          textElement('cbc:IssueDate', issueDate),
        ]),
      ]),
    ),
  ];
}

/**
 * How to pay. The reference has its plus signs and strokes: EN 16931 takes any text (BT-83), and by that form Belgian
 * accounting and banking software knows that it is a structured communication. Bare digits would go along as free text,
 * which the seller's bank does not check. A credit note is not paid by its buyer, so it has none of this.
 */
function paymentElement({ kind, paymentReference, seller }: Invoice): XmlElement | null {
  if (kind === 'credit-note') {
    return null;
  }
  return groupElement('cac:PaymentMeans', [
    textElement('cbc:PaymentMeansCode', CREDIT_TRANSFER),
    textElement('cbc:PaymentID', sayPaymentReference(paymentReference)),
    groupElement('cac:PayeeFinancialAccount', [
      textElement('cbc:ID', seller.iban),
      textElement('cbc:Name', seller.name),
      groupElement('cac:FinancialInstitutionBranch', [textElement('cbc:ID', seller.bic)]),
    ]),
  ]);
}

function subtotalElement(vat: InvoiceVat): XmlElement | null {
  return groupElement('cac:TaxSubtotal', [
    centsElement('cbc:TaxableAmount', vat.baseEuro),
    centsElement('cbc:TaxAmount', vat.vatEuro),
    groupElement('cac:TaxCategory', [
      textElement('cbc:ID', vat.category),
      percentElement(vat),
      textElement('cbc:TaxExemptionReasonCode', EXEMPTION_CODES[vat.category] ?? null),
      textElement('cbc:TaxExemptionReason', vat.exemption),
      taxScheme('VAT'),
    ]),
  ]);
}

function totalElements({ vat, vatEuro, netEuro, payableEuro }: Invoice): readonly (XmlElement | null)[] {
  return [
    groupElement('cac:TaxTotal', [centsElement('cbc:TaxAmount', vatEuro), ...vat.map(subtotalElement)]),
    groupElement('cac:LegalMonetaryTotal', [
      centsElement('cbc:LineExtensionAmount', netEuro),
      centsElement('cbc:TaxExclusiveAmount', netEuro),
      centsElement('cbc:TaxInclusiveAmount', payableEuro),
      centsElement('cbc:PayableAmount', payableEuro),
    ]),
  ];
}

/**
 * The document that goes over Peppol: UBL 2.1 by Peppol BIS Billing 3.0, as an Invoice (380) or a CreditNote (381). The order
 * of elements is that of the schemas. Call it for an invoice that `checkInvoice` found nothing against.
 *
 * @throws RangeError where an amount is no exact decimal or a text has characters that XML cannot hold
 */
export function ublOf(invoice: Invoice): string {
  const name = invoice.kind === 'credit-note' ? 'CreditNote' : 'Invoice';
  const elements = [
    ...headElements(invoice),
    ...ublParties(invoice),
    paymentElement(invoice),
    ...totalElements(invoice),
    ...ublLines(invoice),
  ];
  return writeXml({
    name,
    attributes: {
      xmlns: `${UBL}:${name}-2`,
      'xmlns:cac': `${UBL}:CommonAggregateComponents-2`,
      'xmlns:cbc': `${UBL}:CommonBasicComponents-2`,
    },
    content: elements.filter((element) => element !== null),
  });
}
