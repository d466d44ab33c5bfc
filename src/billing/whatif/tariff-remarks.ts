import type { Tariff } from '../../domain/tariff.js';
import { BILLING_TIME_ZONE, type BillingPeriod } from '../rating/billing-period.js';
import { localDateOf } from '../../domain/time.js';
import type { Municipality } from '../../settings/snapshot.js';
import type { Remark } from './tariff-report.js';

/** What a version asks of a municipality that does not have it. Said, not refused: a plan can be bought. */
export function unmetConditions(
  { tier, slaPolicies }: Pick<Tariff, 'tier' | 'slaPolicies'>,
  { plan, sla }: Pick<Municipality, 'plan' | 'sla'>,
): readonly Remark[] {
  const policies = (slaPolicies ?? []).join(', ');
  return [
    ...(tier === undefined || tier === plan
      ? []
      : [
          {
            nl: `Dit tarief hoort bij het plan "${tier}"; de gemeente heeft "${plan}".`,
            en: `This tariff goes with the plan "${tier}"; the municipality has "${plan}".`,
          },
        ]),
    ...(slaPolicies === undefined || slaPolicies.includes(sla)
      ? []
      : [
          {
            nl: `Dit tarief hoort bij het servicebeleid ${policies}; de gemeente heeft "${sla}".`,
            en: `This tariff goes with the policy ${policies}; the municipality has "${sla}".`,
          },
        ]),
  ];
}

/** Hours are a fact about each entry, so they can be judged by any calendar; that it was done is said. */
export function judgedAgainRemark(calendar: string): Remark {
  return {
    nl: `Of gebruik buiten de kantooruren viel, is opnieuw beoordeeld volgens de kalender "${calendar}".`,
    en: `Whether use was outside office hours was judged again by the calendar "${calendar}".`,
  };
}

export function notYetValidRemark(firstValidFrom: string): Remark {
  return {
    nl: `Dit tarief geldt pas vanaf ${firstValidFrom}; een deel van de maand heeft geen bedrag.`,
    en: `This tariff holds from ${firstValidFrom} only; a part of the month has no amount.`,
  };
}

export function unknownUseRemark(): Remark {
  return {
    nl: 'De maand werd aangerekend volgens een tarief dat niet meer gekend is; het bedrag van nu is onvolledig.',
    en: 'The month was charged by a tariff that is not known any more; the amount of now is not complete.',
  };
}

/** A month that is not over is tried with the use so far, and the fee of the whole month. */
export function monthRemarks({ untilMs, period }: BillingPeriod, asOfMs: number): readonly Remark[] {
  const today = localDateOf(asOfMs, BILLING_TIME_ZONE);
  return asOfMs >= untilMs
    ? []
    : [
        {
          nl: `De maand ${period} is op ${today} nog niet voorbij: het verbruik is dat van tot nu toe, het vast bedrag dat van de hele maand.`,
          en: `The month ${period} is not over on ${today}: use is that of so far, the fee that of the whole month.`,
        },
      ];
}

/** A pool is an agreement about one tariff, so a trial is of the municipality alone. */
export function pooledRemark(pool: string): Remark {
  return {
    nl: `Leden van de pool "${pool}" kopen samen aan; alle bedragen van deze proefberekening zijn zonder die pool.`,
    en: `Members of the pool "${pool}" buy together; all amounts of this trial are without it.`,
  };
}
