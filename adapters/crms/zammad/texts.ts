import type { MessageView, TicketView } from '../../../src/adapter-sdk/index.js';

/** What colleagues read in Zammad, in Dutch. Citizens never see these words. */
const KINDS: Readonly<Record<TicketView['kind'], string>> = {
  question: 'Vraag',
  report: 'Melding',
  complaint: 'Klacht',
};

const MAX_TITLE_CHARACTERS = 80;
export const CITIZEN_WITHOUT_NAME = 'Burger';
const NO_TEXT = '(bericht zonder tekst)';

function firstCharacters(text: string, count: number): string {
  const characters = [...text.replaceAll(/\s+/g, ' ').trim()];
  return characters.length <= count ? characters.join('') : `${characters.slice(0, count - 1).join('')}…`;
}

export function titleOf(ticket: TicketView, message: MessageView | null): string {
  const about = firstCharacters(message?.text ?? '', MAX_TITLE_CHARACTERS);
  return `${KINDS[ticket.kind]} ${ticket.number}: ${about === '' ? ticket.topic : about}`;
}

export function subjectOf(ticket: TicketView, message: MessageView): string {
  return message.isPublic ? `Openbaar bericht via ${ticket.channel}` : `Bericht via ${ticket.channel}`;
}

/** The text, and after it what came along. */
export function bodyOf(message: MessageView): string {
  const attachments = message.attachments.map(({ type, name, url }) =>
    ['Bijlage:', name ?? type, url].filter((part) => part !== undefined).join(' '),
  );
  const parts = [message.text.trim(), ...attachments].filter((part) => part !== '');
  return parts.length === 0 ? NO_TEXT : parts.join('\n');
}

export function amendedNote(message: MessageView): string {
  return `De burger heeft een bericht van ${message.occurredAt} gewijzigd. Nu staat er:\n\n${bodyOf(message)}`;
}

export function redactedNote(message: MessageView): string {
  return `De burger heeft een bericht van ${message.occurredAt} verwijderd. Verwijder de tekst ook hier.`;
}

export function outsideNote(message: MessageView): string {
  return `Een collega antwoordde buiten Zammad:\n\n${bodyOf(message)}`;
}

/** Words of a colleague in Schakel for those who work here. */
export function colleaguesNote(message: MessageView): string {
  return `Nota van een collega in Schakel:\n\n${bodyOf(message)}`;
}

export function withdrawnNote(ticket: TicketView): string {
  return `Dit ticket is niet meer voor u. ${ticket.explanation}`;
}

export function slaNote(ticket: TicketView, kind: 'sla-warned' | 'sla-breached'): string {
  const due = ticket.firstResponseDueAt ?? ticket.resolutionDueAt;
  const until = due === null ? '' : ` De termijn eindigt op ${due}.`;
  return kind === 'sla-warned'
    ? `Een beloofde termijn loopt ten einde.${until}`
    : 'Een beloofde termijn is verstreken. Antwoord de burger zo snel mogelijk.';
}
