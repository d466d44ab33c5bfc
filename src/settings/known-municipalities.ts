import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A Flemish municipality as the registers know it since 1 January 2025. */
export interface KnownMunicipality {
  readonly nis: string;
  readonly name: string;
  readonly province: string;
  readonly postcodes: readonly string[];
  readonly ovo: string;
  readonly kbo: string;
  readonly languageRegime: 'ordinary' | 'facility-periphery' | 'facility-border';
}

/** A code that ended in a merger, or went on with more inhabitants (Antwerpen kept 11002). */
export interface Merger {
  readonly oldNis: string;
  readonly oldName: string;
  readonly newNis: string;
  readonly newName: string;
  readonly effective: string;
}

export interface KnownMunicipalities {
  readonly byNis: ReadonlyMap<string, KnownMunicipality>;
  readonly mergers: readonly Merger[];
}

/** Rows of a CSV file of ours: comma, one header line, no quotes. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const [, ...lines] = text.trimEnd().split(/\r?\n/);
  return lines.map((line) => line.split(','));
}

function languageRegime(text: string): KnownMunicipality['languageRegime'] {
  return text === 'facility-periphery' || text === 'facility-border' ? text : 'ordinary';
}

/** Reads `municipalities.csv` and `mergers.csv` from `config/reference`. */
export async function readKnownMunicipalities(folder: string): Promise<KnownMunicipalities> {
  const byNis = new Map<string, KnownMunicipality>();
  for (const row of rowsOf(await readFile(join(folder, 'municipalities.csv'), 'utf8'))) {
    const [nis = '', name = '', province = '', postcodes = '', ovo = '', kbo = '', regime = ''] = row;
    byNis.set(nis, {
      nis,
      name,
      province,
      postcodes: postcodes.split('|'),
      ovo,
      kbo,
      languageRegime: languageRegime(regime),
    });
  }
  const mergers = rowsOf(await readFile(join(folder, 'mergers.csv'), 'utf8')).map(
    ([oldNis = '', oldName = '', newNis = '', newName = '', effective = '']) => ({
      oldNis,
      oldName,
      newNis,
      newName,
      effective,
    }),
  );
  return { byNis, mergers };
}
