import { describe, expect, it } from '@jest/globals';
import { testSettings } from '../../test/support/test-settings.js';
import type { Retention } from '../domain/storage-term.js';
import { compileTopics } from '../handling/index.js';
import { compileSettings } from '../settings/compile.js';
import { loadAdapters } from './adapters.js';
import { eraseRules, textStorageBy, whyErasedBy } from './storage-terms.js';

const NOW = Date.UTC(2026, 10, 27, 12);
const HOUR = 3_600_000;
const MINUTE = 60_000;
const COMMENT = '7400000000000000001,7400000000000000777';
const PERMALINK =
  'https://www.linkedin.com/feed/update/urn:li:activity:7400000000000000001/' +
  '?commentUrn=urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A7400000000000000001%2C7400000000000000777%29';

const adapters = await loadAdapters();

/** The first municipality of the test settings with this retention, and what follows from it. */
function termsWith(retention?: Retention) {
  const settings = testSettings();
  const [first, ...others] = settings.municipalities;
  if (first === undefined) {
    throw new Error('The test settings have no municipality');
  }
  const own = { ...first, ...(retention === undefined ? {} : { retention }) };
  const compiled = compileSettings({ ...settings, municipalities: [own, ...others] }, compileTopics);
  const current = () => ({ compiled });
  const storage = textStorageBy(adapters, current);
  const message = { tenant: own.tenant, ofCitizens: true, platformId: COMMENT, receivedAtMs: NOW, erasedFor: null };
  return {
    rules: () => eraseRules(adapters, current, () => NOW)([own.tenant, 'left-long-ago']),
    keptHours: (channel: string, ofCitizens = true) => {
      const until = storage({ ...message, channel, ofCitizens }, NOW).keptUntilMs;
      return until === null ? null : (until - NOW) / HOUR;
    },
    tenant: own.tenant,
  };
}

describe('how long texts are kept', () => {
  it('is 48 hours on LinkedIn, for municipalities that left as well, and without end where nobody says so', () => {
    const { rules, keptHours, tenant } = termsWith();
    expect(keptHours('linkedin')).toBe(48);
    expect(keptHours('linkedin', false)).toBeNull();
    expect(keptHours('facebook')).toBeNull();
    const before = new Date(NOW - 48 * HOUR + 5 * MINUTE);
    const rule = { channel: 'linkedin', ofCitizens: true, before, because: 'channel' };
    expect(rules()).toEqual({
      texts: [
        { ...rule, tenant },
        { ...rule, tenant: 'left-long-ago' },
      ],
      raw: [{ receiver: 'linkedin', before }],
    });
  });

  it('is what an agreement says, for the one who has it', () => {
    const channels = { linkedin: { hours: 720, basis: 'Overeenkomst van 1 mei 2026' } };
    const { rules, keptHours } = termsWith({ channels });
    expect(keptHours('linkedin')).toBe(720);
    expect(rules().texts.map(({ before }) => (NOW + 5 * MINUTE - before.getTime()) / HOUR)).toEqual([720, 48]);
    // Posts of all municipalities lie together.
    expect(rules().raw.map(({ before }) => (NOW + 5 * MINUTE - before.getTime()) / HOUR)).toEqual([48]);
  });

  it('is as many days as the municipality wants, on every channel and for its own words too, but no longer than a platform allows', () => {
    const { rules, keptHours, tenant } = termsWith({ textDays: 30 });
    expect(keptHours('facebook')).toBe(720);
    expect(keptHours('facebook', false)).toBe(720);
    expect(keptHours('linkedin')).toBe(48);
    const own = rules().texts.filter((one) => one.tenant === tenant);
    expect(own.filter(({ ofCitizens }) => ofCitizens).map(({ channel }) => channel)).toEqual([
      ...adapters.channels.keys(),
    ]);
  });
});

describe('a text that is gone', () => {
  it('is shown with the reason and the place where it stands', () => {
    const at = { tenant: 't', channel: 'linkedin', ofCitizens: true, platformId: COMMENT, receivedAtMs: NOW };
    const storage = textStorageBy(adapters, () => ({ compiled: compileSettings(testSettings(), compileTopics) }));
    expect(storage({ ...at, erasedFor: 'channel' }, NOW)).toEqual({
      keptUntilMs: null,
      erased: {
        reason: 'Tekst verwijderd volgens de voorwaarden van LinkedIn; open het bericht op LinkedIn.',
        permalink: PERMALINK,
      },
    });
    expect(whyErasedBy(adapters)({ channel: 'linkedin', because: 'channel', platformId: COMMENT })).toBe(
      `Tekst verwijderd volgens de voorwaarden van LinkedIn; open het bericht op LinkedIn.\n${PERMALINK}`,
    );
    expect(whyErasedBy(adapters)({ channel: 'facebook', because: 'municipality', platformId: '1' })).toBe(
      'Tekst verwijderd omdat de bewaartermijn van het bestuur voorbij is.',
    );
  });
});
