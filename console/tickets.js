import { all, get } from './api.js';
import { el, field, replace, select, table } from './dom.js';
import { CHANNELS, dayAndTime, deadlineText, SLA, STATUSES, word } from './texts.js';

const HEADS = ['Nummer', 'Gemeente', 'Kanaal', 'Onderwerp', 'Termijn', 'Bestemming', 'Status', 'Geopend'];

function chooser(name, words, chosen) {
  return select(name, [['', 'Alle'], ...Object.entries(words)], chosen);
}

function ticketRow(ticket, nowMs) {
  const { number, municipality, channel, topic, sla, target, status, openedAt } = ticket;
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, el('a', { href: `#/ticket/${number}` }, `${number}`)),
    el('td', {}, municipality.name ?? municipality.tenant),
    el('td', {}, word(CHANNELS, channel)),
    el('td', {}, topic),
    el('td', { class: `sla sla-${sla}` }, deadlineText(ticket, nowMs)),
    el('td', {}, target),
    el('td', {}, word(STATUSES, status)),
    el('td', {}, dayAndTime(openedAt)),
  );
}

function queryOf(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (String(value).trim() !== '') {
      query.set(name, String(value).trim());
    }
  }
  return query;
}

function filterForm(chosen, municipalities) {
  const names = municipalities
    .map((one) => [one.nis || one.ovo, one.name])
    .toSorted((a, b) => a[1].localeCompare(b[1], 'nl'));
  return el(
    'form',
    { class: 'filters', role: 'search', 'aria-label': 'Tickets filteren' },
    field('Gemeente', select('municipality', [['', 'Alle'], ...names], chosen.get('municipality'))),
    field('Status', chooser('status', STATUSES, chosen.get('status'))),
    field('Termijn', chooser('sla', SLA, chosen.get('sla'))),
    field('Kanaal', el('input', { name: 'channel', value: chosen.get('channel') ?? '', maxlength: 100 })),
    field('Onderwerp', el('input', { name: 'topic', value: chosen.get('topic') ?? '', maxlength: 100 })),
    field('Bestemming', el('input', { name: 'target', value: chosen.get('target') ?? '', maxlength: 100 })),
    field(
      'Nummer',
      el('input', { name: 'number', value: chosen.get('number') ?? '', inputmode: 'numeric', pattern: '[0-9]*' }),
    ),
    field(
      'Tekst',
      el('input', { name: 'q', minlength: 2, value: chosen.get('q') ?? '', maxlength: 100, type: 'search' }),
    ),
    el('button', { type: 'submit' }, 'Zoeken'),
  );
}

/** The list of tickets with its filters. The filters are in the address, so that a list can be bookmarked. */
export async function ticketsView(container, query) {
  const chosen = new URLSearchParams(query);
  const results = el('div', { 'aria-live': 'off' });
  const form = filterForm(chosen, await all('/municipalities'));
  let cursors = [''];

  async function refresh() {
    const page = new URLSearchParams(chosen);
    const cursor = cursors.at(-1) ?? '';
    if (cursor !== '') {
      page.set('cursor', cursor);
    }
    const { items, next } = await get(`/tickets?${page}`);
    const rows = items.map((ticket) => ticketRow(ticket, Date.now()));
    replace(
      results,
      items.length === 0
        ? el('p', {}, 'Geen tickets op deze bladzijde.')
        : table('Tickets, nieuwste eerst', HEADS, rows),
      el(
        'p',
        { class: 'pages' },
        el(
          'button',
          { type: 'button', disabled: cursors.length === 1, onclick: () => turn(cursors.slice(0, -1)) },
          'Nieuwere',
        ),
        el('button', { type: 'button', disabled: next === null, onclick: () => turn([...cursors, next]) }, 'Oudere'),
      ),
    );
  }

  function turn(to) {
    cursors = to;
    refresh().catch((error) => replace(results, el('p', { role: 'alert', class: 'bad' }, error.message)));
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    location.hash = `#/?${queryOf(form)}`;
  });
  replace(container, el('h1', { tabindex: '-1' }, 'Tickets'), form, results);
  await refresh();
  return refresh;
}
