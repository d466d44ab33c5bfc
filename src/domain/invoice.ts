import type { EuroText } from './money.js';
import type { Meter } from './vocabulary.js';

/** A legal person in Belgium that sends or gets an invoice. A municipality and its OCMW are two of them. */
export interface InvoiceParty {
  /** Enterprise number: ten digits, the last two of them check the others (97 less the rest modulo 97). */
  readonly kbo: string;
  readonly name: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly email: string | null;
  /** `BE` and the enterprise number; null for who is not liable to VAT. */
  readonly vatNumber: string | null;
}

export interface InvoiceSeller extends InvoiceParty {
  readonly iban: string;
  readonly bic: string | null;
}

export interface InvoiceBuyer extends InvoiceParty {
  /** By which the buyer finds what it ordered; obligatory under Peppol. */
  readonly reference: string;
}

/** A VAT category of EN 16931 (UNCL 5305): standard rate, zero rate, exempt, reverse charge, outside the scope. */
export const VAT_CATEGORIES = ['S', 'Z', 'E', 'AE', 'O'] as const;
export type VatCategory = (typeof VAT_CATEGORIES)[number];

export interface VatRate {
  readonly category: VatCategory;
  /** Exact decimal text such as `21`; `0` outside category S. */
  readonly percent: string;
  /** Dutch; obligatory for E, AE and O. */
  readonly exemption: string | null;
}

/**
 * What a line is about: the use of its month, use of an earlier month that was known too late or was taken back, or a
 * promise that was not kept.
 */
export const INVOICE_LINE_KINDS = ['charge', 'correction', 'service-credit'] as const;
export type InvoiceLineKind = (typeof INVOICE_LINE_KINDS)[number];

export interface InvoiceLine {
  /** From 1 on. */
  readonly number: number;
  readonly kind: InvoiceLineKind;
  /** The municipality that had the use, and its name at that time. One debtor can pay for several. */
  readonly tenant: string;
  readonly tenantName: string;
  /** The month of the use, `YYYY-MM`; for a correction that of the earlier invoice. */
  readonly period: string;
  /** The earlier invoice, by its number, that a correction is about; null otherwise. */
  readonly corrects: string | null;
  /** Rule of rating that made the line (`RATING_RULES`), or `service-credit`. */
  readonly rule: string;
  readonly meter: Meter | null;
  readonly tariff: string;
  /** `validFrom` of the version. */
  readonly tariffVersion: string;
  readonly bracket: string | null;
  /** Units of the ledger that stand in this line and in no other. */
  readonly units: number;
  /** Exact decimal text; below zero for what is given back. A credit note turns it round: there that is above zero. */
  readonly quantity: string;
  /** Exact, without VAT, never below zero, in all its decimals. */
  readonly unitPriceEuro: EuroText;
  /** Quantity times unit price, exact. */
  readonly exactEuro: EuroText;
  /** In whole cents: its part of the total of its VAT rate, which is rounded once. Less than a cent from `exactEuro`. */
  readonly amountEuro: EuroText;
  readonly vat: VatRate;
  /** One plain Dutch sentence. */
  readonly sentence: string;
}

/** The lines of one VAT rate together: the one place where amounts are rounded. */
export interface InvoiceVat extends VatRate {
  readonly baseEuro: EuroText;
  readonly vatEuro: EuroText;
}

export const INVOICE_KINDS = ['invoice', 'credit-note'] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

/** An invoice or credit note as it was issued. It never changes; JSON, PDF, UBL and CSV are made from it. */
export interface Invoice {
  readonly id: string;
  readonly kind: InvoiceKind;
  /** Series, year and a number without gaps, such as `SCH-2026-000123`. */
  readonly number: string;
  /** Local dates `YYYY-MM-DD`. No due date on a credit note. */
  readonly issueDate: string;
  readonly dueDate: string | null;
  /** The month that was closed, `YYYY-MM`, with its first and last day. */
  readonly period: string;
  readonly firstDate: string;
  readonly lastDate: string;
  readonly seller: InvoiceSeller;
  readonly buyer: InvoiceBuyer;
  /** Structured communication: twelve digits, the last two of them check the others. */
  readonly paymentReference: string;
  /** What a credit note corrects; empty for an invoice without corrections. */
  readonly preceding: readonly { readonly number: string; readonly issueDate: string }[];
  readonly lines: readonly InvoiceLine[];
  readonly vat: readonly InvoiceVat[];
  /** Sums of the above, in whole cents. Of a credit note: what is given back, above zero. */
  readonly netEuro: EuroText;
  readonly vatEuro: EuroText;
  readonly payableEuro: EuroText;
  /** The snapshot of the settings by which it was made. */
  readonly settingsHash: string;
}
