import { VAT_CATEGORIES, type Invoice, type InvoiceVat, type VatRate } from '../../../domain/invoice.js';
import { compareEuro } from '../../../domain/money.js';

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}

function checkPercent({ category, percent }: VatRate): readonly string[] {
  const sign = compareEuro(percent, '0');
  if (category === 'S') {
    return sign > 0 ? [] : ['BR-S-05: the standard rate must be above zero percent'];
  }
  return sign === 0 ? [] : [`BR-${category}-05: category ${category} has no VAT, and so 0 percent, not ${percent}`];
}

function checkExemption({ category, exemption }: InvoiceVat): readonly string[] {
  const needsReason = category !== 'S' && category !== 'Z';
  if (needsReason === isBlank(exemption)) {
    return [`BR-${category}-10: category ${category} must ${needsReason ? '' : 'not '}have a reason for the exemption`];
  }
  return [];
}

/** `S 21`, or `S 21.00`: the same rate. */
function isSame(left: VatRate, right: VatRate): boolean {
  return left.category === right.category && compareEuro(left.percent, right.percent) === 0;
}

function checkGroups({ vat, lines }: Invoice): readonly string[] {
  const faults = vat.length === 0 ? ['BR-CO-18: there must be a total for at least one VAT rate'] : [];
  for (const { number, vat: rate } of lines) {
    const groups = vat.filter((group) => isSame(group, rate));
    if (groups.length !== 1) {
      faults.push(
        `BR-${rate.category}-01: the rate of line ${number} must have one total, and has ${groups.length}: ` +
          `${rate.category} ${rate.percent}`,
      );
    } else if (groups[0]?.exemption !== rate.exemption) {
      faults.push(`SCHAKEL-EXEMPTION: line ${number} has another reason for its exemption than the total of its rate`);
    }
  }
  if (vat.length > 1 && vat.some(({ category }) => category === 'O')) {
    faults.push('BR-O-11: what is outside the scope of VAT cannot be on one invoice with what is not');
  }
  return faults;
}

/** The public rules also take an enterprise number here; who charges VAT, or shifts it, has a VAT number in Belgium. */
function checkSeller({ vat, seller }: Invoice): readonly string[] {
  return seller.vatNumber !== null
    ? []
    : vat
        .filter(({ category }) => category === 'S' || category === 'Z' || category === 'AE')
        .map(({ category }) => `BR-${category}-02: category ${category} needs the VAT number of the seller`);
}

/** Categories, percentages and exemptions. */
export function checkVat(invoice: Invoice): readonly string[] {
  const rates = [...invoice.vat, ...invoice.lines.map(({ vat }) => vat)];
  const unknown = rates.filter(({ category }) => !VAT_CATEGORIES.includes(category));
  if (unknown.length > 0) {
    return unknown.map(({ category }) => `BR-CL-17: "${category}" is no VAT category of ours`);
  }
  return [
    ...new Set(rates.flatMap(checkPercent)),
    ...invoice.vat.flatMap(checkExemption),
    ...checkGroups(invoice),
    ...checkSeller(invoice),
  ];
}
