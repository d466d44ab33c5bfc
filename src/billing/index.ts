/** What the composition root and the API use of billing. */
export { BILLING_TIME_ZONE, billingPeriod, billingPeriodAt, type BillingPeriod } from './rating/billing-period.js';
export { priceOf, type Priced } from './rating/price-of.js';
export type { DayUsage } from './rating/group-days.js';
export { forecastMonth } from './rating/forecast-month.js';
export { rateUsage, type RatedUsage } from './rating/rate-usage.js';
export { RATING_RULES, type RatedLine } from './rating/rated-line.js';
export type { Subscription } from './rating/rate-subscription.js';
export { subscriptionsOf, subscriptionsOr } from './usage-ledger/subscriptions.js';
export { ledgerDays, type TenantDayUsage } from './usage-ledger/ledger-days.js';
export { projectCharges, unitsOf, type ChargeProjection } from './usage-ledger/project-charges.js';
