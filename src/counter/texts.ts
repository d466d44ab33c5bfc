import { MAX_NAME, MAX_TEXT, type Fault } from './read-input.js';

/** What citizens read at the counter. Dutch, in the u form, without words of the trade. */
export const TEXTS = {
  title: (municipality: string): string => `Stel uw vraag aan ${municipality}`,
  intro: 'Wij lezen uw bericht en antwoorden zo snel mogelijk.',
  required: 'Velden met een sterretje (*) zijn verplicht.',
  text: 'Uw vraag of melding *',
  textHint: `Gaat het over een plaats, schrijf er dan de straat en het huisnummer bij. Hoogstens ${MAX_TEXT} tekens. Schrijf geen rijksregisternummer of medische gegevens.`,
  name: 'Uw naam',
  nameHint: 'Niet verplicht.',
  email: 'Uw e-mailadres',
  emailHint: 'Niet verplicht. Vul het in als u ons antwoord ook per e-mail wilt krijgen.',
  trap: 'Laat dit veld leeg',
  send: 'Versturen',
  privacy: 'Wat doen wij met uw gegevens?',
  privacyNote: 'Wij gebruiken wat u schrijft alleen om u te antwoorden.',
  accessibility: 'Toegankelijkheidsverklaring',
  thanksTitle: 'Wij hebben uw bericht ontvangen',
  number: 'Uw ontvangstnummer is',
  numberHint: 'Geef dit nummer als u ons over uw bericht opbelt.',
  link: 'Ons antwoord leest u op deze pagina. Bewaar de link goed: wie de link heeft, kan meelezen.',
  mailed: (email: string): string => `Wij sturen ons antwoord ook naar ${email}.`,
  linkText: 'Naar uw bericht en ons antwoord',
  conversationHead: 'Bericht',
  conversationEmpty: 'Hier staat nog geen bericht. Hebt u het net verstuurd, vernieuw dan deze pagina over een minuut.',
  conversationWaits: 'Er is nog geen antwoord. Kom later terug naar deze pagina.',
  you: 'U schreef',
  problemTitle: 'Er is iets misgegaan',
  faultsTitle: 'Uw bericht is nog niet verstuurd',
  unknown: 'Deze pagina bestaat niet (meer).',
  tooOften: (seconds: number): string =>
    `U hebt te veel berichten na elkaar verstuurd. Wacht ${waitOf(seconds)} en probeer het dan opnieuw.`,
  notStored: 'Uw bericht is niet bewaard door een storing bij ons. Probeer het zo dadelijk opnieuw.',
  wrongSite: 'Dit formulier mag op deze website niet gebruikt worden.',
  noSession: 'Het gesprek is niet gekend.',
} as const;

function waitOf(seconds: number): string {
  if (seconds < 60) {
    return seconds === 1 ? '1 seconde' : `${seconds} seconden`;
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minuut' : `${minutes} minuten`;
}

const FAULTS: Readonly<Record<Fault, string>> = {
  'text-missing': 'Schrijf uw vraag of melding.',
  'text-too-long': `Uw bericht is te lang. Gebruik hoogstens ${MAX_TEXT} tekens.`,
  'name-too-long': `Uw naam is te lang. Gebruik hoogstens ${MAX_NAME} tekens.`,
  'email-wrong': 'Kijk uw e-mailadres na. Een e-mailadres ziet eruit als naam@voorbeeld.be.',
  'id-wrong': 'De pagina was niet goed geladen. Druk nog eens op Versturen.',
  'trap-filled': 'Laat het veld leeg dat u leeg moet laten. Uw browser heeft het misschien zelf ingevuld.',
  'too-fast': 'Dat ging heel snel. Wacht enkele seconden en druk nog eens op Versturen.',
};

export function faultText(fault: Fault): string {
  return FAULTS[fault];
}

const WHEN = new Intl.DateTimeFormat('nl-BE', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Brussels' });

/** `27 november 2026 om 14:05`. */
export function when(at: string): string {
  return WHEN.format(new Date(at));
}
