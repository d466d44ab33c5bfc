import type { Invoice, InvoiceLine } from '../../../domain/invoice.js';
import { monthDates } from './document-period.js';

function isMonth(text: string): boolean {
  return /^[0-9]{4}-(0[1-9]|1[0-2])$/.test(text);
}

function isDate(text: string): boolean {
  // The month first: Date takes 31 November for 1 December.
  const month = text.slice(0, 7);
  const day = text.slice(8);
  return isMonth(month) && /^-[0-9]{2}$/.test(text.slice(7)) && day >= '01' && text <= monthDates(month).lastDate;
}

function checkDue({ kind, issueDate, dueDate }: Invoice): readonly string[] {
  if (kind === 'credit-note') {
    return dueDate === null ? [] : ['SCHAKEL-DUE: a credit note has no due date'];
  }
  if (dueDate === null) {
    return ['BR-CO-25: an invoice must have a due date'];
  }
  return dueDate < issueDate ? [`SCHAKEL-DUE: due on ${dueDate}, before it is issued on ${issueDate}`] : [];
}

function checkPeriod({ period, firstDate, lastDate }: Invoice): readonly string[] {
  const days = monthDates(period);
  return days.firstDate === firstDate && days.lastDate === lastDate
    ? []
    : [`BR-29: ${period} is from ${days.firstDate} to ${days.lastDate}, not from ${firstDate} to ${lastDate}`];
}

function checkPreceding({ kind, preceding, lines }: Invoice): readonly string[] {
  const faults: string[] = [];
  if (kind === 'credit-note' && preceding.length === 0) {
    faults.push('BR-55: a credit note must name the invoice that it corrects');
  }
  if (preceding.some(({ number }) => number.trim() === '')) {
    faults.push('BR-55: an earlier invoice must have a number');
  }
  for (const { number, kind: lineKind, corrects } of lines) {
    if (lineKind === 'correction' && corrects === null) {
      faults.push(`SCHAKEL-CORRECTS: line ${number} is a correction and must name the earlier invoice`);
    }
    if (corrects !== null && !preceding.some((earlier) => earlier.number === corrects)) {
      faults.push(`SCHAKEL-CORRECTS: line ${number} corrects ${corrects}, which is not among the earlier invoices`);
    }
  }
  return faults;
}

function checkLine(line: InvoiceLine, index: number, period: string): readonly string[] {
  const faults: string[] = [];
  if (line.number !== index + 1) {
    faults.push(`SCHAKEL-NUMBER: line ${index + 1} has the number ${line.number}`);
  }
  if (line.sentence.trim() === '') {
    faults.push(`BR-25: line ${line.number} must have a sentence`);
  }
  if (line.period > period) {
    faults.push(`PEPPOL-EN16931-R111: line ${line.number} is about ${line.period}, after the month of the invoice`);
  }
  return faults;
}

/** Number, dates, months, and earlier invoices. */
export function checkDates(invoice: Invoice): readonly string[] {
  const { number, period, lines, issueDate, dueDate, preceding } = invoice;
  const dates = [issueDate, ...(dueDate === null ? [] : [dueDate]), ...preceding.map((earlier) => earlier.issueDate)];
  const unreadable = [
    ...dates.filter((date) => !isDate(date)).map((date) => `PEPPOL-EN16931-F001: "${date}" is no date`),
    ...[period, ...lines.map((line) => line.period)]
      .filter((month) => !isMonth(month))
      .map((month) => `SCHAKEL-MONTH: "${month}" is no month`),
  ];
  if (unreadable.length > 0) {
    return unreadable;
  }
  return [
    ...(number.trim() === '' ? ['BR-02: an invoice must have a number'] : []),
    ...(lines.length === 0 ? ['BR-16: an invoice must have at least one line'] : []),
    ...checkDue(invoice),
    ...checkPeriod(invoice),
    ...checkPreceding(invoice),
    ...lines.flatMap((line, index) => checkLine(line, index, period)),
  ];
}
