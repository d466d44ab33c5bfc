/** What the composition root and the API use of billing. */
export { BILLING_TIME_ZONE, billingPeriod, billingPeriodAt, type BillingPeriod } from './rating/billing-period.js';
export { priceOf, type Priced } from './rating/price-of.js';
export { rateUsage, tariffOn, type DayUsage, type RatedUsage, type TariffVersion } from './rating/rate-usage.js';
export { ledgerDays, type TenantDayUsage } from './usage-ledger/ledger-days.js';
export { projectCharges, type ChargeProjection } from './usage-ledger/project-charges.js';
