import type { Phrases } from './explanation-phrases.js';

export const DUTCH_PHRASES: Phrases = {
  channels: {
    facebook: 'Facebook',
    'facebook-page': 'Facebook',
    messenger: 'Messenger',
    instagram: 'Instagram',
    whatsapp: 'WhatsApp',
    telegram: 'Telegram',
    x: 'X',
    linkedin: 'LinkedIn',
    standard: 'een eigen kanaal',
  },
  levels: {
    local: 'lokaal',
    provincial: 'provinciaal',
    flemish: 'Vlaams',
    federal: 'federaal',
    'third-party': 'bij een andere instantie',
  },
  kinds: { question: 'vraag', report: 'melding', complaint: 'klacht' },
  priorities: { low: 'laag', normal: 'gewoon', high: 'hoog' },
  statuses: {
    new: 'nieuw',
    'in-progress': 'in behandeling',
    waiting: 'wacht op de burger',
    answered: 'beantwoord',
    closed: 'afgesloten',
  },
  meters: {
    'ticket.opened': 'het openen van dit ticket',
    'message.received': 'een ontvangen bericht',
    'answer.sent': 'een verzonden antwoord',
    'forward.1700': 'het doorgeven aan 1700',
    'delivery.crm': 'het afleveren in een CRM',
    'platform.cost': 'kosten van het platform',
  },
  holders: {
    platform: 'het platform',
    schakel: 'Schakel',
    '1700': '1700',
    municipality: 'de gemeente',
    citizen: 'de burger',
  },
  opened: (channel, number, kind) => `Een bericht via ${channel} werd ticket ${number}, een ${kind}.`,
  topic: (topic, level, words) => `Het onderwerp is "${topic}" (bevoegdheid: ${level}) door ${words}.`,
  topicUnknown: (topic, level) =>
    `Het onderwerp is "${topic}" (bevoegdheid: ${level}): geen enkele regel herkende de tekst.`,
  route: (target, rule, explanation) => `Het ticket ging naar ${target} volgens de regel "${rule}": ${explanation}`,
  splitOff: (origin, number, kind) => `Berichten van ticket ${origin} werden ticket ${number}, een ${kind}.`,
  merged: (other, by) => `${by} voegde het ticket samen met ticket ${other}; daar gaat het verder.`,
  absorbed: (other, by) => `${by} voegde ticket ${other} samen met dit ticket.`,
  answeredThere: (other) => `Het antwoord dat bij het samenvoegen van ticket ${other} onderweg was, kwam aan.`,
  waitsThere: (other) => `Een vraag die van ticket ${other} kwam, wacht nog op antwoord.`,
  split: (count, other, by) =>
    `${by} splitste ${count === 1 ? 'een bericht' : `${count} berichten`} af naar ticket ${other}.`,
  forwarded: (from, to, by, because) => `${by} gaf het ticket door van ${from} aan ${to}${because}.`,
  status: (status, by) => `${by} zette de status op "${status}".`,
  priority: (from, to, by) => `${by} veranderde de prioriteit van ${from} naar ${to}.`,
  warned: (clock) => `Er ging een waarschuwing uit over de termijn "${clock}".`,
  breached: (clock) => `De termijn "${clock}" verstreek.`,
  windowStep: (clock) => `Het kanaal neemt weldra geen antwoord meer aan; de termijn "${clock}" werd opgevolgd.`,
  otherTerms: {
    migrate: (rule, policy) => `Vanaf dit ogenblik geldt regel "${rule}" van beleid "${policy}".`,
    recompute: (rule, policy) => `Alle termijnen werden herrekend volgens regel "${rule}" van beleid "${policy}".`,
  },
  crisis: {
    suspend: 'De beloften werden wegens een crisis opgeschort.',
    relax: 'De beloften werden wegens een crisis versoepeld.',
  },
  crisisEnded: 'De crisis eindigde.',
  usage: (meter, quantity, tariff, price) =>
    `Aangerekend: ${quantity} × ${meter} volgens tarief "${tariff}": ${price}.`,
  corrected: (meter, quantity, tariff, price) =>
    `Rechtgezet: ${quantity} × ${meter} volgens tarief "${tariff}": ${price}.`,
  priceUnknown: 'de prijs staat niet in de huidige instellingen',
  decimalComma: true,
  counts: (calendar) => `Telt mee: open volgens kalender "${calendar}".`,
  relaxed: (calendar, factor) =>
    `Telt voor een deel mee: open volgens kalender "${calendar}", en in een crisis tellen ${factor} minuten als één.`,
  outsideHours: (calendar) => `Telt niet mee: gesloten volgens kalender "${calendar}".`,
  standsStill: (reason) => `Telt niet mee omdat ${reason}.`,
};
