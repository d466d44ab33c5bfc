/** What citizens read in the widget. */
export const TEXTS = {
  open: 'Stel uw vraag',
  news: (count) => (count === 1 ? '1 nieuw antwoord' : `${count} nieuwe antwoorden`),
  title: (municipality) => (municipality === '' ? 'Stel uw vraag' : `Stel uw vraag aan ${municipality}`),
  close: 'Sluiten',
  intro:
    'Wij antwoorden hier, ook als u deze pagina sluit en later terugkomt. Schrijf geen rijksregisternummer of medische gegevens.',
  privacy: 'Wat doen wij met uw gegevens?',
  form: 'Liever een formulier?',
  log: 'Berichten',
  label: 'Uw bericht',
  send: 'Versturen',
  you: 'U',
  us: 'Wij',
  waiting: 'Wordt verstuurd zodra er verbinding is.',
  stored: 'Verstuurd.',
  refused: 'Niet verstuurd.',
  number: (number) => `Uw ontvangstnummer: ${number}`,
  empty: 'Schrijf eerst uw bericht.',
  full: 'Er wachten al te veel berichten. Probeer het opnieuw als er weer verbinding is.',
  forget: 'Gesprek wissen op dit toestel',
  forgetAsk:
    'Het gesprek verdwijnt van dit toestel. Een antwoord dat nog komt, kunt u hier dan niet meer lezen. Wissen?',
};
