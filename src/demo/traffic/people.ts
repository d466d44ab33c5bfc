import type { Person } from './script.js';

/** Invented. The order gives WhatsApp users their number, so new people are added at the end. */
export const PEOPLE: Readonly<Record<string, Person>> = {
  lotte: { name: 'Lotte Proefmans', username: 'lotte.proef' },
  wim: { name: 'Wim Testaert' },
  amina: { name: 'Amina Voorbeeld', username: 'amina.vb' },
  joris: { name: 'Joris Demoens' },
  chantal: { name: 'Chantal Exemple' },
  priya: { name: 'Priya Sample', username: 'priya.sample' },
  marc: { name: 'Marc Proefkonijn' },
  fatih: { name: 'Fatih Teststra', username: 'fatih.test', hidesPhone: true },
  greet: { name: 'Greet Voorbeeldens' },
  kobe: { name: 'Kobe Demolder', username: 'kobe.demo' },
  nadine: { name: 'Nadine Testelmans' },
  gratis: { name: 'Gratis Prijzen Online' },
  pieter: { name: 'Pieter Proefman' },
  sofie: { name: 'Sofie Demeester-Test', username: 'sofie.dt', hidesPhone: true },
  rachid: { name: 'Rachid Voorbeeldi' },
  hilde: { name: 'Hilde Testers' },
  tom: { name: 'Tom Exemplaar' },
  elke: { name: 'Elke Proefstuk', username: 'elke.proefstuk' },
  bart: { name: 'Bart Demonstrans' },
  yasmina: { name: 'Yasmina Testi', username: 'yasmina.t' },
  luc: { name: 'Luc Voorbeeldaert' },
  anke: { name: 'Anke Proefwerk', username: 'anke.pw' },
  dirk: { name: 'Dirk Testament' },
  mieke: { name: 'Mieke Demoor-Proef' },
};
