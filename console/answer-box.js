import { newIdempotencyKey, post } from './api.js';
import { el, field, select } from './dom.js';
import { dayAndTime, STATUSES } from './texts.js';

const ASK_AGAIN_MS = 1_000;
const MAX_ASKS = 30;

/**
 * Posts one command until it is decided. The same command keeps the same key, so that a double click, a lost answer
 * or a second try sends once.
 */
function sender(path) {
  let last = { body: '', key: '' };
  return async (body, say) => {
    const text = JSON.stringify(body);
    if (last.body !== text) {
      last = { body: text, key: newIdempotencyKey() };
    }
    const { key } = last;
    for (let asked = 0; asked < MAX_ASKS; asked += 1) {
      const status = await post(path, body, key).then(
        (answer) => answer.status,
        (error) => {
          if (error.code === 'COMMAND_IN_FLIGHT') {
            return 202;
          }
          // A refusal is final: the next try is a new command. Without an answer the key must stay the same.
          if (error.status === 422) {
            last = { body: '', key: '' };
          }
          throw error;
        },
      );
      if (status === 200) {
        last = { body: '', key: '' };
        return;
      }
      say('Opgeslagen, wordt verwerkt…');
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
    throw new Error('Opgeslagen, maar nog niet verwerkt. Kijk straks op de tijdlijn.');
  };
}

function commandForm(parts) {
  const { title, fields, button, path, bodyOf, sent, onSent } = parts;
  const message = el('p', { role: 'status', class: 'message' });
  const submit = el('button', { type: 'submit' }, button);
  const form = el('form', { class: 'command' }, el('h3', {}, title), fields, submit, message);
  const send = sender(path);

  function say(text, kind = '') {
    message.textContent = text;
    message.className = `message ${kind}`;
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (submit.disabled) {
      return;
    }
    submit.disabled = true;
    say('Wordt verstuurd…');
    try {
      const body = bodyOf(new FormData(form));
      await send(body, say);
      // Somebody may have typed on meanwhile; that is not thrown away.
      if (JSON.stringify(bodyOf(new FormData(form))) === JSON.stringify(body)) {
        form.reset();
      }
      say(sent, 'good');
      await onSent();
    } catch (error) {
      say(`Niet gelukt: ${error.message}`, 'bad');
    } finally {
      submit.disabled = false;
    }
  });
  return form;
}

const UNITS = { characters: 'tekens', bytes: 'bytes', weighted: 'tekens zoals X ze telt (een link 23, een emoji 2)' };

function wayText({ open, isPublic, reason, closesAt, maxLength, lengthUnit, warning }) {
  if (!open) {
    return reason;
  }
  return [
    isPublic
      ? 'Iedereen kan dit antwoord lezen: zet er geen persoonsgegevens in.'
      : 'Alleen de burger leest dit antwoord.',
    ...(closesAt === null ? [] : [`Antwoorden kan tot ${dayAndTime(closesAt)}.`]),
    `Langer dan ${maxLength} ${UNITS[lengthUnit] ?? lengthUnit} wordt in stukken verstuurd.`,
    ...(warning === null ? [] : [warning]),
  ].join(' ');
}

/** What may be answered here and how, said before anybody types. It changes when the citizen writes again. */
export function waysText(ticket) {
  return ticket.answering.length === 0 ? 'Dit kanaal is niet meer ingesteld.' : ticket.answering.map(wayText).join(' ');
}

/** What the citizen wrote in this ticket itself: only that can be split off. */
function ownWords(ticket) {
  return ticket.messages.filter(
    (message) => message.author === 'citizen' && message.redactedAt === null && message.ticket.ticketId === ticket.id,
  );
}

function choice(message) {
  const id = `split-${message.id}`;
  return el(
    'p',
    { class: 'check' },
    el('input', { type: 'checkbox', name: 'message', value: message.id, id }),
    el('label', { for: id }, `${dayAndTime(message.occurredAt)}: ${message.text.slice(0, 80)}`),
  );
}

function mergeForm(path, onSent) {
  return commandForm({
    title: 'Samenvoegen',
    fields: [
      field(
        'Gaat verder in ticket',
        el('input', { name: 'into', required: true, maxlength: 40, inputmode: 'numeric' }),
      ),
      field('Reden', el('input', { name: 'merge-reason', required: true, maxlength: 1000 })),
    ],
    button: 'Samenvoegen',
    path: `${path}/merge`,
    bodyOf: (data) => ({ into: String(data.get('into')).trim(), reason: String(data.get('merge-reason')).trim() }),
    sent: 'Samengevoegd.',
    onSent,
  });
}

function splitForm(ticket, path, onSent) {
  const words = ownWords(ticket);
  return words.length < 2
    ? ''
    : commandForm({
        title: 'Splitsen',
        fields: [
          el('p', {}, 'Deze berichten worden een nieuw ticket:'),
          ...words.map(choice),
          field('Reden', el('input', { name: 'split-reason', required: true, maxlength: 1000 })),
        ],
        button: 'Splitsen',
        path: `${path}/split`,
        bodyOf: (data) => ({ messageIds: data.getAll('message'), reason: String(data.get('split-reason')).trim() }),
        sent: 'Gesplitst. Het nieuwe ticket staat in de nota hierboven.',
        onSent,
      });
}

/** What a person says of it decides about the bill: spam costs nothing, with all that was done for it. */
function spamForm(path, onSent) {
  const judgements = [
    ['spam', 'Dit is spam: afsluiten, en niets aanrekenen'],
    ['none', 'Dit is geen spam: verder behandelen, en weer aanrekenen'],
  ];
  return commandForm({
    title: 'Spam',
    fields: [field('Oordeel', select('judgement', judgements, 'spam'))],
    button: 'Oordeel bewaren',
    path: `${path}/status`,
    bodyOf: (data) =>
      data.get('judgement') === 'spam' ? { status: 'closed', isSpam: true } : { status: 'in-progress', isSpam: false },
    sent: 'Bewaard. Het verbruik hieronder volgt.',
    onSent,
  });
}

const WAYS = [
  ['', 'Waar de burger het laatst schreef: privé zodra dat kan, anders openbaar'],
  ['private', 'Privé: alleen de burger leest het'],
  ['public', 'Openbaar: iedereen leest het'],
];

/** Where a question is public the answer can be private on some channels; elsewhere there is nothing to choose. */
function wayField(ticket) {
  return ticket.answering.some(({ canReplyPrivately }) => canReplyPrivately)
    ? [field('Wie leest het antwoord', select('way', WAYS, ''))]
    : [];
}

/** Where the channel takes no answer any more, the citizen can be asked to write again. */
function inviteForm(ticket, path, onSent) {
  return ticket.answering.some(({ canInvite }) => canInvite)
    ? commandForm({
        title: 'Uitnodigen om weer te schrijven',
        fields: [],
        button: 'Uitnodigen',
        path: `${path}/invitation`,
        bodyOf: () => ({}),
        sent: 'Uitgenodigd. Zodra de burger schrijft, kan u antwoorden.',
        onSent,
      })
    : '';
}

/** The desk: answer the citizen, change the status, hand the ticket on, merge and split it, and say whether it is spam. */
export function answerBox(ticket, ways, onSent) {
  const path = `/tickets/${ticket.id}`;
  const statuses = Object.entries(STATUSES);
  return el(
    'section',
    { 'aria-labelledby': 'antwoorden', class: 'desk' },
    el('h2', { id: 'antwoorden' }, 'Balie'),
    commandForm({
      title: 'Antwoord aan de burger',
      fields: [
        ways,
        field(
          'Antwoord',
          el('textarea', {
            ...{ name: 'text', rows: 5, required: true, maxlength: 20000, 'aria-describedby': 'antwoord-hoe' },
          }),
        ),
        ...wayField(ticket),
        el(
          'p',
          { class: 'check' },
          el('input', { type: 'checkbox', name: 'final', id: 'final', checked: true }),
          el('label', { for: 'final' }, 'Hiermee is de vraag beantwoord'),
        ),
      ],
      button: 'Versturen',
      path: `${path}/replies`,
      bodyOf: (data) => ({
        ...{ text: String(data.get('text')), final: data.has('final') },
        ...(data.get('way') ? { way: data.get('way') } : {}),
      }),
      sent: 'Aanvaard. De aflevering staat hieronder.',
      onSent,
    }),
    inviteForm(ticket, path, onSent),
    commandForm({
      title: 'Status wijzigen',
      fields: [
        field('Nieuwe status', select('status', statuses, ticket.status)),
        field('Reden (niet verplicht)', el('input', { name: 'reason', maxlength: 1000 })),
      ],
      button: 'Wijzigen',
      path: `${path}/status`,
      bodyOf: (data) => ({
        status: data.get('status'),
        ...(String(data.get('reason')).trim() === '' ? {} : { reason: String(data.get('reason')).trim() }),
      }),
      sent: 'Status gewijzigd.',
      onSent,
    }),
    commandForm({
      title: 'Doorgeven',
      fields: [
        field('Bestemming', el('input', { name: 'to', required: true, maxlength: 200 })),
        field('Reden', el('input', { name: 'forward-reason', required: true, maxlength: 1000 })),
      ],
      button: 'Doorgeven',
      path: `${path}/forward`,
      bodyOf: (data) => ({ to: String(data.get('to')).trim(), reason: String(data.get('forward-reason')).trim() }),
      sent: 'Doorgegeven.',
      onSent,
    }),
    mergeForm(path, onSent),
    splitForm(ticket, path, onSent),
    spamForm(path, onSent),
  );
}
