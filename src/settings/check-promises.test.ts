import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { errorsOf, load, withChanges, type Change } from '../../test/support/changed-demo.js';

const LEUVEN = 'municipalities/24062-leuven.yaml';
const FAST = 'sla/snel-2026-01-01.yaml';
const SLA = 'sla/standaard-2026-01-01.yaml';
const LATER = 'calendars/loket-uitgebreid-2027-01-01.yaml';
const URGENT = "{ at: 0.5, do: notify, to: '1700' }";
const CALENDARS = '1700, altijd, loket-uitgebreid, vlaanderen';

describe('one mistake in promises and hours gives one sentence', () => {
  it.each<[string, Change, string]>([
    [
      'shares that go down',
      { file: SLA, from: 'warnAt: [0.5, 0.75]', to: 'warnAt: [0.75, 0.5]' },
      `${SLA}: /rules/0/warnAt: 0.75, 0.5 must go from low to high`,
    ],
    [
      'a share of all the time',
      { file: SLA, from: 'warnAt: [0.5, 0.75]', to: 'warnAt: [0.5, 1]' },
      `${SLA}: /rules/0/warnAt/1: must be < 1`,
    ],
    [
      'a share of nothing',
      { file: SLA, from: 'warnAt: [0.5, 0.75]', to: 'warnAt: [0, 0.5]' },
      `${SLA}: /rules/0/warnAt/0: must be > 0`,
    ],
    [
      'an action at a share without a warning',
      { file: SLA, from: URGENT, to: URGENT.replace('0.5', '0.6') },
      `${SLA}: /rules/0/actions/0/at: 0.6 is no share of warnAt; allowed: 0.5, 0.75, breach`,
    ],
    [
      'an action at a word that means nothing',
      { file: SLA, from: URGENT, to: URGENT.replace('0.5', 'overschrijding') },
      `${SLA}: /rules/0/actions/0/at: must match pattern "^breach$"`,
    ],
    [
      'an action that nobody knows',
      { file: SLA, from: URGENT, to: URGENT.replace('notify', 'bel') },
      `${SLA}: /rules/0/actions/0/do: must be one of notify, raise-priority, reroute, overflow`,
    ],
    [
      'an action that lacks its target',
      { file: SLA, from: URGENT, to: '{ at: 0.5, do: notify }' },
      `${SLA}: /rules/0/actions/0: "to" is missing; notify needs the id of a target`,
    ],
    [
      'a target where there can be none',
      { file: SLA, from: URGENT, to: "{ at: 0.5, do: raise-priority, to: '1700' }" },
      `${SLA}: /rules/0/actions/0/to: raise-priority has no target; leave it out`,
    ],
    [
      'a target that is not there',
      { file: SLA, from: URGENT, to: '{ at: 0.5, do: notify, to: leuven-crm }' },
      `${SLA}: /rules/0/actions/0/to: "leuven-crm" is no target; allowed: 1700`,
    ],
    [
      'an action on a clock that the rule does not promise',
      { file: SLA, from: 'clocks: [resolution], at: 0.75', to: 'clocks: [resolution, next-response], at: 0.75' },
      `${SLA}: /rules/1/actions/0/clocks/1: "next-response" is no clock that this rule promises; allowed: first-response, periodic-update, resolution`,
    ],
    [
      'a party that does not exist',
      { file: SLA, from: "{ '1700': 240, municipality: 300 }", to: "{ '1700': 240, provincie: 300 }" },
      `${SLA}: /rules/0/partyMinutes: unknown key "provincie"`,
    ],
    [
      'a plan that nobody can buy',
      { file: SLA, from: 'plans: [standard, premium]', to: 'plans: [goud]' },
      `${SLA}: /rules/2/when/plans/0: must be one of basic, standard, premium`,
    ],
    [
      'a rule by a calendar that is not there',
      { file: FAST, from: 'calendar: altijd', to: 'calendar: nachten' },
      `${FAST}: /rules/0/calendar: "nachten" is no calendar; allowed: ${CALENDARS}`,
    ],
    [
      'a target by a calendar that is not there',
      { file: 'targets.yaml', from: "calendar: '1700'", to: 'calendar: nachten' },
      `targets.yaml: /targets/0/calendar: "nachten" is no calendar; allowed: ${CALENDARS}`,
    ],
    [
      'a ladder from late to early',
      { file: SLA, from: 'beforeMinutes: 480', to: 'beforeMinutes: 120' },
      `${SLA}: /windowLadder/1/beforeMinutes: 240 must not be more than 120: steps go from early to late`,
    ],
    [
      'a notice that goes nowhere',
      { file: SLA, from: "480, do: notify, to: '1700'", to: '480, do: notify' },
      `${SLA}: /windowLadder/0: "to" is missing; notify needs the id of a target`,
    ],
    [
      'a reply that says nothing',
      { file: SLA, from: 'beforeMinutes: 240, do: raise-priority', to: 'beforeMinutes: 240, do: holding-reply' },
      `${SLA}: /windowLadder/1: "text" is missing; holding-reply needs what the citizen reads`,
    ],
    [
      'a reply to one language only',
      {
        file: SLA,
        from: 'beforeMinutes: 240, do: raise-priority',
        to: 'beforeMinutes: 240, do: holding-reply, text: { fr: Merci }',
      },
      `${SLA}: /windowLadder/1/text: "nl" is missing; who writes another language reads Dutch`,
    ],
    [
      'words of a step that says nothing',
      {
        file: SLA,
        from: 'beforeMinutes: 240, do: raise-priority',
        to: 'beforeMinutes: 240, do: raise-priority, text: { nl: Dag }',
      },
      `${SLA}: /windowLadder/1/text: raise-priority tells the citizen nothing; leave it out`,
    ],
    [
      'another value for reopening',
      { file: FAST, from: 'onReopen: restart', to: 'onReopen: opnieuw' },
      `${FAST}: /onReopen: must be one of continue, restart`,
    ],
    [
      'a closing day on no date',
      { file: LEUVEN, from: "'2026-12-31'", to: "'2026-11-31'" },
      `${LEUVEN}: /closingDays/1/date: 2026-11-31 is no date`,
    ],
    [
      'a closing day that ends before it begins',
      { file: LEUVEN, from: "from: '09:00', to: '12:00'", to: "from: '12:00', to: '09:00'" },
      `${LEUVEN}: /closingDays/0/open/0: "from" 12:00 must be before "to" 09:00`,
    ],
    [
      'a closing day that stands twice',
      { file: LEUVEN, from: "'2026-12-31'", to: "'2026-12-24'" },
      `${LEUVEN}: /closingDays/1/date: closing day 2026-12-24 of leuven is already in ${LEUVEN}: /closingDays/0/date`,
    ],
    [
      'an answer before its receipt is confirmed',
      { file: LEUVEN, from: 'acknowledgeDays: 10', to: 'acknowledgeDays: 46' },
      `${LEUVEN}: /statutory/complaint: "acknowledgeDays" must not be more than "answerDays"`,
    ],
    [
      'an extension that adds nothing',
      { file: LEUVEN, from: 'extendedDays: 40', to: 'extendedDays: 20' },
      `${LEUVEN}: /statutory/document-request: "extendedDays" must be more than "answerDays": it counts all days`,
    ],
    [
      'a basis with a full stop',
      { file: LEUVEN, from: 'van de gemeenteraad', to: 'van de raad.' },
      `${LEUVEN}: /statutory/complaint/basis: must not end in a full stop; it stands inside a sentence`,
    ],
    [
      'a procedure that does not exist',
      { file: LEUVEN, from: 'document-request:', to: 'beroep:' },
      `${LEUVEN}: /statutory: unknown key "beroep"`,
    ],
    [
      'a version of a calendar without a date',
      { file: LATER, from: "validFrom: '2027-01-01'\n", to: '' },
      `${LATER}: the document: "validFrom" is missing`,
    ],
    [
      'a version of a calendar on no date',
      { file: LATER, from: "validFrom: '2027-01-01'", to: "validFrom: '2027-02-29'" },
      `${LATER}: /validFrom: 2027-02-29 is no date`,
    ],
    [
      'a version of a calendar in another zone',
      { file: LATER, from: 'Europe/Brussels', to: 'Europe/Lisbon' },
      `${LATER}: /timeZone: "Europe/Lisbon" must be "Europe/Brussels", as in the first version of "loket-uitgebreid"`,
    ],
    [
      'a version of a calendar that stands twice',
      { file: LATER, from: "validFrom: '2027-01-01'", to: "validFrom: '2026-01-01'" },
      `${LATER}: /validFrom: version 2026-01-01 of calendar "loket-uitgebreid" is already in calendars/loket-uitgebreid-2026-01-01.yaml: /validFrom`,
    ],
  ])('%s', async (_, change, sentence) => {
    const errors = errorsOf(await withChanges(change));
    expect(errors[0]).toContain(sentence);
    expect(errors).toHaveLength(1);
  });
});

describe('promises of the demonstration', () => {
  it('have the values of the schema where the file says nothing', async () => {
    const demo = await load('config/demo');
    const policy = demo.ok ? demo.settings.slaPolicies.find((one) => one.name === 'standaard') : undefined;
    expect(policy).toMatchObject({
      ...{ transitMinutes: 5, onReopen: 'continue', resumeGraceMinutes: 30 },
      pausesWhileWaiting: ['resolution', 'periodic-update', 'party-1700', 'party-municipality'],
      courtesy: { withinHours: 72, maxWords: 6 },
    });
    expect(policy?.courtesy.words).toEqual(expect.arrayContaining(['bedankt', 'merci', 'danke', 'thanks']));
    expect(policy?.rules.find((one) => one.name === 'melding')).toEqual({
      ...{ name: 'melding', when: { kinds: ['report'] }, firstResponseMinutes: 420, resolutionMinutes: 4200 },
      ...{ partyMinutes: {}, warnAt: [0.75], actions: [] },
    });
  });

  it('have the same defaults for a municipality that says nothing about time', async () => {
    const silent = await withChanges({ file: LEUVEN, from: /# Days that[\s\S]*(?=tariff:)/, to: '' });
    const leuven = silent.ok ? silent.settings.municipalities.find((one) => one.tenant === 'leuven') : undefined;
    expect(leuven).toMatchObject({ closingDays: [], plan: 'standard', statutory: {} });
  });

  it('use everything that a policy can say', async () => {
    const demo = await load('config/demo');
    const policies = demo.ok ? demo.settings.slaPolicies : [];
    const actions = policies.flatMap(({ rules }) => rules).flatMap((rule) => rule.actions.map((action) => action.do));
    expect(new Set(actions)).toEqual(new Set(['notify', 'raise-priority', 'reroute', 'overflow']));
    const steps = policies.flatMap(({ windowLadder }) => windowLadder);
    expect(new Set(steps.map((step) => step.do))).toEqual(
      new Set(['notify', 'raise-priority', 'reroute', 'holding-reply']),
    );
    expect(Object.keys(steps.find((step) => step.do === 'holding-reply')?.text ?? {})).toEqual([
      'nl',
      'fr',
      'de',
      'en',
    ]);
  });
});

describe('larger mistakes in promises', () => {
  it('D8 refuses to lose a calendar in use: nothing falls back to another in silence (zammad deletes a calendar)', async () => {
    expect(errorsOf(await withChanges({ file: 'calendars/1700-2026-01-01.yaml' }))).toEqual([
      'municipalities/11002-antwerpen.yaml: /calendar: "1700" is no calendar; allowed: altijd, loket-uitgebreid, vlaanderen',
      'targets.yaml: /targets/0/calendar: "1700" is no calendar; allowed: altijd, loket-uitgebreid, vlaanderen',
    ]);
    expect(errorsOf(await withChanges({ file: 'calendars/altijd-2026-01-01.yaml' }))).toEqual([
      `${FAST}: /rules/0/calendar: "altijd" is no calendar; allowed: 1700, loket-uitgebreid, vlaanderen`,
    ]);
  });

  it('refuses a target that some municipalities with the policy may not use', async () => {
    const crm = '  - { id: gent-crm, kind: crm, adapter: standard-webhooks, tenants: [gent], settings: SETTINGS }\n';
    const settings = "{ url: 'https://crm.gent.example/', secret: { demo: one }, hookSecret: { demo: other } }";
    const targets = await readFile('config/demo/targets.yaml', 'utf8');
    const added = { file: 'targets.yaml', to: targets + crm.replace('SETTINGS', settings) };
    const change = { file: SLA, from: URGENT, to: '{ at: 0.5, do: notify, to: gent-crm }' };
    const errors = errorsOf(await withChanges(added, change));
    expect(errors).toEqual([
      `${SLA}: /rules/0/actions/0/to: "gent-crm" is no target that leuven, brugge, hasselt may use; allowed: 1700`,
    ]);
  });
});
