// The settings of all municipalities that there are, with the tariffs of the demonstration.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const CONFIG = join(import.meta.dirname, '..', '..', 'config');

function tariffOf(name) {
  return parse(readFileSync(join(CONFIG, 'demo', 'tariffs', `${name}-2026-01-01.yaml`), 'utf8'));
}

const ADDRESS = { street: 'Markt 1', postalCode: '1000', city: 'Brussel', country: 'BE', vatLiable: true };

export function allMunicipalities(from) {
  const tariffs = ['per-gebruik', 'groot-volume', 'formule-premium'].map(tariffOf);
  const rows = readFileSync(join(CONFIG, 'reference', 'municipalities.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const municipalities = rows.map((row, index) => {
    const [nis, name, , , ovo, kbo] = row.split(',');
    const tariff = tariffs[index % tariffs.length].name;
    return { tenant: `t-${nis}`, nis, name, ovo, kbo, tariff, invoicing: { ...ADDRESS, reference: nis, from } };
  });
  const invoicing = {
    seller: { ...ADDRESS, kbo: '0888888895', name: 'Schakel', iban: 'BE71096123456769' },
    ...{ series: 'SCH', paymentDays: 30, vat: [{ validFrom: '2026-01-01', category: 'S', percent: '21' }] },
  };
  return { hash: 'bench', municipalities, tariffs, invoicing };
}
