/** All words of the console. Codes come from the API; a code without a word is shown as it is. */

export const STATUSES = {
  new: 'Nieuw',
  'in-progress': 'In behandeling',
  waiting: 'Wacht op burger',
  answered: 'Beantwoord',
  closed: 'Afgesloten',
};

export const SLA = { ok: 'op schema', warning: 'bijna te laat', breached: 'te laat' };

export const CLOCK_STATES = {
  running: 'loopt',
  paused: 'staat stil',
  breached: 'niet gehaald',
  met: 'gehaald',
  'met-late': 'te laat gehaald',
  stopped: 'gestopt',
};

export const CLOCKS = {
  'first-response': 'Eerste antwoord',
  'next-response': 'Volgend antwoord',
  'periodic-update': 'Tussentijds bericht',
  resolution: 'Oplossing',
  'party-1700': 'Tijd bij 1700',
  'party-municipality': 'Tijd bij de gemeente',
  'complaint-acknowledge': 'Ontvangstmelding van een klacht',
  'complaint-answer': 'Antwoord op een klacht',
  'document-request-answer': 'Antwoord op een vraag om een document',
};

export const EXCLUDED = {
  'closed-without-answer': 'afgesloten zonder antwoord',
  merged: 'samengevoegd',
  'no-longer-promised': 'niet meer beloofd',
  split: 'afgesplitst',
  'ticket-done': 'ticket was afgehandeld',
  withdrawn: 'ingetrokken',
};

export const CHANNELS = {
  facebook: 'Facebook',
  'facebook-page': 'Facebook',
  messenger: 'Messenger',
  instagram: 'Instagram',
  whatsapp: 'WhatsApp',
  telegram: 'Telegram',
  x: 'X',
  mastodon: 'Mastodon',
  bluesky: 'Bluesky',
  linkedin: 'LinkedIn',
  email: 'E-mail',
  counter: 'Digitaal loket',
  standard: 'Eigen kanaal',
};

export const AUTHORS = { citizen: 'Burger', operator: 'Antwoord', outside: 'Buiten Schakel', note: 'Nota' };

export const DELIVERY_STATES = {
  due: 'klaar om te versturen',
  'in-flight': 'wordt verstuurd',
  unknown: 'wordt nagekeken',
  delivered: 'afgeleverd',
  refused: 'geweigerd',
  parked: 'wacht op de bestemming',
  quarantined: 'wacht op een mens',
  withdrawn: 'ingetrokken',
};

export const DELIVERY_KINDS = {
  opened: 'ticket geopend',
  'message-added': 'bericht toegevoegd',
  amended: 'bericht gewijzigd',
  redacted: 'bericht verwijderd',
  'priority-changed': 'prioriteit gewijzigd',
  withdrawn: 'ingetrokken',
  closed: 'afgesloten',
  reply: 'antwoord aan de burger',
  hide: 'bericht verbergen',
  unhide: 'bericht weer tonen',
};

export const EVENTS = {
  'ticket.opened': 'Ticket geopend',
  'ticket.forwarded': 'Doorgegeven',
  'ticket.noted': 'Nota',
  'message.received': 'Bericht ontvangen',
  'message.amended': 'Bericht gewijzigd',
  'message.redacted': 'Bericht verwijderd',
  'answer.outside': 'Beantwoord buiten Schakel',
  'answer.requested': 'Antwoord gegeven',
  'answer.refused': 'Antwoord geweigerd',
  'answer.delivered': 'Antwoord afgeleverd',
  'answer.failed': 'Antwoord niet afgeleverd',
  'answer.receipt': 'Ontvangstmelding',
  'status.changed': 'Status gewijzigd',
  'spam.judged': 'Beoordeeld: spam of niet',
  'conversation.linked': 'Het gesprek gaat privé verder',
  'message.hiding': 'Gevraagd om een bericht te verbergen of weer te tonen',
  'message.hidden': 'Bericht verborgen of weer getoond',
  'message.hiding-failed': 'Een bericht verbergen of tonen is niet gelukt',
  'ticket.merged': 'Verder in een ander ticket',
  'ticket.absorbed': 'Ander ticket samengevoegd',
  'absorbed.waiting': 'Antwoord in een samengevoegd ticket',
  'ticket.split': 'Berichten afgesplitst',
  'sla.warned': 'Waarschuwing over de termijn',
  'sla.breached': 'Termijn verstreken',
  'sla.acted': 'Opgevolgd na het verstrijken van de termijn',
  'sla.window': 'Het kanaal neemt weldra geen antwoord meer aan',
  'sla.terms': 'Andere termijnen',
  'sla.crisis': 'Beloften aangepast wegens een crisis',
  'sla.crisis-ended': 'Einde van de crisis',
  'priority.changed': 'Prioriteit gewijzigd',
};

export const METERS = {
  'ticket.opened': 'Geopende tickets',
  'message.received': 'Ontvangen berichten',
  'answer.sent': 'Verzonden antwoorden',
  'forward.1700': 'Doorgegeven aan 1700',
  'delivery.crm': 'Afgeleverd in een CRM',
  'platform.cost': 'Kosten van platformen',
};

/** Lines of a bill that are about the month as a whole. */
export const RULES = {
  subscription: 'Vast bedrag per maand',
  cap: 'Grens op het verbruik',
  'total-discount': 'Korting',
  minimum: 'Minimumbedrag',
};

export const INVOICE_KINDS = { invoice: 'Factuur', 'credit-note': 'Creditnota' };

export const LINE_KINDS = { correction: 'Correctie', 'service-credit': 'Vergoeding' };

export const REFUSALS = {
  KEY_MISSING: 'Meld u opnieuw aan.',
  KEY_UNKNOWN: 'Deze sleutel is onbekend of ingetrokken.',
  TOO_MANY_SIGN_INS: 'Te veel foute sleutels. Wacht een minuut.',
  NOT_ALLOWED: 'Met deze sleutel mag dat niet.',
  TICKET_UNKNOWN: 'Dit ticket bestaat niet, of het is niet van u.',
  MUNICIPALITY_UNKNOWN: 'Deze gemeente bestaat niet, of ze is niet van u.',
  QUERY_INVALID: 'De zoekopdracht klopt niet. Zoek op minstens twee tekens.',
  BODY_INVALID: 'Niet alles is juist ingevuld.',
  STORE_UNAVAILABLE: 'De databank antwoordt niet. Er is niets verloren; probeer zo meteen opnieuw.',
  NETWORK: 'De server is niet bereikbaar. Probeer zo meteen opnieuw.',
};

export function word(words, code) {
  return words[code] ?? code;
}

const DAY_AND_TIME = new Intl.DateTimeFormat('nl-BE', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Europe/Brussels',
});

export function dayAndTime(iso) {
  return iso === null ? '' : DAY_AND_TIME.format(new Date(iso));
}

/** A local date `2026-11-27` as `27/11/2026`. */
export function day(date) {
  return date.split('-').toReversed().join('/');
}

/** `2 d 3 u`, `3 u 10 min`, `5 min`. */
export function duration(minutes) {
  if (minutes >= 2880) {
    return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} u`;
  }
  return minutes >= 60 ? `${Math.floor(minutes / 60)} u ${minutes % 60} min` : `${minutes} min`;
}

/** Working time in hours, to the second: a day of work has no fixed length, and what is rounded away seems missing. */
export function workingTime(seconds) {
  const parts = [
    [Math.floor(seconds / 3600), 'u'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ].filter(([amount]) => amount > 0);
  return parts.length === 0 ? '0 min' : parts.map(([amount, unit]) => `${amount} ${unit}`).join(' ');
}

/** A share from 0 to 1 as per cent, cut and never rounded up: 100 % is all of them. */
export function percent(share) {
  const tenths = Math.floor(Math.round(Number(share) * 1_000_000) / 1000);
  return `${String(tenths / 10).replace('.', ',')} %`;
}

/** The deadline in words, because colour alone does not tell everyone. */
export function deadlineText(ticket, nowMs) {
  if (ticket.deadline === null) {
    return ticket.sla === 'breached' ? 'was te laat' : '–';
  }
  const minutes = Math.round((Date.parse(ticket.deadline) - nowMs) / 60_000);
  const distance = minutes >= 0 ? `nog ${duration(minutes)}` : `${duration(-minutes)} over tijd`;
  return `${distance} (${word(SLA, ticket.sla)})`;
}

/** Exact decimal text as a Fleming reads it: two decimals or more, and nothing is rounded away. */
export function euro(amount) {
  if (amount === null) {
    return 'niet gekend';
  }
  const [whole, decimals = ''] = amount.split('.');
  return `€ ${whole},${decimals.padEnd(2, '0')}`;
}

/** Units of a meter as people read them: what platforms charge is counted in millionths of a euro. */
export function unitsOf(meter, units) {
  return meter === 'platform.cost' ? euro(`${units / 1_000_000}`) : `${units}`;
}

export const ATTACHMENT_TYPES = {
  image: 'Foto',
  video: 'Film',
  audio: 'Geluid',
  file: 'Bestand',
  sticker: 'Sticker',
  location: 'Plaats',
  link: 'Link',
  other: 'Bijlage',
};

/** Why a file of a citizen cannot be seen. */
export const ATTACHMENT_REASONS = {
  MEDIA_NOT_TAKEN: 'wordt op dit kanaal niet bewaard',
  MEDIA_NOTHING_TO_FETCH: 'niet meegegeven door het platform',
  MEDIA_GONE: 'niet meer beschikbaar bij het platform',
  MEDIA_TOO_LARGE: 'te groot; vraag om een kleiner bestand',
  MEDIA_EMPTY: 'leeg bestand',
  MEDIA_TYPE_FORBIDDEN: 'niet bewaard: dit soort bestand kan schade doen',
  MEDIA_TYPE_MISMATCH: 'niet bewaard: het bestand is iets anders dan het zegt te zijn',
  MEDIA_TYPE_UNKNOWN: 'niet bewaard: onbekend soort bestand',
  MEDIA_ADDRESS_REFUSED: 'niet opgehaald: het adres wordt niet vertrouwd',
  MEDIA_GIVEN_UP: 'kon niet worden opgehaald; vraag om het opnieuw te sturen',
  MEDIA_MESSAGE_DELETED: 'verwijderd door de burger',
  MEDIA_RETENTION_OVER: 'de bewaartermijn is voorbij',
  MEDIA_TEXT_ERASED: 'de bewaartermijn van het bericht is voorbij',
};

/** A size as people say it. */
export function sizeOf(bytes) {
  const [amount, unit] = bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1000)), 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${amount.toLocaleString('nl-BE', { maximumFractionDigits: 1 })} ${unit}`;
}
