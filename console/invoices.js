import { all, download, get } from './api.js';
import { el, replace, table } from './dom.js';
import { CHANNELS, day, dayAndTime, euro, INVOICE_KINDS, LINE_KINDS, unitsOf, word } from './texts.js';

const FORMS = [
  ['application/pdf', 'pdf', 'PDF'],
  ['application/xml', 'xml', 'UBL'],
  ['text/csv', 'csv', 'CSV'],
];

function listRow({ id, number, kind, period, issueDate, debtor, payableEuro }) {
  return el(
    'tr',
    {},
    el('td', {}, el('a', { href: `#/factuur/${id}` }, number)),
    el('td', {}, word(INVOICE_KINDS, kind)),
    el('td', {}, period),
    el('td', {}, debtor.name),
    el('td', {}, day(issueDate)),
    el('td', { class: 'number' }, euro(payableEuro)),
  );
}

/** All invoices that the key may see. */
export async function invoicesView(container) {
  const list = el('div', { role: 'status' });
  async function refresh() {
    const invoices = await all('/invoices');
    replace(
      list,
      invoices.length === 0
        ? el('p', {}, 'Er zijn nog geen facturen. Een maand wordt gefactureerd nadat ze voorbij is.')
        : table('Facturen', ['Nummer', 'Soort', 'Maand', 'Voor', 'Datum', 'Te betalen'], invoices.map(listRow)),
    );
  }
  await refresh();
  replace(container, el('h1', { tabindex: '-1' }, 'Facturen'), list);
  return refresh;
}

function factRow(fact, meter) {
  return el(
    'tr',
    {},
    el('td', { class: 'number' }, fact.unit === null ? '' : `${fact.unit}`),
    el('td', {}, dayAndTime(fact.occurredAt)),
    el('td', {}, word(CHANNELS, fact.channel)),
    el('td', {}, el('a', { href: `#/ticket/${fact.ticket.id}` }, `Ticket ${fact.ticket.number}`)),
    el('td', {}, fact.reason === null ? '' : fact.reason === 'spam' ? 'was spam' : 'tijdens een crisis'),
    el('td', { class: 'number' }, unitsOf(meter, fact.quantity)),
  );
}

/** What stands behind a line; more of it on demand, because a line can count thousands. */
async function showFacts(invoice, line, place) {
  const path = `/invoices/${invoice.id}/lines/${line.number}/facts`;
  const found = [];
  async function more(cursor) {
    const page = await get(`${path}?limit=50${cursor}`);
    found.push(...page.items);
    const basis = page.basis.map((number) => invoice.lines[number - 1]?.sentence ?? '').filter((text) => text !== '');
    replace(
      place,
      basis.length === 0
        ? []
        : [
            el('p', {}, 'Berekend op:'),
            el(
              'ul',
              {},
              basis.map((text) => el('li', {}, text)),
            ),
          ],
      found.length === 0
        ? el('p', {}, basis.length === 0 ? 'Deze regel telt geen berichten: ze volgt uit het tarief alleen.' : '')
        : table(
            'Wat er in deze regel zit',
            ['Nr.', 'Wanneer', 'Kanaal', 'Ticket', '', 'Aantal'],
            found.map((fact) => factRow(fact, line.meter)),
          ),
      page.next === null
        ? []
        : el(
            'button',
            { type: 'button', onclick: () => guard(place, () => more(`&cursor=${encodeURIComponent(page.next)}`)) },
            'Toon meer',
          ),
    );
  }
  await more('');
}

function guard(place, work) {
  work().catch((error) => place.append(el('p', { class: 'bad', role: 'alert' }, error.message)));
}

function lineBlock(invoice, line) {
  const place = el('div', { role: 'status' });
  const label = line.kind === 'charge' ? '' : `${word(LINE_KINDS, line.kind)}, maand ${line.period}. `;
  return el(
    'li',
    {},
    el('p', {}, el('strong', {}, label), line.sentence, ' ', el('strong', {}, euro(line.amountEuro))),
    el(
      'button',
      { type: 'button', onclick: () => guard(place, () => showFacts(invoice, line, place)) },
      `Waaruit bestaat regel ${line.number}?`,
    ),
    place,
  );
}

function parts(invoice) {
  const towns = [...new Set(invoice.lines.map(({ tenantName }) => tenantName))];
  return towns.flatMap((town) => [
    el('h2', {}, town),
    el(
      'ol',
      { class: 'lines' },
      invoice.lines.filter(({ tenantName }) => tenantName === town).map((line) => lineBlock(invoice, line)),
    ),
  ]);
}

function sums({ netEuro, vat, payableEuro, dueDate, paymentReference, seller }) {
  const reference = paymentReference.replace(/^(\d{3})(\d{4})(\d{5})$/, '+++$1/$2/$3+++');
  return [
    el('p', { class: 'total' }, `Totaal zonder btw: ${euro(netEuro)}`),
    ...vat.map((one) => el('p', {}, `Btw ${one.percent} % op ${euro(one.baseEuro)}: ${euro(one.vatEuro)}`)),
    el('p', { class: 'total' }, `${dueDate === null ? 'Terug te krijgen' : 'Te betalen'}: ${euro(payableEuro)}`),
    dueDate === null
      ? []
      : el('p', {}, `Uiterlijk op ${day(dueDate)}, op ${seller.iban} van ${seller.name}, met mededeling ${reference}.`),
  ];
}

/** What would be issued now for a municipality and month: what comes beside its use, and what that makes with VAT. */
export async function previewOf(path, period) {
  const { documents } = await get(`${path}/invoice-preview?period=${period}`);
  return documents.flatMap((draft) => [
    el('h3', {}, `${word(INVOICE_KINDS, draft.kind)} zoals ze nu zou zijn`),
    el(
      'ul',
      {},
      draft.lines
        .filter(({ kind }) => kind !== 'charge')
        .map((line) => el('li', {}, line.sentence, ' ', el('strong', {}, euro(line.amountEuro)))),
    ),
    el('p', {}, `Zonder btw ${euro(draft.netEuro)}, met btw ${euro(draft.payableEuro)}.`),
  ]);
}

/** One invoice, line by line, down to the tickets. */
export async function invoiceView(container, id) {
  const invoice = await get(`/invoices/${encodeURIComponent(id)}`);
  const trouble = el('div');
  const corrected = invoice.preceding.map(({ number }) => number).join(', ');
  replace(
    container,
    el('h1', { tabindex: '-1' }, `${word(INVOICE_KINDS, invoice.kind)} ${invoice.number}`),
    el('p', {}, `Voor ${invoice.buyer.name}, over ${invoice.period}. Opgemaakt op ${day(invoice.issueDate)}.`),
    corrected === '' ? [] : el('p', {}, `Corrigeert factuur ${corrected}.`),
    el(
      'p',
      { class: 'actions' },
      // A space between them, as between words.
      FORMS.flatMap(([type, ending, name]) => [
        el(
          'button',
          {
            type: 'button',
            onclick: () => guard(trouble, () => download(`/invoices/${id}`, type, `${invoice.number}.${ending}`)),
          },
          name,
        ),
        ' ',
      ]),
    ),
    trouble,
    ...parts(invoice),
    ...sums(invoice),
  );
  // An invoice never changes, so there is nothing to refresh.
  return async () => undefined;
}
