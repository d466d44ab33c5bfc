import { el, table } from './dom.js';
import { CLOCKS, EXCLUDED, percent, word, workingTime } from './texts.js';

function number(text) {
  return el('td', { class: 'number' }, text);
}

function excludedText(excluded) {
  return excluded.map(({ reason, count }) => `${count} × ${word(EXCLUDED, reason)}`).join(', ');
}

function promisesRow(name, counts) {
  const { met, breached, open, excluded, attained, usedWorkingSeconds: used } = counts;
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, name),
    number(`${met}`),
    number(`${breached}`),
    number(`${open}`),
    el('td', {}, excludedText(excluded)),
    number(attained === null ? '–' : percent(attained)),
    number(used === null ? '–' : workingTime(used.p50)),
    number(used === null ? '–' : workingTime(used.p90)),
    number(used === null ? '–' : workingTime(used.p95)),
  );
}

/** How the promises of a month were kept. A promise counts in the month in which it fell due. */
export function scorecardTable(scorecard) {
  const { municipality, period, clocks, total } = scorecard;
  if (total.promises === 0) {
    return el('p', {}, 'In deze maand vervielen geen termijnen.');
  }
  return table(
    `Termijnen van ${municipality.name} die vervielen in ${period}`,
    [
      'Termijn',
      'Gehaald',
      'Niet gehaald',
      'Open',
      'Niet meegeteld',
      'Deel gehaald',
      'Helft binnen',
      '90 % binnen',
      '95 % binnen',
    ],
    [...clocks.map((counts) => promisesRow(word(CLOCKS, counts.clock), counts)), promisesRow('Samen', total)],
  );
}
