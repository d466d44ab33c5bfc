import type { ApiSettings } from '../../src/api/index.js';
import { METERS, type Meter } from '../../src/domain/vocabulary.js';

/** Two tenants that must never see each other. */

export interface Tenant {
  readonly tenant: string;
  readonly nis: string;
  readonly ovo: string;
  readonly formerNis: string;
  readonly name: string;
  /** In every text and code of this tenant, so that a leak is found by searching for it. */
  readonly marker: string;
}

export const ALFA: Tenant = {
  tenant: 'tenant-alfa',
  nis: '44021',
  ovo: 'OVO002001',
  formerNis: '44001',
  name: 'Alfadorp merk-alfa',
  marker: 'merk-alfa',
};

export const BETA: Tenant = {
  tenant: 'tenant-beta-merk-beta',
  nis: '31005',
  ovo: 'OVO002002',
  formerNis: '31001',
  name: 'Betadorp merk-beta',
  marker: 'merk-beta',
};

function prices(euro: string): Record<Meter, string> {
  return Object.fromEntries(METERS.map((meter) => [meter, euro])) as Record<Meter, string>;
}

export const SETTINGS: ApiSettings = {
  municipalities: [ALFA, BETA].map(({ tenant, nis, ovo, name, formerNis, marker }) => ({
    tenant,
    nis,
    ovo,
    name,
    formerNis: [formerNis],
    tariff: 'basis',
    accounts: [{ channel: 'facebook', account: `page-${marker}`, name: `Pagina ${marker}` }],
  })),
  targets: [{ id: 'desk', kind: 'contact-center' }],
  tariffs: [
    { name: 'basis', validFrom: '2025-01-01', monthlyFeeEuro: '100', unitPriceEuro: prices('1') },
    {
      name: 'basis',
      validFrom: '2026-11-15',
      monthlyFeeEuro: '250',
      unitPriceEuro: { ...prices('0.35'), 'ticket.opened': '1.2345' },
    },
  ],
};
