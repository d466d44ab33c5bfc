import { el, table } from './dom.js';
import { CLOCK_STATES, dayAndTime, duration, word, workingTime } from './texts.js';

/** Terms of the law count whole days, around the clock; promises count working time. */
function counted(unit, seconds) {
  return unit === 'calendar-days' ? duration(Math.round(seconds / 60)) : workingTime(seconds);
}

function usedText({ unit, usedWorkingSeconds, calendar, settingsHash }) {
  const used = counted(unit, usedWorkingSeconds);
  return unit === 'calendar-days'
    ? `Samen verlopen: ${used}. Elke kalenderdag telt, in de tijdzone ${calendar}.`
    : `Samen gebruikt: ${used}. Kalender "${calendar}" uit instellingen ${settingsHash.slice(0, 12)}.`;
}

function intervalRow(interval, unit) {
  const { from, until, text, workingSeconds, isExpected } = interval;
  return el(
    'tr',
    isExpected ? { class: 'expected' } : {},
    el('td', {}, dayAndTime(from)),
    el('td', {}, dayAndTime(until)),
    el('td', {}, isExpected ? `Verwacht. ${text}` : text),
    el('td', { class: 'number' }, counted(unit, workingSeconds)),
  );
}

function earlierRow(clock) {
  return el(
    'tr',
    {},
    el('td', { colspan: '3' }, 'Daarvoor, hier niet getoond'),
    el('td', { class: 'number' }, workingTime(clock.earlierWorkingSeconds)),
  );
}

function clockItem(clock, opened) {
  const { name, round, unit, state, sentence, intervals, isCut } = clock;
  const key = `${name} ${round}`;
  const rows = intervals.map((interval) => intervalRow(interval, unit));
  return el(
    'li',
    {},
    el('p', { class: `clock clock-${state}` }, sentence),
    el(
      'details',
      {
        open: opened.has(key),
        ontoggle: (event) => (event.target.open ? opened.add(key) : opened.delete(key)),
      },
      el('summary', {}, `Hoe deze termijn is geteld (${word(CLOCK_STATES, state)})`),
      table(
        `${sentence.split(':')[0]}, ronde ${round}: wat telde en wat niet`,
        ['Van', 'Tot', 'Waarom', 'Geteld'],
        isCut ? [earlierRow(clock), ...rows] : rows,
      ),
      el('p', {}, usedText(clock)),
    ),
  );
}

function holderRow({ name, heldMs }, totalMs) {
  const share = totalMs === 0 ? 0 : Math.round((heldMs / totalMs) * 100);
  return el(
    'tr',
    {},
    el('td', {}, name),
    el('td', { class: 'number' }, duration(Math.round(heldMs / 60_000))),
    el('td', { class: 'number' }, `${share} %`),
  );
}

/**
 * The clocks of a ticket with their sentence, the intervals on demand, and who had the ticket how long.
 *
 * @param opened keys of the clocks whose intervals are open, kept between refreshes
 */
export function clockParts({ clocks, held }, opened) {
  const list =
    clocks.length === 0
      ? el('p', {}, 'Er lopen geen termijnen op dit ticket.')
      : el(
          'ul',
          { class: 'plain' },
          clocks.map((clock) => clockItem(clock, opened)),
        );
  if (held === null) {
    return [list];
  }
  const until = held.isClosed ? `tot het werd afgesloten op ${dayAndTime(held.until)}` : 'tot nu';
  return [
    list,
    table(
      `Bij wie het ticket was, ${until}`,
      ['Wie', 'Hoe lang', 'Deel'],
      held.holders.map((one) => holderRow(one, held.totalMs)),
    ),
  ];
}
