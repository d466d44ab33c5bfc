import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AnswerWay } from '../api/index.js';
import type { ActiveSettings } from './active-settings.js';
import { loadAdapters, type Adapters } from './adapters.js';
import { answeringBy } from './answering.js';

const NOW = Date.UTC(2026, 10, 27, 12);
const YEAR_MS = 365 * 86_400_000;

let adapters: Adapters;
beforeAll(async () => {
  adapters = await loadAdapters();
});

/** As the API sees it: secrets of an account are references still. */
function ways(
  channel: string,
  change: object = {},
  settings: object = { accessToken: { env: 'TOKEN' } },
): readonly AnswerWay[] {
  const current = { compiled: { accountOf: () => ({ settings }) } } as unknown as Pick<ActiveSettings, 'compiled'>;
  const last = { channel, account: 'a', lastCitizenAtMs: NOW - 60_000, isPublic: true, isAnswerable: true, ...change };
  return answeringBy(adapters, () => current)(last, NOW);
}

describe('in what ways a ticket can be answered', () => {
  it('is told for every channel there is, whatever the citizen did and however long ago', () => {
    for (const [channel, { textLimit }] of adapters.channels) {
      for (const isPublic of [true, false]) {
        for (const lastCitizenAtMs of [NOW, NOW - 10 * YEAR_MS]) {
          const [way, ...others] = ways(channel, { isPublic, lastCitizenAtMs });
          expect(others).toEqual([]);
          expect(way).toMatchObject({ way: isPublic ? 'public' : 'private', isPublic, maxParts: 20 });
          expect(way).toMatchObject({ maxLength: textLimit.max, lengthUnit: textLimit.unit });
          expect({ channel, told: way?.open === (way?.code === null && way.reason === null) }).toEqual({
            channel,
            told: true,
          });
        }
      }
    }
  });

  it('says where a public question can have a private answer', () => {
    const channels = [...adapters.channels.keys()];
    const privately = (isPublic: boolean, settings?: object) =>
      channels.filter((channel) =>
        ways(channel, { isPublic }, settings).some(({ canReplyPrivately }) => canReplyPrivately),
      );
    expect(privately(true).toSorted()).toEqual(['facebook', 'instagram', 'mastodon', 'x']);
    expect(privately(true, { directMessages: true })).toContain('bluesky');
    expect(privately(false, { directMessages: true })).toEqual([]);
  });

  it('says until when, and why it is over', () => {
    expect(ways('whatsapp', { isPublic: false })).toMatchObject([
      { open: true, code: null, closesAtMs: expect.any(Number), warning: null },
    ]);
    expect(ways('whatsapp', { isPublic: false, lastCitizenAtMs: NOW - YEAR_MS })).toMatchObject([
      { open: false, code: 'REPLY_WINDOW_CLOSED', reason: expect.stringContaining('geen antwoord meer toe') },
    ]);
  });

  it('says on X what the citizen did not allow, and what links cost', () => {
    expect(ways('x', { isAnswerable: false })).toMatchObject([
      { open: false, code: 'REPLY_NOT_INVITED', reason: expect.stringContaining('app van het kanaal zelf') },
    ]);
    expect(ways('x', { isAnswerable: false }, { answersAnyone: true })).toMatchObject([
      { open: true, lengthUnit: 'weighted', warning: expect.stringContaining('dertien keer') },
    ]);
  });

  it('is none for a channel that is not there any more', () => {
    expect(ways('telepathy')).toEqual([]);
  });
});
