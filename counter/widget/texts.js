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
  waiting: 'Wordt verstuurd…',
  late: 'Versturen lukt nu niet. Het wordt vanzelf opnieuw geprobeerd; u hoeft niets te doen.',
  busy: 'U schrijft snel na elkaar. Dit bericht wordt over enkele ogenblikken vanzelf verstuurd.',
  stored: 'Verstuurd.',
  refused: 'Niet verstuurd.',
  number: (number) => `Uw ontvangstnummer: ${number}`,
  empty: 'Schrijf eerst uw bericht.',
  full: 'Er wachten al te veel berichten. Probeer het opnieuw als er weer verbinding is.',
  forget: 'Gesprek wissen',
  forgetAsk:
    'Het gesprek verdwijnt van dit toestel. Een antwoord dat nog komt, kunt u hier dan niet meer lezen. Wissen?',
};
