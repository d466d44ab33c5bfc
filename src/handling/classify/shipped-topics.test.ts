import { describe, expect, it } from '@jest/globals';
import { loadSettings } from '../../settings/load.js';
import { compileTopics } from './code-topic.js';

const anything = { type: 'object' };
const loaded = await loadSettings({
  folder: 'config',
  today: '2026-11-23',
  adapters: {
    ids: (kind) => (kind === 'channel' ? ['messenger', 'instagram', 'whatsapp', 'x'] : ['1700']),
    settingsSchema: () => anything,
  },
});
const coder = loaded.ok ? compileTopics(loaded.settings.topics, loaded.settings.fallbackTopic) : undefined;

/** Messages as citizens write them; made up, without a real person. */
describe('the topics that ship', () => {
  it.each([
    ['Wanneer wordt de gft opgehaald in de Veldstraat?', 'afval', 'local', 'nl'],
    ['mijn vuilnis is weer nie meegenomen!!', 'afval', 'local', 'nl'],
    ['Hoe laat is het recyclagepark open op zaterdag', 'afval', 'local', 'nl'],
    ['Er ligt hier sluikstort aan de glasbol', 'sluikstort', 'local', 'nl'],
    ['Iemand heeft matrassen gedumpt naast onze deur', 'sluikstort', 'local', 'nl'],
    ['Losliggende tegel op de stoep, mijn moeder is gevallen', 'wegen-groen', 'local', 'nl'],
    ['De straatlamp voor nummer 12 brandt niet', 'verlichting', 'third-party', 'nl'],
    ['Hoe vraag ik een bewonerskaart aan?', 'parkeren-verkeer', 'local', 'nl'],
    ['ik moet mijn identiteitskaart vernieuwen, kan ik een afspraak maken', 'burgerzaken', 'local', 'nl'],
    ['Welke premies krijg ik voor dakisolatie?', 'wonen-energie', 'flemish', 'nl'],
    ['Mijn Verbouwpremie is nog niet uitbetaald', 'wonen-energie', 'flemish', 'nl'],
    ['Ik begrijp mijn aanslagbiljet onroerende voorheffing niet', 'onroerende-voorheffing', 'flemish', 'nl'],
    ['Waar vind ik hulp bij mijn belastingaangifte?', 'federale-belastingen', 'federal', 'nl'],
    ['Heb ik een omgevingsvergunning nodig voor een tuinhuis', 'omgeving', 'local', 'nl'],
    ['Hoe laat is het zwembad open in de kerstvakantie?', 'vrije-tijd', 'local', 'nl'],
    ['Heeft mijn dochter recht op een schooltoelage?', 'onderwijs', 'flemish', 'nl'],
    ['Ik zoek kinderopvang vanaf januari', 'kinderopvang', 'local', 'nl'],
    ['Hoe vraag ik een leefloon aan bij het OCMW?', 'welzijn', 'local', 'nl'],
    ['De bus van De Lijn stopt niet meer aan onze bushalte', 'openbaar-vervoer', 'flemish', 'nl'],
    ['Ik wil een klacht indienen', 'klacht', 'local', 'nl'],
    ['Grote put in de weg op de gewestweg N9', 'wegen-groen', 'local', 'nl'],
    ['Stroompanne in heel de wijk?', 'stroom-gas', 'third-party', 'nl'],
    ['Quand ramassez-vous les poubelles dans ma rue?', 'afval', 'local', 'fr'],
    ['Bonjour, comment demander une prime à la rénovation?', 'wonen-energie', 'flemish', 'fr'],
    ['Wann wird der Müll abgeholt?', 'afval', 'local', 'de'],
    ['Ich brauche einen Termin für einen neuen Personalausweis', 'burgerzaken', 'local', 'de'],
    ['There is a huge pothole in our street', 'wegen-groen', 'local', 'en'],
    ['How do I get a resident permit for parking?', 'parkeren-verkeer', 'local', 'en'],
    ['Dank u wel!', 'algemeen', 'local', 'nl'],
    ['👍', 'algemeen', 'local', 'und'],
    ['Ik lees graag de nieuwsbrief, kunnen jullie mij toevoegen?', 'algemeen', 'local', 'nl'],
  ])('codes %j as %s', (text, topic, level, language) => {
    const code = coder?.codeTopic(text);
    expect([code?.topic, code?.level, code?.language]).toEqual([topic, level, language]);
  });
});
