import { all, get } from './api.js';
import { el, field, replace, select, table } from './dom.js';
import { previewOf } from './invoices.js';
import { scorecardTable } from './scorecard.js';
import { euro, METERS, percent, RULES, word } from './texts.js';

function lineRow(line) {
  return el(
    'tr',
    {},
    el('td', {}, line.meter === null ? word(RULES, line.rule) : word(METERS, line.meter)),
    el('td', {}, line.sentence),
    // Of what platforms charge the quantity is the amount itself.
    el('td', { class: 'number' }, line.meter === 'platform.cost' ? euro(`${line.quantity}`) : `${line.quantity}`),
    el('td', { class: 'number' }, euro(line.unitPriceEuro)),
    el('td', { class: 'number' }, euro(line.amountEuro)),
  );
}

function thisMonth() {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels', year: 'numeric', month: '2-digit' })
    .format(new Date())
    .slice(0, 7);
}

/** What a municipality used in a month, what it costs (the numbers of the ledger), and how its promises were kept. */
export async function usageView(container) {
  const municipalities = await all('/municipalities');
  const names = municipalities
    .map((one) => [one.nis || one.ovo, one.name])
    .toSorted((a, b) => a[1].localeCompare(b[1], 'nl'));
  const who = select('municipality', names, names[0]?.[0]);
  const month = el('input', {
    name: 'period',
    type: 'month',
    value: thisMonth(),
    pattern: '20[0-9]{2}-[0-9]{2}',
    required: true,
  });
  const result = el('div', { role: 'status' });

  async function refresh() {
    if (who.value === '' || !/^20\d\d-\d\d$/.test(month.value)) {
      replace(result, el('p', {}, 'Kies een gemeente en een maand.'));
      return;
    }
    const path = `/municipalities/${encodeURIComponent(who.value)}`;
    const usage = await get(`${path}/usage?period=${month.value}`);
    // A price that is not known leaves the rest of the page as it is.
    const preview = await previewOf(path, month.value).catch((error) => [el('p', { class: 'bad' }, error.message)]);
    const scorecard = await get(`${path}/scorecard?period=${month.value}`);
    const rows = [...usage.monthlyFee.lines, ...usage.lines].map(lineRow);
    replace(
      result,
      table(
        `Verbruik van ${usage.municipality.name} in ${usage.period}`,
        ['Wat', 'Waarom', 'Aantal', 'Prijs', 'Bedrag'],
        rows,
      ),
      el('p', { class: 'total' }, `Totaal zonder btw: ${euro(usage.totalEuro)}`),
      el(
        'p',
        {},
        usage.forecast === null
          ? ''
          : `Verwacht voor de hele maand: ${euro(usage.forecast.totalEuro)}, als de dagen die nog komen zijn als de ${usage.forecast.basedOnDays} voorbije.`,
      ),
      usage.budget === null
        ? el('p')
        : el(
            'p',
            { class: usage.budget.reached.length > 0 || usage.budget.willExceed === true ? 'bad' : null },
            `Budget van de maand: ${euro(usage.budget.monthEuro)}.`,
            usage.budget.reached.length === 0 ? '' : ` ${percent(usage.budget.reached.at(-1))} ervan is bereikt.`,
            usage.budget.willExceed === true ? ' Volgens de verwachting gaat de maand erboven.' : '',
          ),
      el('p', {}, usage.isComplete ? '' : 'Van een deel is het tarief niet gekend; dat deel zit niet in het totaal.'),
      ...(preview.length === 0 ? [] : [el('h2', {}, 'Factuur'), ...preview]),
      el('h2', {}, 'Termijnen'),
      scorecardTable(scorecard),
    );
  }

  for (const input of [who, month]) {
    input.addEventListener('change', () => {
      refresh().catch((error) => replace(result, el('p', { class: 'bad' }, error.message)));
    });
  }
  replace(
    container,
    el('h1', { tabindex: '-1' }, 'Verbruik'),
    el(
      'form',
      { class: 'filters', onsubmit: (event) => event.preventDefault() },
      field('Gemeente', who),
      field('Maand', month),
    ),
    result,
  );
  await refresh();
  return refresh;
}
