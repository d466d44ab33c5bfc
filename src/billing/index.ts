/** What the composition root and the API use of billing. */
export { BILLING_TIME_ZONE, billingPeriod, billingPeriodAt, type BillingPeriod } from './rating/billing-period.js';
export { priceOf, type Priced } from './rating/price-of.js';
export type { DayUsage } from './rating/group-days.js';
export { forecastMonth } from './rating/forecast-month.js';
export { rateUsage, type RatedUsage } from './rating/rate-usage.js';
export { RATING_RULES, type RatedLine } from './rating/rated-line.js';
export type { Subscription } from './rating/rate-subscription.js';
export { splitPool, type PoolMember, type PoolOfMonth } from './rating/pool-shares.js';
export { poolMembers, readPoolMembers } from './usage-ledger/pool-month.js';
export { subscriptionsOf, subscriptionsOr } from './usage-ledger/subscriptions.js';
export { ledgerDays, ledgerDaysByHours, type TenantDayUsage } from './usage-ledger/ledger-days.js';
export { projectCharges, unitsOf, type ChargeProjection } from './usage-ledger/project-charges.js';
export { hoursToRead, type HoursOfUse, type ReadDays, type TriedTariff } from './whatif/as-if-tariff.js';
export { officeHoursOf, type OfficeHours } from './whatif/office-hours.js';
export { sumTariffs } from './whatif/sum-tariffs.js';
export { monthRemarks, pooledRemark } from './whatif/tariff-remarks.js';
export type { MunicipalityTariffs, Remark, TariffReport, TariffTotals } from './whatif/tariff-report.js';
export { tariffsToTry, tryTariffs, type MonthToTry } from './whatif/try-tariffs.js';
