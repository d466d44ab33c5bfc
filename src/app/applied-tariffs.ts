import { ExpectedFailure } from '../domain/expected-failure.js';
import type { Sql } from '../platform/store/store.js';
import type { Settings } from '../settings/snapshot.js';

/** A version of a tariff that was applied before has other content now. Use was charged by it: it may not change. */
export class AppliedTariffChanged extends ExpectedFailure {
  constructor(versions: readonly { readonly name: string; readonly version: string }[]) {
    super(
      versions
        .map(
          ({ name, version }) =>
            `Version ${version} of tariff "${name}" was applied before and was edited since; put it back as it was, and add a version with a later date.`,
        )
        .join('\n'),
    );
  }
}

/** Equal as JSON values: the order of keys and the notation of the file do not matter. */
const EDITED = `
  select distinct was->>'name' as name, was->>'validFrom' as version
  from settings_snapshot s
  cross join lateral jsonb_array_elements(s.body->'tariffs') as was
  join jsonb_array_elements($1::text::jsonb) as now_is
    on now_is->>'name' = was->>'name' and now_is->>'validFrom' = was->>'validFrom'
  where now_is <> was and s.hash in (select hash from settings_activation)
  order by 1, 2`;

/**
 * Compares tariffs with those of every snapshot that was ever put in force, also of one that comes into force later.
 *
 * @throws AppliedTariffChanged with a sentence for each version that was edited
 */
export async function refuseEditedTariffs(sql: Sql, { tariffs }: Settings): Promise<void> {
  const edited = await sql.query<{ name: string; version: string }>(EDITED, [JSON.stringify(tariffs)]);
  if (edited.length > 0) {
    throw new AppliedTariffChanged(edited);
  }
}

/** A version of a pool that was applied before has other content now, or is gone: months were divided by it. */
export class AppliedPoolChanged extends ExpectedFailure {
  constructor(versions: readonly { readonly name: string; readonly version: string }[]) {
    super(
      versions
        .map(
          ({ name, version }) =>
            `Version ${version} of pool "${name}" was applied before and was edited or removed since; put it back as it was, and add a version with a later date.`,
        )
        .join('\n'),
    );
  }
}

/** Without its file a pool would never have been, so one that is gone is found as well. */
const EDITED_POOLS = `
  select distinct was->>'name' as name, was->>'validFrom' as version
  from settings_snapshot s
  cross join lateral jsonb_array_elements(coalesce(s.body->'pools', '[]'::jsonb)) as was
  left join jsonb_array_elements($1::text::jsonb) as now_is
    on now_is->>'name' = was->>'name' and now_is->>'validFrom' = was->>'validFrom'
  where now_is is distinct from was and s.hash in (select hash from settings_activation)
  order by 1, 2`;

/** @throws AppliedPoolChanged with a sentence for each version that was edited or removed */
export async function refuseEditedPools(sql: Sql, { pools = [] }: Settings): Promise<void> {
  const edited = await sql.query<{ name: string; version: string }>(EDITED_POOLS, [JSON.stringify(pools)]);
  if (edited.length > 0) {
    throw new AppliedPoolChanged(edited);
  }
}

/** A version of what a platform charges that was applied before says something else now, or is gone. */
export class AppliedPlatformPricesChanged extends ExpectedFailure {
  constructor(versions: readonly { readonly name: string; readonly version: string }[]) {
    super(
      versions
        .map(
          ({ name, version }) =>
            `Version ${version} of the prices of "${name}" was applied before, and a price of it was edited or removed since; put it back as it was, and add a version with a later date. Items that it lacks may be added.`,
        )
        .join('\n'),
    );
  }
}

/**
 * Containment: prices that were there are there still, and alike. An item that was lacking may come, because nothing was
 * charged by it, and receipts that wait for it are of days that only this version is about. The source is a remark.
 */
const EDITED_PRICES = `
  select distinct was->>'platform' as name, was->>'validFrom' as version
  from settings_snapshot s
  cross join lateral jsonb_array_elements(coalesce(s.body->'platformPrices', '[]'::jsonb)) as was
  left join jsonb_array_elements($1::text::jsonb) as now_is
    on now_is->>'platform' = was->>'platform' and now_is->>'validFrom' = was->>'validFrom'
  where not coalesce(now_is->'prices' @> (was->'prices'), false) and s.hash in (select hash from settings_activation)
  order by 1, 2`;

/** @throws AppliedPlatformPricesChanged with a sentence for each version of which a price was edited or removed */
export async function refuseEditedPlatformPrices(sql: Sql, { platformPrices = [] }: Settings): Promise<void> {
  const edited = await sql.query<{ name: string; version: string }>(EDITED_PRICES, [JSON.stringify(platformPrices)]);
  if (edited.length > 0) {
    throw new AppliedPlatformPricesChanged(edited);
  }
}
