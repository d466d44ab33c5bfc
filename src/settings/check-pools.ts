import { poolsOn } from '../domain/pool.js';
import { unknown } from './check-names.js';
import type { Draft, Located } from './draft.js';
import type { Pool } from '../domain/pool.js';

/** A month is numbered as a whole, so a pool begins with one. */
function checkStart({ file, value }: Located<Pool>): readonly string[] {
  return value.validFrom.endsWith('-01')
    ? []
    : [`${file}: /validFrom: ${value.validFrom} is not the first day of a month; a pool holds for whole months`];
}

function checkMembers({ file, value }: Located<Pool>, draft: Draft): readonly string[] {
  return value.members.flatMap((member, at) =>
    unknown(`${file}: /members/${at}`, 'tenant', member, draft.declared.tenants),
  );
}

/** Units are numbered together under one price list. What a version that was replaced said is over. */
function checkSameTariff({ file, value }: Located<Pool>, draft: Draft): readonly string[] {
  const had = value.members.flatMap((member) =>
    draft.municipalities.filter((one) => one.value.tenant === member).map((one) => one.value),
  );
  const tariffs = [...new Set(had.map(({ tariff }) => tariff))].toSorted();
  return tariffs.length < 2
    ? []
    : [`${file}: /members: have different tariffs (${tariffs.join(', ')}); members of a pool have the same one`];
}

/** On each day on which a pool begins, nobody may be in two. */
function checkOnce(draft: Draft, today: string): readonly string[] {
  const pools = draft.pools.map(({ value }) => value);
  const dates = new Set([today, ...pools.map(({ validFrom }) => validFrom)]);
  const errors = [...dates].flatMap((date) => {
    const held = poolsOn(pools, date);
    return [...new Set(held.flatMap(({ members }) => members))].flatMap((member) => {
      const names = held.filter(({ members }) => members.includes(member)).map(({ name }) => name);
      return names.length < 2
        ? []
        : [`pools: ${member} is in ${names.toSorted().join(' and ')} on ${date}; one pool at a time`];
    });
  });
  return [...new Set(errors)].toSorted();
}

/** What a schema cannot say about pools: that members exist, pay by one tariff and are in one pool at a time. */
export function checkPools(draft: Draft, today: string): readonly string[] {
  const inForce = new Set(
    poolsOn(
      draft.pools.map(({ value }) => value),
      today,
    ),
  );
  const holds = ({ value }: Located<Pool>): boolean => inForce.has(value) || value.validFrom > today;
  return [
    ...draft.pools.flatMap((pool) => [...checkStart(pool), ...checkMembers(pool, draft)]),
    ...draft.pools.filter(holds).flatMap((pool) => checkSameTariff(pool, draft)),
    ...checkOnce(draft, today),
  ];
}
