import { asTenant, type TariffTrialOutcome, type TariffTrialRequest } from '../api/index.js';
import {
  billingPeriod,
  hoursToRead,
  ledgerDays,
  ledgerDaysByHours,
  monthRemarks,
  officeHoursOf,
  pooledRemark,
  subscriptionsOf,
  subscriptionsOr,
  sumTariffs,
  tariffsToTry,
  tryTariffs,
  type BillingPeriod,
  type HoursOfUse,
  type MonthToTry,
  type MunicipalityTariffs,
  type ReadDays,
  type TariffReport,
  type TriedTariff,
} from '../billing/index.js';
import { poolOf } from '../domain/pool.js';
import { localDateOf } from '../domain/time.js';
import { tariffsBroughtForward } from '../ops/whatif/bring-forward.js';
import type { Database, Sql } from '../platform/store/store.js';
import { changedSettings } from '../settings/change-settings.js';
import { readCheckers, type Checkers } from '../settings/checkers.js';
import type { Municipality, Settings } from '../settings/snapshot.js';
import { knownTo, oneAtATime, type Trial, type WhatIfParts } from './what-if.js';

export interface TariffTrial extends Trial {
  /** The tariff to try; null to compare all of them only. */
  readonly tariff: string | null;
}

/** What a trial asks of every municipality. */
interface Question {
  readonly period: BillingPeriod;
  readonly inForce: Settings;
  readonly tried: Settings;
  readonly tariffs: readonly TriedTariff[];
}

function hoursOf(municipality: Municipality, { inForce, tried }: Question): HoursOfUse {
  return {
    charged: ({ tariff, tariffVersion }) => {
      const version = inForce.tariffs.find(({ name, validFrom }) => name === tariff && validFrom === tariffVersion);
      // Of entries without a known version nobody knows by which hours they were judged, if by any.
      return { ...officeHoursOf(inForce, municipality, version), ...(version === undefined ? { key: 'unknown' } : {}) };
    },
    tried: (version) => officeHoursOf(tried, municipality, version),
  };
}

/** Remembers hours by what they are asked for: making their key reads a whole calendar, and there are many days. */
function remembered({ charged, tried }: HoursOfUse): HoursOfUse {
  const ofCharged = new Map<string, ReturnType<HoursOfUse['charged']>>();
  const ofTried = new Map<Parameters<HoursOfUse['tried']>[0], ReturnType<HoursOfUse['tried']>>();
  return {
    charged: (day) => {
      const key = `${day.tariff} ${day.tariffVersion ?? ''}`;
      const found = ofCharged.get(key) ?? charged(day);
      ofCharged.set(key, found);
      return found;
    },
    tried: (version) => {
      const found = ofTried.get(version) ?? tried(version);
      ofTried.set(version, found);
      return found;
    },
  };
}

async function readDays(sql: Sql, tenant: string, { period, tariffs }: Question, hours: HoursOfUse): Promise<ReadDays> {
  const asCharged = await ledgerDays(sql, [tenant], period);
  const judgedAgain = new Map<string, ReadDays['asCharged']>();
  for (const { key, workingTime } of hoursToRead(asCharged, tariffs, hours)) {
    judgedAgain.set(key, await ledgerDaysByHours(sql, [tenant], period, workingTime()));
  }
  return { asCharged, judgedAgain };
}

/** One municipality at one moment; reading them one by one lets others work in between. */
async function monthOf(sql: Sql, municipality: Municipality, question: Question): Promise<MonthToTry> {
  const { period, inForce, tried, tariffs } = question;
  const { tenant, tariff } = municipality;
  const hours = remembered(hoursOf(municipality, question));
  const subscriptions = await subscriptionsOf(sql, [tenant], period);
  return {
    ...{ period, hours, tariffs, versions: inForce.tariffs },
    municipality: tried.municipalities.find((one) => one.tenant === tenant) ?? municipality,
    read: await readDays(sql, tenant, question, hours),
    subscriptions: subscriptionsOr(subscriptions.get(tenant), tariff, period),
  };
}

/** Tries tariffs on a month. Reads as role api, so that row security holds for what the caller sees. */
export async function tryTariffsOnMonth(database: Pick<Database, 'api'>, trial: TariffTrial): Promise<TariffReport> {
  const { sees, tenant, inForce, inForceHash, tariff, asOfMs } = trial;
  const period = billingPeriod(trial.period);
  const { settings: tried, versions } = tariffsBroughtForward(inForce, trial.tried, period.firstDate);
  const question = { period, inForce, tried, tariffs: tariffsToTry(inForce.tariffs, tried.tariffs) };
  const municipalities: MunicipalityTariffs[] = [];
  const pooled = new Set<string>();
  for (const one of inForce.municipalities) {
    if (tenant === null || one.tenant === tenant) {
      const month = await asTenant(database.api, 'api.read', sees, (sql) => monthOf(sql, one, question));
      municipalities.push(tryTariffs(month, tariff));
      const pool = poolOf(inForce.pools ?? [], one.tenant, period.firstDate);
      if (pool !== undefined) {
        pooled.add(pool.name);
      }
    }
  }
  return {
    ...{ period: period.period, tariff, broughtForward: versions, municipalities },
    from: new Date(period.fromMs).toISOString(),
    until: new Date(period.untilMs).toISOString(),
    asOf: new Date(asOfMs).toISOString(),
    settings: { inForce: inForceHash, tried: tried.hash },
    remarks: [...monthRemarks(period, asOfMs), ...[...pooled].map(pooledRemark)],
    totals: sumTariffs(municipalities, tariff),
  };
}

/** The sentence for a tariff that the tried settings do not have; nothing when they do. */
export function unknownTariff(tariff: string | null, { tariffs }: Settings): readonly string[] {
  const names = [...new Set(tariffs.map(({ name }) => name))].toSorted();
  return tariff === null || names.includes(tariff)
    ? []
    : [`/tariff: "${tariff}" is no tariff; allowed: ${names.join(', ')}`];
}

/** The trial of tariffs of the HTTP API: one at a time. */
export function tariffTrialOverHttp(parts: WhatIfParts): (request: TariffTrialRequest) => Promise<TariffTrialOutcome> {
  let checkers: Checkers | undefined;
  return oneAtATime(async ({ period, tenant, sees, tariff, tariffs }: TariffTrialRequest) => {
    checkers ??= await readCheckers(parts.catalogue);
    const whole = parts.settings();
    const asOfMs = parts.now();
    const inForce = knownTo(sees, whole);
    const options = { adapters: parts.catalogue, today: localDateOf(asOfMs, 'Europe/Brussels'), checkers };
    const changed = await changedSettings(inForce, { tariffs }, options);
    const errors = changed.ok ? unknownTariff(tariff, changed.settings) : changed.errors;
    if (!changed.ok || errors.length > 0) {
      return { kind: 'invalid', errors } as const;
    }
    const trial = { period, tenant, sees, inForce, inForceHash: whole.hash, tried: changed.settings, asOfMs };
    return { kind: 'report', report: await tryTariffsOnMonth(parts.database, { ...trial, tariff }) } as const;
  });
}
