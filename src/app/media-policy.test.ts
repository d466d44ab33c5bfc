import { describe, expect, it } from '@jest/globals';
import type { FileType } from '../domain/media.js';
import { compileTopics } from '../handling/index.js';
import { compileSettings } from '../settings/compile.js';
import type { MediaSettings } from '../settings/snapshot.js';
import { testSettings } from '../../test/support/test-settings.js';
import { loadAdapters } from './adapters.js';
import { handlingRules } from './handling-rules.js';

/** The policies of the first municipality of the test settings, with these of its own. */
async function policiesWith(media?: MediaSettings): Promise<(channel: string, type: FileType) => string> {
  const settings = testSettings();
  const [first, ...others] = settings.municipalities;
  if (first === undefined) {
    throw new Error('The test settings have no municipality');
  }
  const own = { ...first, ...(media === undefined ? {} : { media }) };
  const compiled = compileSettings({ ...settings, municipalities: [own, ...others] }, compileTopics);
  const active = { compiled, activation: '1', resolve: () => ({}), secrets: () => [], missing: [] };
  const rules = handlingRules(await loadAdapters(), () => active)();
  return (channel, type) => rules.mediaPolicy(own.tenant, channel, type);
}

describe('what is kept of a file', () => {
  it('is as the channel says where the municipality says nothing', async () => {
    const policy = await policiesWith();
    expect(policy('whatsapp', 'image')).toBe('copy');
    expect(policy('whatsapp', 'sticker')).toBe('link');
    expect(policy('facebook', 'video')).toBe('link');
    // It names no policy for sound.
    expect(policy('facebook', 'audio')).toBe('link');
  });

  it('is as the municipality says where it says something', async () => {
    const policy = await policiesWith({
      keepDays: 30,
      policies: { whatsapp: { audio: 'tombstone', sticker: 'copy' } },
    });
    expect(policy('whatsapp', 'audio')).toBe('tombstone');
    expect(policy('whatsapp', 'sticker')).toBe('copy');
    expect(policy('whatsapp', 'image')).toBe('copy');
    expect(policy('telegram', 'audio')).toBe('copy');
  });

  it('is a link where the channel cannot fetch, whatever anybody says', async () => {
    const policy = await policiesWith({ keepDays: 30, policies: { linkedin: { image: 'copy', file: 'tombstone' } } });
    expect(policy('linkedin', 'image')).toBe('link');
    expect(policy('linkedin', 'file')).toBe('tombstone');
    expect(policy('no-such-channel', 'image')).toBe('link');
  });
});
