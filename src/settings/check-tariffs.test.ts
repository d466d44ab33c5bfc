import { beforeAll, describe, expect, it } from '@jest/globals';
import { testSettings } from '../../test/support/test-settings.js';
import { checkTariffs } from './check-tariffs.js';
import { readSchemas, type FileCheckers } from './schemas.js';
import type { Draft } from './draft.js';
import type { Municipality, Tariff } from './snapshot.js';

const base = testSettings();
const [PLAIN] = base.tariffs;
const catalogue = { ids: () => ['facebook', 'whatsapp'] } as unknown as Parameters<typeof checkTariffs>[1];
let checkers: FileCheckers;

beforeAll(async () => {
  checkers = await readSchemas();
});

function errors(change: Partial<Tariff>, town: Partial<Municipality> = {}): readonly string[] {
  const nothing = {
    ...{ isDemo: false, calendars: [], sla: [], pools: [], topics: [], platformPrices: [], platforms: [], targets: [] },
    invoicing: [],
  };
  const names = new Set(['kantoor', 'standaard']);
  const declared = { tenants: names, calendars: names, sla: names, tariffs: names, topics: names, targets: names };
  const draft: Draft = {
    ...{ ...nothing, declared },
    tariffs: base.tariffs.map((value) => ({ file: 't.yaml', value: { ...value, ...change } })),
    municipalities: base.municipalities.map((value) => ({ file: 'm.yaml', value: { ...value, ...town } })),
  };
  return checkTariffs(draft, catalogue);
}

const up = [{ upTo: 10, unitPriceEuro: '1' }, { unitPriceEuro: '0.5' }];
const over = { label: 'Weg', percent: '60' };

describe('checkTariffs', () => {
  it('has nothing to say about forms that fit', () => {
    expect(
      errors({
        rates: { 'ticket.opened': { free: 5, graduated: up }, 'answer.sent': { volume: up } },
        surcharges: [{ label: 'WhatsApp', meter: 'answer.sent', when: { channels: ['whatsapp'] }, unitEuro: '0.1' }],
        discounts: [over, { ...over, meter: 'answer.sent' }],
        ...{ officeHours: 'kantoor', tier: 'standard', slaPolicies: ['standaard'] },
      }),
    ).toEqual([]);
  });

  it.each<[string, Partial<Tariff>, string]>([
    [
      'a form for what platforms charge',
      { rates: { 'platform.cost': { free: 5 } } },
      't.yaml: /rates/platform.cost: what a platform charges is passed on by a factor; it has no free units, brackets or packages, so leave this out',
    ],
    [
      'two ways at once',
      { rates: { 'ticket.opened': { graduated: up, package: { units: 5, priceEuro: '1' } } } },
      't.yaml: /rates/ticket.opened: graduated and package exclude each other; keep one of them',
    ],
    [
      'brackets that do not go up',
      { rates: { 'ticket.opened': { volume: [...up.slice(0, 1), ...up] } } },
      't.yaml: /rates/ticket.opened/volume/1/upTo: 10 must be more than 10: brackets go up',
    ],
    [
      'a bracket without end before the last',
      { rates: { 'ticket.opened': { graduated: [...up.slice(1), ...up.slice(1)] } } },
      't.yaml: /rates/ticket.opened/graduated/0: "upTo" is missing; only the last bracket has no end',
    ],
    [
      'a last bracket with an end',
      { rates: { 'ticket.opened': { graduated: up.slice(0, 1) } } },
      't.yaml: /rates/ticket.opened/graduated/0: "upTo" must be left out; the last bracket has no end',
    ],
    [
      'more than everything off',
      { discounts: [over, over] },
      't.yaml: /discounts: those on the whole add up to 120 %; allowed: up to 100',
    ],
    [
      'a channel that is not there',
      { surcharges: [{ label: 'x', meter: 'answer.sent', when: { channels: ['telex'] }, unitEuro: '1' }] },
      't.yaml: /surcharges/0/when/channels/0: "telex" is no channel; allowed: facebook, whatsapp',
    ],
    [
      'a calendar that is not there',
      { officeHours: 'nacht' },
      't.yaml: /officeHours: "nacht" is no calendar; allowed: kantoor, standaard',
    ],
    [
      'another plan than the tier sells',
      { tier: 'premium' },
      'm.yaml: /plan: "standard" does not go with version 2026-01-01 of tariff "per-gebruik"; allowed: premium',
    ],
  ])('says what is wrong with %s', (_, change, sentence) => {
    expect(errors(change)).toEqual([sentence]);
  });

  it('says when a municipality has a policy that does not go with its tier', () => {
    expect(errors({ slaPolicies: ['standaard'] }, { sla: 'snel' })).toEqual([
      'm.yaml: /sla: "snel" does not go with version 2026-01-01 of tariff "per-gebruik"; allowed: standaard',
    ]);
  });

  it.each<[string, object, string]>([
    ['a price as a number', { minimumEuro: 5 }, '/minimumEuro: must be string (write it between quotes)'],
    ['a key that nobody knows', { rates: { 'ticket.opened': { stairs: [] } } }, 'unknown key "stairs"'],
    [
      'a surcharge on nothing',
      { surcharges: [{ label: 'x', meter: 'answer.sent', when: {}, unitEuro: '1' }] },
      '/surcharges/0/when: ',
    ],
    [
      'a discount of more than all',
      { discounts: [{ label: 'x', percent: '101' }] },
      '/discounts/0/percent: must match',
    ],
  ])('is refused by the schema already: %s', (_, change, sentence) => {
    const checked = checkers.tariffs({ ...PLAIN, ...change });
    expect(checked.ok ? 'accepted' : checked.errors.join('\n')).toContain(sentence);
  });
});
