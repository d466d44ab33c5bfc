import type { Meter, TicketStatus } from '../../domain/vocabulary.js';

/** The sentences of an explanation in Dutch. Nothing is decided here. */

const CHANNELS: Readonly<Record<string, string>> = {
  facebook: 'Facebook',
  'facebook-page': 'Facebook',
  messenger: 'Messenger',
  instagram: 'Instagram',
  whatsapp: 'WhatsApp',
  telegram: 'Telegram',
  x: 'X',
  linkedin: 'LinkedIn',
  standard: 'een eigen kanaal',
};

const LEVELS: Readonly<Record<string, string>> = {
  local: 'lokaal',
  provincial: 'provinciaal',
  flemish: 'Vlaams',
  federal: 'federaal',
  'third-party': 'bij een andere instantie',
};

const KINDS: Readonly<Record<string, string>> = { question: 'vraag', report: 'melding', complaint: 'klacht' };

const STATUSES: Readonly<Record<TicketStatus, string>> = {
  new: 'nieuw',
  'in-progress': 'in behandeling',
  waiting: 'wacht op de burger',
  answered: 'beantwoord',
  closed: 'afgesloten',
};

const METERS: Readonly<Record<Meter, string>> = {
  'ticket.opened': 'het openen van dit ticket',
  'message.received': 'een ontvangen bericht',
  'answer.sent': 'een verzonden antwoord',
  'forward.1700': 'het doorgeven aan 1700',
  'delivery.crm': 'het afleveren in een CRM',
  'platform.cost': 'kosten van het platform',
};

const CLOCK_STATES: Readonly<Record<string, string>> = {
  running: 'loopt nog',
  met: 'is gehaald',
  breached: 'is niet gehaald',
  'met-late': 'is te laat gehaald',
  stopped: 'is gestopt',
};

const CLOCK_NAMES: Readonly<Record<string, string>> = {
  'first-response': 'eerste antwoord',
  resolution: 'oplossing',
};

function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}

export const explanationTexts = {
  opened: (channel: string, number: number, kind: string) =>
    `Een bericht via ${wordOf(CHANNELS, channel)} werd ticket ${number}, een ${wordOf(KINDS, kind)}.`,
  splitOff: (origin: number, number: number, kind: string) =>
    `Berichten van ticket ${origin} werden ticket ${number}, een ${wordOf(KINDS, kind)}.`,
  topic: (topic: string, level: string, matched: readonly string[]) =>
    matched.length === 0
      ? `Het onderwerp is "${topic}" (bevoegdheid: ${wordOf(LEVELS, level)}): geen enkele regel herkende de tekst.`
      : `Het onderwerp is "${topic}" (bevoegdheid: ${wordOf(LEVELS, level)}) door ${matched.map((word) => `"${word}"`).join(', ')}.`,
  route: (target: string, rule: string, explanation: string) =>
    `Het ticket ging naar ${target} volgens de regel "${rule}": ${explanation}`,
  clock: (name: string, state: string, explanation: string) =>
    `Termijn ${wordOf(CLOCK_NAMES, name)} (${wordOf(CLOCK_STATES, state)}): ${explanation}`,
  forwarded: (from: string, to: string, by: string, reason: string) =>
    `${by} gaf het ticket door van ${from} aan ${to}: ${reason}`,
  status: (to: string, by: string, reason: string | undefined) =>
    `${by} zette de status op "${wordOf(STATUSES, to)}"${reason === undefined ? '.' : `: ${reason}`}`,
  merged: (other: string, by: string) => `${by} voegde het ticket samen met ticket ${other}; daar gaat het verder.`,
  absorbed: (other: string, by: string) => `${by} voegde ticket ${other} samen met dit ticket.`,
  split: (count: number, other: string, by: string) =>
    `${by} splitste ${count === 1 ? 'een bericht' : `${count} berichten`} af naar ticket ${other}.`,
  warned: (clock: string) => `Er ging een waarschuwing uit over de termijn ${wordOf(CLOCK_NAMES, clock)}.`,
  breached: (clock: string) => `De termijn ${wordOf(CLOCK_NAMES, clock)} verstreek.`,
  usage: (meter: Meter, quantity: number, tariff: string, price: string) =>
    `Aangerekend: ${quantity} × ${wordOf(METERS, meter)} volgens tarief "${tariff}": ${price}.`,
  corrected: (meter: Meter, quantity: number, tariff: string, price: string) =>
    `Rechtgezet: ${quantity} × ${wordOf(METERS, meter)} volgens tarief "${tariff}": ${price}.`,
  priceUnknown: 'de prijs staat niet in de huidige instellingen',
} as const;
