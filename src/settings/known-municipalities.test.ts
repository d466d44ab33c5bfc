import { describe, expect, it } from '@jest/globals';
import { isKbo } from '../domain/identifiers.js';
import { readKnownMunicipalities } from './known-municipalities.js';

const known = await readKnownMunicipalities('config/reference');
const all = [...known.byNis.values()];

describe('the registers in config/reference', () => {
  it('hold the 285 municipalities of Flanders since 2025, by province', () => {
    const inProvince = (province: string) => all.filter((one) => one.province === province).length;
    const provinces = ['Antwerpen', 'Vlaams-Brabant', 'West-Vlaanderen', 'Oost-Vlaanderen', 'Limburg'];
    expect(provinces.map(inProvince)).toEqual([67, 63, 62, 55, 38]);
    expect(all).toHaveLength(285);
  });

  it('hold each code once', () => {
    for (const key of ['nis', 'ovo', 'kbo', 'name'] as const) {
      expect(new Set(all.map((one) => one[key])).size).toBe(285);
    }
    const postcodes = all.flatMap((one) => one.postcodes);
    expect(new Set(postcodes).size).toBe(postcodes.length);
  });

  it('hold well-formed codes', () => {
    const wrong = all.filter(
      (one) =>
        !/^[0-9]{5}$/.test(one.nis) ||
        !/^OVO[0-9]{6}$/.test(one.ovo) ||
        !isKbo(one.kbo) ||
        !one.postcodes.every((postcode) => /^[1-9][0-9]{3}$/.test(postcode)),
    );
    expect(wrong).toEqual([]);
  });

  it('name the twelve municipalities with language facilities', () => {
    const regime = (name: string) => all.filter((one) => one.languageRegime === name).map((one) => one.name);
    expect(regime('facility-periphery').sort()).toEqual([
      'Drogenbos',
      'Kraainem',
      'Linkebeek',
      'Sint-Genesius-Rode',
      'Wemmel',
      'Wezembeek-Oppem',
    ]);
    expect(regime('facility-border').sort()).toEqual([
      'Bever',
      'Herstappe',
      'Mesen',
      'Ronse',
      'Spiere-Helkijn',
      'Voeren',
    ]);
  });

  it('tell of 28 municipalities that became 13, all of which exist', () => {
    expect(known.mergers).toHaveLength(28);
    expect(new Set(known.mergers.map((merger) => merger.newNis)).size).toBe(13);
    for (const merger of known.mergers) {
      expect(known.byNis.get(merger.newNis)?.name).toBe(merger.newName);
      expect(known.byNis.has(merger.oldNis)).toBe(merger.oldNis === '11002');
    }
  });
});
