import { countPromises } from '../api/municipalities/count-promises.js';
import type { ClosingParts, KeptPromises } from '../billing/index.js';
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
