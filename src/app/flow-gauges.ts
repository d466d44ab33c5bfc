import {
  billingPeriodAt,
  poolMembers,
  projectCharges,
  rateUsage,
  splitPool,
  subscriptionsOr,
  unitsOf,
} from '../billing/index.js';
import { budgetState } from '../domain/budget.js';
import { allTenants, overdueTexts } from '../handling/index.js';
import { groupBy } from '../domain/group-by.js';
import { poolsOn } from '../domain/pool.js';
import type { ActiveSettings } from './active-settings.js';
import type { PipelineParts } from './pipeline.js';
import { eraseRules } from './storage-terms.js';
import { tariffsByTenant } from './pool-of-month.js';
import type { AppMetrics } from './recorders.js';

interface CountRow {
  readonly a: string;
  readonly b: string;
  readonly n: number;
}

const OPEN_CLOCKS = `
  select tenant as a,
         case when state in ('breached', 'paused') then state when due_at <= now() then 'breached'
              when warn_at <= now() then 'warning' else 'ok' end as b, count(*)::int as n
  from clock where ended_at is null group by 1, 2`;
const OLDEST = `
  select target as a, '' as b, extract(epoch from now() - min(created_at))::float8 as n
  from delivery where state in ('due', 'in-flight', 'unknown', 'parked', 'quarantined') group by 1`;
const BREAKERS = `
  select target as a, '' as b, case when state = 'closed' then 0 when probe_until > now() then 1 else 2 end as n from breaker`;
const RATE_HELD = `
  select split_part(d.target, ':', 1) as a, '' as b, count(*)::int as n
  from breaker k join delivery d on d.target = k.target and d.state in ('due', 'unknown') and d.next_attempt_at <= now()
  where k.held_until > now() group by 1`;
const PARKED = "select target as a, '' as b, count(*)::int as n from delivery where state = 'parked' group by 1";
const QUARANTINED =
  "select channel as a, '' as b, count(*)::int as n from event where state = 'quarantined' group by 1";
const MEDIA_DUE = `
  select f.channel as a, '' as b, extract(epoch from now() - min(m.received_at))::float8 as n
  from media f join message m on m.id = f.message_id where f.state = 'due' group by 1`;

/** Shows the state of the flow, read from the database, as gauges. */
export async function showFlow(
  parts: Pick<PipelineParts, 'store' | 'now'>,
  metrics: AppMetrics,
  active: Pick<ActiveSettings, 'compiled'>,
): Promise<void> {
  const rows = (text: string): Promise<CountRow[]> => parts.store.query<CountRow>(text);
  const nis = (tenant: string): string => active.compiled.municipalityByTenant(tenant)?.municipality.nis ?? tenant;
  metrics.replaceGauge(
    'schakel_sla_open_clocks',
    (await rows(OPEN_CLOCKS)).map(({ a, b, n }) => ({ labels: { municipality: nis(a), state: b }, value: n })),
  );
  const byTarget = [
    ['schakel_oldest_undelivered_seconds', OLDEST],
    ['schakel_target_breaker_state', BREAKERS],
    ['schakel_parked', PARKED],
  ] as const;
  for (const [name, text] of byTarget) {
    metrics.replaceGauge(
      name,
      (await rows(text)).map(({ a, n }) => ({ labels: { target: a }, value: n })),
    );
  }
  const byChannel = [
    ['schakel_quarantined', QUARANTINED],
    ['schakel_rate_held', RATE_HELD],
    ['schakel_media_oldest_due_seconds', MEDIA_DUE],
  ] as const;
  for (const [name, text] of byChannel) {
    metrics.replaceGauge(
      name,
      (await rows(text)).map(({ a, n }) => ({ labels: { channel: a }, value: n })),
    );
  }
}

/** Shows how late the erasing of texts is, for every channel that has a term. */
export async function showOverdueTexts(
  { store, adapters, now }: Pick<PipelineParts, 'store' | 'adapters' | 'now'>,
  metrics: AppMetrics,
  active: Pick<ActiveSettings, 'compiled'>,
): Promise<void> {
  const rules = eraseRules(adapters, () => active, now)(await allTenants(store));
  metrics.replaceGauge(
    'schakel_text_overdue_seconds',
    (await overdueTexts(store, rules.texts)).map(({ channel, seconds }) => ({ labels: { channel }, value: seconds })),
  );
}

/** Shows the charges of the open period, read from the ledger at one instant and rated like the invoice. */
export async function showCharges(parts: PipelineParts, metrics: AppMetrics, active: ActiveSettings): Promise<void> {
  const period = billingPeriodAt(parts.now());
  const { settings } = active.compiled;
  const { municipalities, tariffs } = settings;
  const projection = await projectCharges(
    parts.store,
    municipalities.map((one) => one.tenant),
    period,
  );
  const tariffOf = tariffsByTenant(settings);
  const shares = new Map(
    poolsOn(settings.pools ?? [], period.firstDate).flatMap((pool) => {
      const members = poolMembers({ pool, period, tariffOf }, projection.days, projection.subscriptions);
      return [...splitPool({ pool, members }, tariffs)];
    }),
  );
  const days = groupBy(projection.days, ({ tenant }) => tenant);
  const rated = municipalities.map(({ tenant, nis, tariff, budget }) => {
    const subscriptions = subscriptionsOr(projection.subscriptions.get(tenant), tariff, period);
    return {
      ...{ nis, tariff, budget, units: unitsOf(days.get(tenant) ?? []) },
      usage: rateUsage({
        ...{ period, days: days.get(tenant) ?? [], subscriptions, versions: tariffs },
        poolShares: shares.get(tenant) ?? [],
      }),
    };
  });
  metrics.replaceGauge(
    'schakel_billable_units',
    rated.flatMap(({ nis, units }) =>
      units.map(({ meter, tariff, units: value }) => ({ labels: { municipality: nis, meter, tariff }, value })),
    ),
  );
  metrics.replaceGauge(
    'schakel_charges_euro',
    rated.map(({ nis, tariff, usage }) => ({
      labels: { municipality: nis, tariff },
      value: Number(usage.totalEuro),
    })),
  );
  const budgets = rated.flatMap(({ nis, budget, usage }) =>
    budget === undefined ? [] : [{ labels: { municipality: nis }, state: budgetState(budget, usage.totalEuro, null) }],
  );
  metrics.replaceGauge(
    'schakel_budget_euro',
    budgets.map(({ labels, state }) => ({ labels, value: Number(state.monthEuro) })),
  );
  metrics.replaceGauge(
    'schakel_budget_share_reached',
    budgets.map(({ labels, state }) => ({ labels, value: state.reached.at(-1) ?? 0 })),
  );
  metrics.gauge('schakel_charges_as_of_seconds').set({}, projection.asOfMs / 1000);
}
