import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
      'municipalites.yaml: does not belong in a configuration folder; allowed: municipalities, calendars, sla, tariffs, topics, platforms.yaml, targets.yaml, demo.yaml',
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

describe('larger mistakes', () => {
  it('refuses a target that is for others, and others that do not exist', async () => {
    const tenants = 'tenants: [gent, antwerpen, brugge, hasselt, aalst]';
    const errors = errorsOf(await withChanges({ file: 'targets.yaml', from: "tenants: '*'", to: tenants }));
    expect(errors).toEqual([
      ...[0, 1, 2, 3, 4].map(
        (route) => `${LEUVEN}: /routes/${route}/to: "1700" is no target that leuven may use; allowed: none`,
      ),
      'targets.yaml: /targets/0/tenants/4: "aalst" is no tenant; allowed: antwerpen, brugge, gent, hasselt, leuven',
      ...['rules/0/actions/0', 'rules/0/actions/1', 'rules/1/actions/0', 'rules/4/actions/0', 'windowLadder/0'].map(
        (place) => `${SLA}: /${place}/to: "1700" is no target that leuven may use; allowed: none`,
      ),
    ]);
  });

  it('refuses a former code that another municipality has', async () => {
    expect(errorsOf(await withChanges({ file: HASSELT, from: "'73040'", to: "'11007'" }))).toEqual([
      `${HASSELT}: /formerNis/1: NIS code 11007 is already in municipalities/11002-antwerpen.yaml: /formerNis/0`,
      `${HASSELT}: /formerNis/1: 11007 went on as 11002 (Antwerpen), not as 71072`,
    ]);
  });

  it('does not repeat a mistake in a target as a mistake in every route to it', async () => {
    expect(
      errorsOf(await withChanges({ file: 'targets.yaml', from: 'maxInFlight: 20', to: 'maxInFlight: 0' })),
    ).toEqual(['targets.yaml: /targets/0/maxInFlight: must be >= 1']);
  });

  it('names the adapters there are for a target without one', async () => {
    const errors = errorsOf(
      await withChanges({ file: 'targets.yaml', from: "adapter: '1700'", to: 'adapter: centrale' }),
    );
    expect(errors).toEqual([
      'targets.yaml: /targets/0/adapter: "centrale" is no contact-center; allowed: ' +
        catalogue.ids('contact-center').join(', '),
    ]);
  });

  it('refuses text that is not an object at all', async () => {
    expect(errorsOf(await withChanges({ file: 'calendars/leeg.yaml', to: '# nothing yet\n' }))).toEqual([
      'calendars/leeg.yaml: the document: must be object',
    ]);
  });

  it('reports all errors of all files at once', async () => {
    const result = await withChanges(
      { file: GENT, from: 'weight: 2', to: 'weight: 0' },
      { file: LEUVEN, from: 'sla: standaard', to: 'sla: traag' },
      { file: TARIFF, from: "'25.00'", to: '25.00' },
      { file: CALENDAR, from: "to: '12:00'", to: "to: '13:30'" },
    );
    expect(errorsOf(result)).toEqual([
      `${GENT}: /weight: must be > 0`,
      `${TARIFF}: /monthlyFeeEuro: must be string (write it between quotes)`,
      `${LEUVEN}: /sla: "traag" is no policy; allowed: snel, standaard`,
      `${CALENDAR}: /week/1: 09:00-13:30 and 13:00-17:00 overlap`,
    ]);
  });

  it('names the code that a municipality has now', async () => {
    const result = await withChanges(
      { file: HASSELT, from: "nis: '71072'", to: "nis: '71022'" },
      { file: HASSELT, from: "'71022', '73040'", to: "'73040'" },
    );
    expect(errorsOf(result)).toEqual([
      `${HASSELT}: /nis: the name of the file must begin with 71022-`,
      `${HASSELT}: /nis: 71022 ended on 2025-01-01; it must be 71072 (Hasselt), with 71022 in formerNis`,
      `${HASSELT}: /formerNis/0: 73040 went on as 71072 (Hasselt), not as 71022`,
    ]);
  });

  it('refuses a code outside Flanders and an enterprise number with a typing error', async () => {
    const file = 'municipalities/21004-brussel.yaml';
    const to = (await readFile('config/demo/municipalities/24062-leuven.yaml', 'utf8'))
      .replace("'24062'", "'21004'")
      .replace('tenant: leuven', 'tenant: brussel')
      .replace('OVO002149', 'OVO002150')
      .replace("kbo: '0207521503'", "kbo: '0207521504'")
      .replace(/accounts:\n(.*\n)*?(?=#)/, '');
    expect(errorsOf(await withChanges({ file, to }))).toEqual([
      `${file}: /kbo: 0207521504 is no enterprise number: its last two digits must be 97 minus the first eight modulo 97`,
      `${file}: /nis: 21004 is no municipality in Flanders; see config/reference/municipalities.csv`,
    ]);
  });

  it('takes an agency by its OVO code', async () => {
    const file = 'municipalities/OVO000021-agentschap.yaml';
    const agency = (await readFile('config/demo/municipalities/24062-leuven.yaml', 'utf8'))
      .replace("'24062'", 'OVO000021')
      .replace('tenant: leuven', 'tenant: agentschap')
      .replace('name: Leuven', 'name: Een agentschap')
      .replace('0207521503', '0316380841')
      .replace(/accounts:\n(.*\n)*?(?=#)/, '');
    const right = await withChanges({ file, to: agency.replace('OVO002149', 'OVO000021') });
    expect(errorsOf(right)).toEqual([]);
    expect(errorsOf(await withChanges({ file, to: agency.replace('OVO002149', 'OVO000022') }))).toEqual([
      `${file}: /ovo: "OVO000022" must be "OVO000021": an agency has its OVO code in both`,
    ]);
  });

  it('refuses secrets in files outside a demonstration, each at its place and without its value', async () => {
    const errors = errorsOf(await withChanges({ file: 'demo.yaml' }));
    expect(errors).toContain(
      `${GENT}: /accounts/4/signing/0: "demo" is allowed only beside demo.yaml; allowed: env, file`,
    );
    expect(errors).toContain(
      'platforms.yaml: /receivers/meta/verifyToken: "demo" is allowed only beside demo.yaml; allowed: env, file',
    );
    expect(errors.join()).not.toContain('schakel-demo');
  });

  it('warns of a version that a later one replaced, and takes a later one that is still to come', async () => {
    const policy = await readFile(join('config/demo', SLA), 'utf8');
    const version = (date: string) => ({ file: `sla/standaard-${date}.yaml`, to: policy.replace('2026-01-01', date) });
    const result = await withChanges(version('2026-06-01'), version('2027-06-01'));
    expect(errorsOf(result)).toEqual([]);
    expect(result.warnings).toEqual([
      `${SLA}: the version of 2026-01-01 was replaced on 2026-06-01; it is kept for what refers to it`,
    ]);
  });

  it('names everything that stands twice', async () => {
    const copy = async (file: string) => readFile(join('config/demo', file), 'utf8');
    const result = await withChanges(
      { file: 'calendars/z.yaml', to: await copy(CALENDAR) },
      { file: 'sla/z.yaml', to: await copy(SLA) },
      { file: 'tariffs/z.yaml', to: await copy(TARIFF) },
      { file: LEUVEN, from: 'name: klachten', to: 'name: eerste-lijn' },
      { file: 'topics/z.yaml', to: (await copy(TOPICS)).split('  - topic: afval\n')[0] ?? '' },
    );
    expect(errorsOf(result)).toEqual([
      `${LEUVEN}: /routes/4/name: route "eerste-lijn" of leuven is already in ${LEUVEN}: /routes/2/name`,
      `calendars/z.yaml: /validFrom: version 2026-01-01 of calendar "vlaanderen" is already in ${CALENDAR}: /validFrom`,
      expect.stringContaining(`sla/z.yaml: /validFrom: version 2026-01-01 of policy "standaard" is already in ${SLA}`),
      ...Array.from({ length: 5 }, () => expect.stringContaining('sla/z.yaml: /rules/')),
      expect.stringContaining('tariffs/z.yaml: /validFrom: version 2026-01-01 of tariff "per-gebruik" is already in'),
      expect.stringContaining('topics/z.yaml: /topics/0/topic: topic "sluikstort" is already in'),
    ]);
  });

  it('says so when there is no folder', async () => {
    expect(errorsOf(await load('config/nergens'))).toEqual([
      'config/nergens: the configuration folder cannot be read (ENOENT)',
    ]);
  });
});
