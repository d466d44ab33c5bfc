import { describe, expect, it } from '@jest/globals';
import type { ServiceCredit, Tariff } from '../../domain/tariff.js';
import { serviceCreditLines, type KeptPromises } from './service-credit-lines.js';

const MONTH = { tenant: 'leuven', tenantName: 'Leuven', period: '2026-10' };

function tariff(...serviceCredits: readonly ServiceCredit[]): Tariff {
  return {
    ...{ name: 'premium', validFrom: '2026-01-01', monthlyFeeEuro: '300', serviceCredits },
    unitPriceEuro: {
      ...{ 'ticket.opened': '1', 'message.received': '0', 'answer.sent': '0' },
      ...{ 'forward.1700': '0', 'delivery.crm': '0', 'platform.cost': '0' },
    },
  };
}

const FIRST: ServiceCredit = { label: 'Eerste antwoord', clock: 'first-response', below: '0.9', percent: '5' };
const WORSE: ServiceCredit = { ...FIRST, label: 'Eerste antwoord, veel te laat', below: '0.7', percent: '12.5' };
const WHOLE: ServiceCredit = { label: 'Alle beloften', below: '0.95', percent: '10' };

function kept(met: number, breached: number, clock: KeptPromises['clock'] = 'first-response'): KeptPromises {
  return { clock, met, breached };
}

function amounts(credits: readonly ServiceCredit[], promises: readonly KeptPromises[], cost = '200.10') {
  return serviceCreditLines(MONTH, tariff(...credits), cost, promises).map(({ bracket, exactEuro }) => [
    bracket,
    exactEuro,
  ]);
}

describe('a service credit', () => {
  it.each<[string, KeptPromises, readonly unknown[]]>([
    ['is due below the agreed share', kept(89, 11), [['Eerste antwoord', '-10.005']]],
    ['is not due at the agreed share', kept(9, 1), []],
    ['is not due where nothing was decided', kept(0, 0), []],
    ['is due when no promise was kept', kept(0, 3), [['Eerste antwoord', '-10.005']]],
    ['looks at its own clock only', kept(1, 9, 'resolution'), []],
  ])('%s', (_, promises, lines) => {
    expect(amounts([FIRST], [promises])).toEqual(lines);
  });

  it('counts once for a clock: the largest that applies', () => {
    expect(amounts([FIRST, WORSE], [kept(60, 40)])).toEqual([['Eerste antwoord, veel te laat', '-25.0125']]);
    expect(amounts([FIRST, WORSE], [kept(80, 20)])).toEqual([['Eerste antwoord', '-10.005']]);
  });

  it('is added to that of another clock, and of all promises together', () => {
    expect(amounts([FIRST, WHOLE], [kept(60, 40), kept(90, 10, null)], '100')).toEqual([
      ['Eerste antwoord', '-5'],
      ['Alle beloften', '-10'],
    ]);
  });

  it('never gives back more than the month costs', () => {
    const all = { ...WHOLE, percent: '100' };
    expect(amounts([{ ...FIRST, percent: '60' }, all], [kept(0, 1), kept(0, 1, null)], '80')).toEqual([
      ['Eerste antwoord', '-48'],
      ['Alle beloften', '-32'],
    ]);
    expect(amounts([WHOLE], [kept(0, 1, null)], '0')).toEqual([]);
  });

  it('is one of its amount with a quantity below zero, and says why', () => {
    const [line] = serviceCreditLines(MONTH, tariff(FIRST), '200', [kept(85, 15)]);
    expect(line).toMatchObject({
      kind: 'service-credit',
      quantity: '-1',
      unitPriceEuro: '10',
      exactEuro: '-10',
      units: 0,
    });
    expect(line?.sentence).toBe(
      'Eerste antwoord: de belofte "Eerste antwoord" van de maand werd gehouden voor 85 %, minder dan de afgesproken 90 %. ' +
        'Terug: 5 % van € 200,00: € -10,00 (tarief "premium", versie van 2026-01-01).',
    );
  });

  it('is nothing without a tariff, or without credits in it', () => {
    expect(serviceCreditLines(MONTH, undefined, '10', [kept(0, 1)])).toEqual([]);
    expect(serviceCreditLines(MONTH, tariff(), '10', [kept(0, 1)])).toEqual([]);
  });
});
