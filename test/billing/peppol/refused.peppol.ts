import { describe, expect, it } from '@jest/globals';
import { ublOf } from '../../../src/billing/invoice/documents/ubl.js';
import { validateUbl } from '../../support/peppol/validate-ubl.js';
import { SAMPLE_INVOICES } from '../sample-invoices.js';
import { rules } from './rules.js';

/** One change to the text of a good document, and the rule that must object to it. */
type Mutation = readonly [rule: string, what: string, from: string | RegExp, to: string, sample?: string];

const MUTATIONS: readonly Mutation[] = [
  ['XSD', 'elements in another order', /( +<cbc:ID>SCH.*\n)( +<cbc:IssueDate>.*\n)/, '$2$1'],
  ['XSD', 'a date that does not exist', '2026-12-01', '2026-11-31'],
  ['XSD', 'an element that UBL does not know', /cbc:BuyerReference>/g, 'cbc:ClientReference>'],
  ['XSD', 'an amount in words', />250\.00</, '>veel<'],
  ['BR-CO-10', 'a sum of the lines that is wrong', /(<cbc:LineExtensionAmount[^>]*>)526\.93/, '$1526.94'],
  ['BR-CO-15', 'a total with VAT that is wrong', /(<cbc:TaxInclusiveAmount[^>]*>)637\.59/, '$1637.60'],
  ['BR-CO-16', 'another amount to be paid', /(<cbc:PayableAmount[^>]*>)637\.59/, '$1600.00'],
  ['BR-CO-14', 'a sum of VAT that is wrong', /(<cbc:TaxAmount[^>]*>)110\.66/, '$1110.67'],
  ['BR-CO-17', 'VAT that is not the percentage of its base', '<cbc:Percent>21', '<cbc:Percent>12'],
  ['BR-CO-25', 'no due date', / +<cbc:DueDate>.*\n/, ''],
  ['BR-27', 'a price below zero', /(<cbc:PriceAmount[^>]*>)/, '$1-'],
  ['BR-S-02', 'a seller that no tax office knows', / +<cac:PartyTaxScheme>[\s\S]*?<\/cac:PartyTaxScheme>\n/, ''],
  ['BR-S-05', 'a standard rate of nothing', /<cbc:Percent>21/g, '<cbc:Percent>0'],
  ['BR-DEC-23', 'an amount of a line with three decimals', /276\.93</, '276.930<'],
  ['BR-50', 'no account to pay to', /<cbc:ID>BE71096123456769</, '<cbc:ID> <'],
  ['BR-CL-17', 'a VAT category that does not exist', />S</g, '>Q<'],
  ['BR-CL-23', 'a unit that does not exist', 'C62', 'STUK'],
  ['XSD', 'an earlier invoice without a number', /<cbc:ID>SCH-2026-000098<\/cbc:ID>/, '', 'credit note'],
  [
    'BR-E-08',
    'a base of an exemption that is a cent from its lines',
    /(<cbc:TaxableAmount[^>]*>)526\.93/,
    '$1526.94',
    'exempt, from a seller without a VAT number',
  ],
  [
    'BR-E-10',
    'an exemption without a reason',
    / +<cbc:TaxExemptionReason>.*\n/,
    '',
    'exempt, from a seller without a VAT number',
  ],
  [
    'BR-O-05',
    'a percentage outside the scope of VAT',
    /(<cac:ClassifiedTaxCategory>\s+<cbc:ID>O<\/cbc:ID>)/,
    '$1<cbc:Percent>0</cbc:Percent>',
    'outside the scope of VAT',
  ],
  ['PEPPOL-EN16931-R003', 'no reference of the buyer', / +<cbc:BuyerReference>.*\n/, ''],
  ['PEPPOL-EN16931-R007', 'another process', 'billing:01:1.0', 'billing:1'],
  ['PEPPOL-EN16931-R004', 'another customisation', '#compliant#', '#conformant#'],
  ['PEPPOL-EN16931-R008', 'an empty element', '<cbc:Name>Stad Gent</cbc:Name>', '<cbc:Name></cbc:Name>'],
  ['PEPPOL-EN16931-R010', 'a buyer without an address in Peppol', / +<cbc:EndpointID schemeID="0208">0207.*\n/, ''],
  ['PEPPOL-EN16931-R020', 'a seller without an address in Peppol', / +<cbc:EndpointID schemeID="0208">0400.*\n/, ''],
  ['PEPPOL-EN16931-R110', 'a line about days before those of the document', '2026-09-01', '2026-11-01', 'corrections'],
  ['PEPPOL-EN16931-R120', 'a line that is not quantity times price', '>612<', '>611<'],
  ['PEPPOL-COMMON-R043', 'an enterprise number with two digits turned around', /0207451227/g, '0207451272'],
  ['PEPPOL-EN16931-P0101', 'a credit note of another type', '>381<', '>261<', 'credit note'],
];

describe('the official rules refuse by', () => {
  it.each(MUTATIONS)('%s: %s', async (...[rule, , from, to, sample = 'ordinary']) => {
    const invoice = SAMPLE_INVOICES[sample];
    const good = invoice === undefined ? '' : ublOf(invoice);
    const bad = good.replace(from, to);
    expect(bad).not.toBe(good);
    const objections = await validateUbl(bad, rules, [rule.startsWith('PEPPOL') ? 'peppol' : 'en16931']);
    expect(objections.map((objection) => objection.rule)).toContain(rule);
  });
});
