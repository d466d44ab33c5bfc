import { get } from './api.js';
import { answerBox, waysText } from './answer-box.js';
import { attachmentList } from './attachments.js';
import { clockParts } from './clocks.js';
import { hideButton } from './hide-button.js';
import { el, replace, table } from './dom.js';
import {
  AUTHORS,
  CHANNELS,
  dayAndTime,
  deadlineText,
  DELIVERY_KINDS,
  DELIVERY_STATES,
  euro,
  EVENTS,
  METERS,
  STATUSES,
  unitsOf,
  word,
} from './texts.js';

function facts(ticket) {
  const pairs = [
    ['Gemeente', ticket.municipality.name ?? ticket.municipality.tenant],
    ['Kanaal', `${word(CHANNELS, ticket.channel)} (${ticket.account})`],
    ['Burger', ticket.citizen?.name ?? 'niet gekend'],
    ['Onderwerp', ticket.topic],
    ['Bestemming', ticket.target],
    ['Status', word(STATUSES, ticket.status)],
    ...(ticket.mergedFrom.length === 0
      ? []
      : [['Samengevoegd met', ticket.mergedFrom.map((other) => other.number).join(', ')]]),
    ...(ticket.textKeptUntil === null ? [] : [['Tekst blijft tot', dayAndTime(ticket.textKeptUntil)]]),
    ...(ticket.splitFrom === null ? [] : [['Afgesplitst van', `${ticket.splitFrom.number}`]]),
  ];
  const deadline = el('dd', { class: `sla sla-${ticket.sla}` }, deadlineText(ticket, Date.now()));
  return el(
    'dl',
    { class: 'facts' },
    pairs.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]).flat(),
    el('dt', {}, 'Termijn'),
    deadline,
  );
}

/** The words, and until when they stay; or why they are gone, and where they stand. */
function textPart({ text, textKeptUntil, erased }) {
  if (erased !== null) {
    const { reason, permalink } = erased;
    const link =
      permalink === null
        ? []
        : [' ', el('a', { href: permalink, rel: 'noreferrer', target: '_blank' }, 'Open het bericht')];
    return el('p', { class: 'gone' }, reason, ...link);
  }
  const until =
    textKeptUntil === null ? [] : [el('p', { class: 'by' }, `Tekst blijft tot ${dayAndTime(textKeptUntil)}.`)];
  return el('div', {}, el('p', { class: 'text' }, text), ...until);
}

function messageItem(message, ticket, refresh) {
  const { author, authorName, occurredAt, redactedAt, hiddenAt, attachments, isPublic, version } = message;
  const who = authorName === null ? word(AUTHORS, author) : `${word(AUTHORS, author)}: ${authorName}`;
  const elsewhere = message.ticket.ticketId === ticket.id ? [] : [`ticket ${message.ticket.number}`];
  const marks = [
    isPublic ? 'openbaar' : 'privé',
    ...(version > 1 ? ['gewijzigd'] : []),
    ...(hiddenAt === null ? [] : ['verborgen']),
    ...elsewhere,
  ].join(', ');
  return el(
    'li',
    { class: `bubble bubble-${author}` },
    el('p', { class: 'by' }, `${who} · ${dayAndTime(occurredAt)} · ${marks}`),
    redactedAt === null ? textPart(message) : el('p', { class: 'gone' }, 'Dit bericht werd verwijderd.'),
    attachmentList(ticket, attachments),
    hideButton(message, refresh),
  );
}

function section(title, id, ...content) {
  return el('section', { 'aria-labelledby': id }, el('h2', { id }, title), content);
}

function deliveryRow(delivery) {
  const { target, kind, state, attempts, code, detail, deliveredAt, nextAttemptAt, heldUntil } = delivery;
  const waits =
    heldUntil === null
      ? `volgende poging ${dayAndTime(nextAttemptAt)}`
      : `wacht op het platform tot ${dayAndTime(heldUntil)}`;
  const when = deliveredAt === null ? waits : dayAndTime(deliveredAt);
  return el(
    'tr',
    {},
    el('td', {}, target),
    el('td', {}, word(DELIVERY_KINDS, kind)),
    el('td', { class: `delivery-${state}` }, word(DELIVERY_STATES, state)),
    el('td', {}, `${attempts}`),
    el('td', {}, ['delivered', 'due', 'unknown', 'in-flight'].includes(state) ? when : ''),
    el('td', {}, [code, detail].filter((part) => part !== null).join(': ')),
  );
}

function usageRow(entry) {
  return el(
    'tr',
    {},
    el('td', {}, dayAndTime(entry.occurredAt)),
    el('td', {}, word(METERS, entry.meter)),
    el('td', {}, unitsOf(entry.meter, entry.quantity)),
    el('td', {}, entry.tariff),
    el('td', {}, euro(entry.amountEuro)),
  );
}

function parts(ticket, explanation, opened) {
  const events = ticket.timeline.map((entry) =>
    el('li', {}, `${dayAndTime(entry.occurredAt)} – ${word(EVENTS, entry.type)}`),
  );
  return [
    section(
      'Uitleg',
      'uitleg',
      el(
        'ul',
        { class: 'plain' },
        // The clocks have a part of their own.
        explanation.sentences.filter(({ about }) => about !== 'clock').map(({ text }) => el('li', {}, text)),
      ),
    ),
    section('Termijnen', 'termijnen', ...clockParts(explanation, opened)),
    section(
      'Afleveringen',
      'afleveringen',
      table(
        'Afleveringen van dit ticket',
        ['Bestemming', 'Wat', 'Toestand', 'Pogingen', 'Wanneer', 'Reden'],
        ticket.deliveries.map(deliveryRow),
      ),
    ),
    section('Tijdlijn', 'tijdlijn', el('ol', { class: 'plain' }, events)),
    section(
      'Aangerekend',
      'aangerekend',
      table('Verbruik van dit ticket', ['Wanneer', 'Wat', 'Aantal', 'Tarief', 'Bedrag'], ticket.usage.map(usageRow)),
    ),
    ticket.isCut || explanation.isCut
      ? el('p', {}, 'Dit ticket heeft meer dan hier getoond wordt; u ziet het nieuwste.')
      : '',
  ];
}

/** One ticket. The answer box is made once, so that a refresh never touches what somebody is typing. */
export async function ticketView(container, number) {
  const head = el('div');
  const messages = el('ol', { class: 'bubbles' });
  const rest = el('div');
  const ways = el('p', { class: 'ways', id: 'antwoord-hoe', role: 'status' });
  /** Clocks whose intervals somebody opened: a refresh leaves them open. */
  const opened = new Set();

  let shown;

  async function refresh() {
    const ticket = await get(`/tickets/${number}`);
    if (shown !== undefined && shown !== ticket.id) {
      // It was merged while somebody looked: the page of the ticket that goes on has its own answer box.
      location.hash = `#/ticket/${ticket.number}`;
      return ticket;
    }
    shown = ticket.id;
    const explanation = await get(`/tickets/${ticket.number}/explain`);
    replace(head, facts(ticket));
    const said = waysText(ticket);
    if (ways.textContent !== said) {
      ways.textContent = said;
    }
    replace(
      messages,
      ticket.messages.map((message) => messageItem(message, ticket, refresh)),
    );
    replace(
      rest,
      parts(ticket, explanation, opened).filter((part) => part !== ''),
    );
    return ticket;
  }

  const ticket = await refresh();
  replace(
    container,
    el('p', {}, el('a', { href: '#/' }, '← Alle tickets')),
    el('h1', { tabindex: '-1' }, `Ticket ${ticket.number}`),
    head,
    section('Gesprek', 'gesprek', messages),
    answerBox(ticket, ways, refresh),
    rest,
  );
  return refresh;
}
