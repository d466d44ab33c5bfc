import { describe, expect, it } from '@jest/globals';
import { citizenTerm, keptUntil, ownTerm, whyErased, type Retention, type StorageTerm } from './storage-term.js';

const agreed = (hours: number): Retention => ({ channels: { chat: { hours, basis: 'Overeenkomst van 1 mei 2026' } } });
const byChannel = (hours: number): StorageTerm => ({ hours, because: 'channel' });
const byMunicipality = (hours: number): StorageTerm => ({ hours, because: 'municipality' });

describe('how long a text of a citizen is kept', () => {
  it.each<[string, number | undefined, Retention | undefined, StorageTerm | undefined]>([
    ['is not limited where nobody says so', undefined, undefined, undefined],
    ['is what the platform allows', 48, undefined, byChannel(48)],
    ['is what the municipality wants, where no platform limits it', undefined, { textDays: 30 }, byMunicipality(720)],
    ['is the shorter of both: of the platform', 48, { textDays: 30 }, byChannel(48)],
    ['is the shorter of both: of the municipality', 48, { textDays: 1 }, byMunicipality(24)],
    ['is the platform’s where both are as long', 48, { textDays: 2 }, byChannel(48)],
    ['is longer by an agreement', 48, agreed(720), byChannel(720)],
    ['is shorter by an agreement', 48, agreed(24), byChannel(24)],
    ['is limited by an agreement where the platform sets no limit', undefined, agreed(24), byChannel(24)],
    ['ends with the municipality’s days, agreement or not', 48, { ...agreed(720), textDays: 7 }, byMunicipality(168)],
    [
      'is not changed by an agreement about another channel',
      48,
      { channels: { x: { hours: 9, basis: 'x' } } },
      byChannel(48),
    ],
  ])('%s', (_label, allowed, retention, expected) => {
    expect(citizenTerm(allowed, retention, 'chat')).toEqual(expected);
  });

  it('leaves what the municipality wrote itself to the municipality alone', () => {
    expect(ownTerm(agreed(24))).toBeUndefined();
    expect(ownTerm({ textDays: 2 })).toEqual(byMunicipality(48));
  });

  it('counts from its receipt', () => {
    expect(keptUntil(byChannel(48), 1_000)).toBe(1_000 + 172_800_000);
  });
});

describe('what stands in its place', () => {
  it('says whose terms they were, and where the message still is', () => {
    const original = { platform: 'LinkedIn', permalink: 'https://www.linkedin.example/1' };
    expect(whyErased('channel', original)).toBe(
      'Tekst verwijderd volgens de voorwaarden van LinkedIn; open het bericht op LinkedIn.',
    );
    expect(whyErased('channel', { ...original, permalink: null })).toBe(
      'Tekst verwijderd volgens de voorwaarden van LinkedIn.',
    );
    expect(whyErased('municipality', original)).toBe(
      'Tekst verwijderd omdat de bewaartermijn van het bestuur voorbij is.',
    );
  });
});
