import { isKbo } from '../domain/identifiers.js';
import { UNASSIGNED } from '../domain/vocabulary.js';
import type { Draft } from './draft.js';
import type { KnownMunicipalities } from './known-municipalities.js';
import type { Municipality } from './snapshot.js';

function checkNis(municipality: Municipality, known: KnownMunicipalities): readonly string[] {
  const { nis, ovo, kbo, name } = municipality;
  const register = known.byNis.get(nis);
  if (register === undefined) {
    const merger = known.mergers.find((candidate) => candidate.oldNis === nis);
    return merger === undefined
      ? [`/nis: ${nis} is no municipality in Flanders; see config/reference/municipalities.csv`]
      : [
          `/nis: ${nis} ended on ${merger.effective}; it must be ${merger.newNis} (${merger.newName}), with ${nis} in formerNis`,
        ];
  }
  const facts = [
    ['name', name, register.name],
    ['ovo', ovo, register.ovo],
    ['kbo', kbo, register.kbo],
  ] as const;
  return facts
    .filter(([, given, registered]) => given !== registered)
    .map(([key, given, registered]) => `/${key}: "${given}" must be "${registered}", the ${key} of NIS code ${nis}`);
}

function checkFormer({ nis, formerNis }: Municipality, known: KnownMunicipalities): readonly string[] {
  return formerNis.flatMap((code, index) => {
    const merger = known.mergers.find((candidate) => candidate.oldNis === code);
    if (known.byNis.has(code)) {
      return [`/formerNis/${index}: ${code} is still the code of ${known.byNis.get(code)?.name ?? code}`];
    }
    return merger !== undefined && merger.newNis !== nis
      ? [`/formerNis/${index}: ${code} went on as ${merger.newNis} (${merger.newName}), not as ${nis}`]
      : [];
  });
}

function checkOne(file: string, municipality: Municipality, known: KnownMunicipalities): readonly string[] {
  const { tenant, nis, ovo, kbo } = municipality;
  const errors: string[] = [];
  if (tenant === UNASSIGNED) {
    errors.push(`/tenant: "${UNASSIGNED}" is kept for what no configuration claims`);
  }
  if (!isKbo(kbo)) {
    errors.push(`/kbo: ${kbo} is no enterprise number: its last two digits must be 97 minus the first eight modulo 97`);
  }
  if (!(file.split('/').pop() ?? '').startsWith(`${nis}-`)) {
    errors.push(`/nis: the name of the file must begin with ${nis}-`);
  }
  const isAgency = nis.startsWith('OVO');
  if (isAgency && nis !== ovo) {
    errors.push(`/ovo: "${ovo}" must be "${nis}": an agency has its OVO code in both`);
  }
  errors.push(...(isAgency ? [] : checkNis(municipality, known)), ...checkFormer(municipality, known));
  return errors.map((error) => `${file}: ${error}`);
}

/** Compares what a municipality says about itself with the registers. */
export function checkIdentity(draft: Draft, known: KnownMunicipalities): readonly string[] {
  return draft.municipalities.flatMap(({ file, value }) => checkOne(file, value, known));
}
