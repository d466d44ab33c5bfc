import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue, errorsOf, load, withChanges } from '../../test/support/changed-demo.js';

const GENT = 'municipalities/44021-gent.yaml';
const HASSELT = 'municipalities/71072-hasselt.yaml';
const LEUVEN = 'municipalities/24062-leuven.yaml';
const SLA = 'sla/standaard-2026-01-01.yaml';
const TARIFF = 'tariffs/per-gebruik-2026-01-01.yaml';
const CALENDAR = 'calendars/vlaanderen-2026-01-01.yaml';
const TOPICS = 'topics/vlaanderen.yaml';

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

  it('refuses what cannot be kept of files: a channel, a type, a policy or a time that is none', async () => {
    const media = (text: string) => ({ file: GENT, from: '\ntariff:', to: `\nmedia: ${text}\ntariff:` });
    expect(errorsOf(await withChanges(media('{ policies: { fax: { image: copy } } }')))).toEqual([
      `${GENT}: /media/policies/fax: "fax" is no channel; allowed: ${catalogue.ids('channel').join(', ')}`,
    ]);
    expect(errorsOf(await withChanges(media('{ policies: { whatsapp: { image: keep } } }')))).toEqual([
      `${GENT}: /media/policies/whatsapp/image: must be one of copy, link, tombstone`,
    ]);
    expect(errorsOf(await withChanges(media('{ policies: { whatsapp: { location: copy } } }')))).toHaveLength(1);
    expect(errorsOf(await withChanges(media('{ keepDays: 0 }')))).toEqual([`${GENT}: /media/keepDays: must be >= 1`]);
  });

  it('refuses an agreement about texts that nobody can show, one with no channel, and no time at all', async () => {
    const retention = (text: string) => ({ file: GENT, from: '\ntariff:', to: `\nretention: ${text}\ntariff:` });
    expect(errorsOf(await withChanges(retention('{ channels: { linkedin: { hours: 720 } } }')))).toEqual([
      `${GENT}: /retention/channels/linkedin: "basis" is missing`,
    ]);
    const agreed = "{ hours: 720, basis: 'Overeenkomst van 1 mei 2026' }";
    expect(errorsOf(await withChanges(retention(`{ channels: { fax: ${agreed} } }`)))).toEqual([
      `${GENT}: /retention/channels/fax: "fax" is no channel; allowed: ${catalogue.ids('channel').join(', ')}`,
    ]);
    expect(errorsOf(await withChanges(retention('{ textDays: 0 }')))).toEqual([
      `${GENT}: /retention/textDays: must be >= 1`,
    ]);
    expect(await withChanges(retention(`{ textDays: 365, channels: { linkedin: ${agreed} } }`))).toMatchObject({
      ok: true,
    });
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
