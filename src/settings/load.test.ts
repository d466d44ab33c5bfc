import { describe, expect, it } from '@jest/globals';
import { TODAY, catalogue, errorsOf, load, withChanges, type Change } from '../../test/support/changed-demo.js';
import { isIntact } from './canonical.js';
import { loadSettings } from './load.js';

const GENT = 'municipalities/44021-gent.yaml';
const HASSELT = 'municipalities/71072-hasselt.yaml';
const LEUVEN = 'municipalities/24062-leuven.yaml';
const SLA = 'sla/standaard-2026-01-01.yaml';
const TARIFF = 'tariffs/per-gebruik-2026-01-01.yaml';
const CALENDAR = 'calendars/vlaanderen-2026-01-01.yaml';
const TOPICS = 'topics/vlaanderen.yaml';

describe('the configuration that ships', () => {
  it.each(['config', 'config/demo'])('finds nothing wrong with %s', async (folder) => {
    const result = await load(folder);
    expect(errorsOf(result)).toEqual([]);
    expect(result.warnings).toEqual([]);
  });

  it('compiles its schemas when nobody did before', async () => {
    const result = await loadSettings({ folder: 'config', adapters: catalogue, today: TODAY });
    expect(errorsOf(result)).toEqual([]);
  });

  it('gives the demonstration five municipalities and the shared part none', async () => {
    const demo = await load('config/demo');
    const shared = await load('config');
    expect(demo.ok && demo.settings.isDemo && demo.settings.municipalities.map((one) => one.nis)).toEqual([
      '11002',
      '31005',
      '44021',
      '71072',
      '24062',
    ]);
    expect(shared.ok && !shared.settings.isDemo && shared.settings.municipalities).toEqual([]);
  });

  it('fills in defaults of its own schemas and of the adapters', async () => {
    const demo = await load('config/demo');
    const leuven = demo.ok ? demo.settings.municipalities.find((one) => one.tenant === 'leuven') : undefined;
    expect(leuven).toMatchObject({ weight: 1, reopenWithinDays: 14, formerNis: [] });
    expect(leuven?.accounts[0]).toMatchObject({ signing: [], settings: { confirmWaitMs: 120_000 } });
  });

  it('hashes and freezes the snapshot, and the hash does not see comments or the order of keys', async () => {
    const demo = await load('config/demo');
    const rewritten = await withChanges(
      { file: LEUVEN, from: /^(tenant: leuven)\n(nis: .*)$/m, to: '$2\n# a comment\n$1' },
      { file: GENT, from: 'weight: 2', to: 'weight: 2.0' },
    );
    expect(demo.ok && Object.isFrozen(demo.settings.topics[0]?.words) && isIntact(demo.settings)).toBe(true);
    expect(rewritten.ok && rewritten.settings.hash).toBe(demo.ok && demo.settings.hash);
  });

  it('has another hash after any change of meaning', async () => {
    const demo = await load('config/demo');
    const changed = await withChanges({ file: GENT, from: 'weight: 2', to: 'weight: 3' });
    expect(changed.ok && changed.settings.hash).not.toBe(demo.ok && demo.settings.hash);
  });
});

describe('one mistake gives one sentence', () => {
  it.each<[string, Change, string]>([
    [
      'an unknown key',
      { file: GENT, from: 'weight: 2', to: 'wieght: 2' },
      `${GENT}: the document: unknown key "wieght"`,
    ],
    [
      'an unknown key of an account',
      { file: GENT, from: 'name: Stad Gent', to: 'name: Stad Gent\n    pagina: x' },
      `${GENT}: /accounts/0: unknown key "pagina"`,
    ],
    ['a missing key', { file: GENT, from: /^name: Gent\n/m, to: '' }, `${GENT}: the document: "name" is missing`],
    [
      'a code without quotes',
      { file: GENT, from: "nis: '44021'", to: 'nis: 44021' },
      `${GENT}: /nis: must be string (write it between quotes)`,
    ],
    [
      'a value outside the list',
      { file: GENT, from: 'kinds: [complaint]', to: 'kinds: [klacht]' },
      `${GENT}: /routes/2/when/kinds/0: must be one of question, report, complaint`,
    ],
    [
      'a policy that is not there',
      { file: LEUVEN, from: 'sla: standaard', to: 'sla: traag' },
      `${LEUVEN}: /sla: "traag" is no policy; allowed: snel, standaard`,
    ],
    [
      'a calendar that is not there',
      { file: LEUVEN, from: 'calendar: vlaanderen', to: 'calendar: leuven' },
      `${LEUVEN}: /calendar: "leuven" is no calendar; allowed: 1700, altijd, loket-uitgebreid, vlaanderen`,
    ],
    [
      'a tariff that is not there',
      { file: LEUVEN, from: 'tariff: per-gebruik', to: 'tariff: gratis' },
      `${LEUVEN}: /tariff: "gratis" is no tariff; allowed: formule-premium, groot-volume, per-gebruik`,
    ],
    [
      'a target that is not there',
      { file: LEUVEN, from: /to: '1700'/, to: 'to: leuven-crm' },
      `${LEUVEN}: /routes/0/to: "leuven-crm" is no target that leuven may use; allowed: 1700`,
    ],
    [
      'a channel without adapter',
      { file: GENT, from: 'channel: standard', to: 'channel: postduif' },
      `${GENT}: /accounts/4/channel: "postduif" is no channel; allowed: ${[...catalogue.ids('channel')].sort().join(', ')}`,
    ],
    [
      'a setting that the adapter does not know',
      { file: GENT, from: 'replyUrl: /gent-app', to: 'replyUrl: /gent-app\n      colour: red' },
      `${GENT}: /accounts/4/settings: unknown key "colour"`,
    ],
    [
      'a setting that the adapter refuses',
      { file: GENT, from: 'humanAgent: true', to: 'humanAgent: soms' },
      `${GENT}: /accounts/1/settings/humanAgent: must be boolean`,
    ],
    [
      'a number for a secret',
      { file: GENT, from: '{ demo: demo-token-page-44021 }', to: '44021' },
      `${GENT}: /accounts/0/settings/accessToken: must be string (write it between quotes)`,
    ],
    [
      'an account that another municipality has',
      { file: HASSELT, from: '17841471072000001', to: '17841444021000001' },
      `${HASSELT}: /accounts/2/account: instagram account 17841444021000001 is already in ${GENT}: /accounts/2/account`,
    ],
    [
      'a name that the register does not know',
      { file: GENT, from: /^name: Gent$/m, to: 'name: Ghent' },
      `${GENT}: /name: "Ghent" must be "Gent", the name of NIS code 44021`,
    ],
    [
      'an organisation code that differs',
      { file: GENT, from: 'OVO002067', to: 'OVO002068' },
      `${GENT}: /ovo: "OVO002068" must be "OVO002067", the ovo of NIS code 44021`,
    ],
    [
      'a former code that is still in use',
      { file: LEUVEN, from: 'name: Leuven', to: "name: Leuven\nformerNis: ['24055']" },
      `${LEUVEN}: /formerNis/0: 24055 is still the code of Kortenberg`,
    ],
    [
      'a former code that went elsewhere',
      { file: LEUVEN, from: 'name: Leuven', to: "name: Leuven\nformerNis: ['44040']" },
      `${LEUVEN}: /formerNis/0: 44040 went on as 44088 (Merelbeke-Melle), not as 24062`,
    ],
    [
      'a reserved tenant',
      { file: LEUVEN, from: 'tenant: leuven', to: 'tenant: unassigned' },
      `${LEUVEN}: /tenant: "unassigned" is kept for what no configuration claims`,
    ],
    [
      'a last route with conditions',
      { file: LEUVEN, from: 'name: eerste-lijn', to: 'name: eerste-lijn\n    when: { hours: open }' },
      `${LEUVEN}: /routes/4/when: the last rule "eerste-lijn" must match always: leave its conditions out`,
    ],
    [
      'a route that hides the rest',
      { file: LEUVEN, from: 'when: { hours: closed }', to: 'when: {}' },
      `${LEUVEN}: /routes/3/when: "buiten-de-uren" matches always, so the rules after it never do; put it last`,
    ],
    [
      'a topic that is not there',
      { file: LEUVEN, from: 'when: { hours: closed }', to: 'when: { topics: [algemeen, afvall] }' },
      `${LEUVEN}: /routes/3/when/topics/1: "afvall" is no topic; allowed: `,
    ],
    [
      'a reason with an unknown name',
      { file: LEUVEN, from: 'onderwerp {topic} een Vl', to: 'onderwerp {onderwerp} een Vl' },
      `${LEUVEN}: /routes/0/because: "{onderwerp}" cannot be filled in; allowed: {topic}, {channel}, {level}, {kind}, {language}`,
    ],
    [
      'a reason with a full stop',
      { file: LEUVEN, from: 'bevoegdheid is', to: 'bevoegdheid is.' },
      `${LEUVEN}: /routes/0/because: must not end in a full stop; it stands inside a sentence`,
    ],
    [
      'a channel that no promise can be about',
      { file: 'sla/snel-2026-01-01.yaml', from: '[messenger, instagram, whatsapp]', to: '[telex]' },
      `sla/snel-2026-01-01.yaml: /rules/2/when/channels/0: "telex" is no channel; allowed: `,
    ],
    [
      'a resolution before the first answer',
      { file: SLA, from: 'resolutionMinutes: 2100', to: 'resolutionMinutes: 800' },
      `${SLA}: /rules/4: "resolutionMinutes" must not be less than "firstResponseMinutes"`,
    ],
    [
      'a version that begins later',
      { file: TARIFF, from: '2026-01-01', to: '2027-01-01' },
      `municipalities/24062-leuven.yaml: /tariff: "per-gebruik" begins on 2027-01-01; it needs a version that holds on ${TODAY}`,
    ],
    [
      'a date that does not exist',
      { file: SLA, from: '2026-01-01', to: '2026-02-30' },
      `${SLA}: /validFrom: 2026-02-30 is no date`,
    ],
    [
      'a price with a comma',
      { file: TARIFF, from: "'0.45'", to: "'0,45'" },
      `${TARIFF}: /unitPriceEuro/ticket.opened: must match pattern`,
    ],
    [
      'an interval that ends before it begins',
      { file: CALENDAR, from: "from: '09:00', to: '12:00'", to: "from: '12:00', to: '09:00'" },
      `${CALENDAR}: /week/1/0: "from" 12:00 must be before "to" 09:00`,
    ],
    [
      'intervals that overlap',
      { file: CALENDAR, from: "to: '12:00'", to: "to: '13:30'" },
      `${CALENDAR}: /week/1: 09:00-13:30 and 13:00-17:00 overlap`,
    ],
    [
      'an exception on no date',
      { file: CALENDAR, from: 'exceptions: {}', to: "exceptions: { '2026-02-29': [] }" },
      `${CALENDAR}: /exceptions/2026-02-29: is no date`,
    ],
    [
      'a holiday on no date',
      { file: CALENDAR, from: "'07-21'", to: "'06-31'" },
      `${CALENDAR}: /holidays/5/monthDay: 06-31 is a date in no year`,
    ],
    [
      'an offset for a time zone',
      { file: CALENDAR, from: 'Europe/Brussels', to: "'+01:00'" },
      `${CALENDAR}: /timeZone: "+01:00" is no IANA time zone; allowed: names such as Europe/Brussels`,
    ],
    [
      'a calendar that never opens',
      {
        file: 'calendars/dicht.yaml',
        to: "name: dicht\nvalidFrom: '2026-01-01'\nweek: { '1': [], '2': [], '3': [], '4': [], '5': [], '6': [], '7': [] }\n",
      },
      'calendars/dicht.yaml: /week: is never open, so no deadline could ever be met',
    ],
    [
      'no fallback topic',
      { file: TOPICS, from: /^fallback:\n( {2}.*\n)*/m, to: '' },
      'topics: /fallback: no file names the fallback topic; exactly one must',
    ],
    [
      'a second fallback topic',
      { file: 'topics/zelf.yaml', to: 'fallback: { topic: algemeen, level: local, kind: question }\n' },
      `topics/zelf.yaml: /fallback: is already in ${TOPICS}; exactly one file names it`,
    ],
    ['a missing file', { file: 'platforms.yaml' }, 'platforms.yaml: is missing'],
    ['text that is no YAML', { file: SLA, from: 'rules:', to: 'rules: [' }, `${SLA}: is no valid YAML: `],
    [
      'a key that stands twice',
      { file: SLA, from: 'rules:', to: 'name: x\nrules:' },
      `${SLA}: is no valid YAML: Map keys must be unique`,
    ],
    [
      'a file that nobody reads',
      { file: 'municipalites.yaml', to: 'x: 1\n' },
      'municipalites.yaml: does not belong in a configuration folder; allowed: municipalities, calendars, sla, tariffs, platform-prices, pools, topics, platforms.yaml, targets.yaml, invoicing.yaml, demo.yaml',
    ],
    [
      'a file with another ending',
      { file: 'sla/nieuw.yml', to: 'x: 1\n' },
      'sla/nieuw.yml: is not read; a configuration file ends in .yaml and folders hold no folders',
    ],
    [
      'a file that is too long',
      { file: 'sla/lang.yaml', to: `# ${'x'.repeat(1_000_001)}` },
      'sla/lang.yaml: is longer than 1000000 characters',
    ],
  ])('%s', async (_, change, sentence) => {
    const errors = errorsOf(await withChanges(change));
    expect(errors[0]).toContain(sentence);
    // A version that begins later is missed by each municipality that uses it.
    expect(errors.length).toBe(sentence.includes('begins on') ? 3 : 1);
  });
});
