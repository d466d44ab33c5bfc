import type { InvoicePreview } from '../api/index.js';
import { countPromises } from '../api/municipalities/count-promises.js';
import {
  previewMonth,
  UnknownPrice,
  type BillingPeriod,
  type ClosingParts,
  type KeptPromises,
} from '../billing/index.js';
import { CLOCK_NAMES } from '../domain/sla/vocabulary.js';
import type { Store } from '../platform/store/store.js';
import type { Settings } from '../settings/snapshot.js';

type Counts = Awaited<ReturnType<typeof countPromises>>;

/** The figures of the scorecard, all together and by clock. The clocks of the law earn no credit. */
export function keptPromisesOf({ total, clocks }: Counts): readonly KeptPromises[] {
  return [total, ...clocks].flatMap(({ clock, met, metLate, missed }) => {
    const name = clock === null ? null : CLOCK_NAMES.find((one) => one === clock);
    return name === undefined ? [] : [{ clock: name, met, breached: metLate + missed }];
  });
}

/** What closing and previewing a month work with. */
export function closingParts(store: Store, settings: Settings, nowMs: number): ClosingParts {
  return {
    ...{ store, settings, nowMs },
    keptPromises: async (sql, tenant, month) => keptPromisesOf(await countPromises(sql, { tenant, ...month })),
  };
}

/** The preview of the HTTP API: of the debtor of one municipality. */
export async function previewInvoices(
  { store, settings, nowMs }: { readonly store: Store; readonly settings: Settings; readonly nowMs: number },
  tenant: string,
  period: BillingPeriod,
): Promise<InvoicePreview> {
  const municipality = settings.municipalities.find((one) => one.tenant === tenant);
  if (settings.invoicing === undefined || municipality?.invoicing === undefined) {
    return { kind: 'documents', documents: [] };
  }
  const scope = { period, debtors: new Set([municipality.kbo]) };
  try {
    return { kind: 'documents', documents: await previewMonth(closingParts(store, settings, nowMs), scope) };
  } catch (error) {
    if (error instanceof UnknownPrice) {
      return { kind: 'unknown-price', detail: error.message };
    }
    throw error;
  }
}
