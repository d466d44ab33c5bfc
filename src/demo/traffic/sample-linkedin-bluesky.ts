import type { Step } from './script.js';

const LEUVEN = '24062';
const HASSELT = '71072';

/** Under a post of the page of Leuven. */
export const LINKEDIN_STEPS: readonly Step[] = [
  {
    second: 43,
    key: 'leuven-jobdag',
    does: 'linkedin-publish',
    nis: LEUVEN,
    text: 'Stad Leuven zoekt collega’s. Kom op 10 december naar onze jobdag in het stadskantoor en ontdek 25 vacatures.',
  },
  {
    second: 45,
    key: 'leuven-jobdag-tolk',
    does: 'linkedin-comment',
    by: 'yasmina',
    about: 'leuven-jobdag',
    text: 'Mooi initiatief! Mijn buurvrouw leert nog Nederlands: kan er die dag een tolk Arabisch bij zijn, en moet ze zich vooraf inschrijven?',
  },
  {
    second: 47,
    key: 'leuven-jobdag-fiets',
    does: 'linkedin-comment',
    by: 'tom',
    about: 'leuven-jobdag',
    text: 'De fietsenstalling onder het stadskantoor is al weken gesloten. Waar kunnen bezoekers die dag hun fiets kwijt?',
  },
  {
    second: 49,
    key: 'leuven-jobdag-fiets-2',
    does: 'linkedin-comment',
    by: 'tom',
    about: 'leuven-jobdag',
    under: 'leuven-jobdag-fiets',
    text: 'Ik kom met een bakfiets, die past niet in de gewone rekken.',
  },
];

/** To the account of Hasselt: a mention and what is added to it, and a direct message. */
export const BLUESKY_STEPS: readonly Step[] = [
  {
    second: 44,
    key: 'hasselt-alverberg',
    does: 'bluesky-write',
    nis: HASSELT,
    by: 'anke',
    text: 'tot hoe laat is sporthal Alverberg open tijdens de kerstvakantie? 🏸 Op de website staan alleen de gewone uren.',
  },
  {
    second: 46,
    key: 'hasselt-alverberg-2',
    does: 'bluesky-write',
    nis: HASSELT,
    by: 'anke',
    under: 'hasselt-alverberg',
    text: 'en kan ik ter plaatse nog een terrein huren?',
  },
  {
    second: 48,
    key: 'hasselt-domicilie',
    does: 'bluesky-write',
    nis: HASSELT,
    by: 'rachid',
    isPrivate: true,
    text: 'Dag, ik gaf drie weken geleden mijn adreswijziging door, maar er kwam nog niemand langs om te kijken. Is ze goed aangekomen?',
  },
];
