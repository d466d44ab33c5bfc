import type { Invoice, InvoiceParty } from '../../../domain/invoice.js';
import { groupElement, textElement, type XmlElement } from './xml.js';

/** Belgian enterprise number in the list of electronic addresses; the VAT number (9925) would be a second address. */
const KBO_SCHEME = { schemeID: '0208' };

export function taxScheme(id: string): XmlElement | null {
  return groupElement('cac:TaxScheme', [textElement('cbc:ID', id)]);
}

/** BR-O-02: who sends what is outside the scope of VAT names no VAT number, neither its own nor the buyer's. */
export function isOutsideVat({ vat }: Invoice): boolean {
  return vat.some(({ category }) => category === 'O');
}

function vatScheme(party: InvoiceParty): XmlElement | null {
  return party.vatNumber === null
    ? null
    : groupElement('cac:PartyTaxScheme', [textElement('cbc:CompanyID', party.vatNumber), taxScheme('VAT')]);
}

/** BR-E-02 asks of a seller how the tax office knows it. Without a VAT number that is the enterprise number (BT-32). */
function sellerScheme(seller: InvoiceParty): XmlElement | null {
  const registration = groupElement('cac:PartyTaxScheme', [textElement('cbc:CompanyID', seller.kbo), taxScheme('TAX')]);
  return vatScheme(seller) ?? registration;
}

function partyElement(party: InvoiceParty, scheme: XmlElement | null): XmlElement | null {
  return groupElement('cac:Party', [
    textElement('cbc:EndpointID', party.kbo, KBO_SCHEME),
    groupElement('cac:PartyName', [textElement('cbc:Name', party.name)]),
    groupElement('cac:PostalAddress', [
      textElement('cbc:StreetName', party.street),
      textElement('cbc:CityName', party.city),
      textElement('cbc:PostalZone', party.postalCode),
      groupElement('cac:Country', [textElement('cbc:IdentificationCode', party.country)]),
    ]),
    scheme,
    groupElement('cac:PartyLegalEntity', [
      textElement('cbc:RegistrationName', party.name),
      textElement('cbc:CompanyID', party.kbo, KBO_SCHEME),
    ]),
    groupElement('cac:Contact', [textElement('cbc:ElectronicMail', party.email)]),
  ]);
}

/** Seller and buyer, in that order. */
export function ublParties(invoice: Invoice): readonly (XmlElement | null)[] {
  const { seller, buyer } = invoice;
  const isOutside = isOutsideVat(invoice);
  return [
    groupElement('cac:AccountingSupplierParty', [partyElement(seller, isOutside ? null : sellerScheme(seller))]),
    groupElement('cac:AccountingCustomerParty', [partyElement(buyer, isOutside ? null : vatScheme(buyer))]),
  ];
}
