import { Router } from 'express';

export interface OpsDeps {
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** Brings gauges up to date that are only worth computing when somebody looks. */
  readonly beforeMetrics: () => void;
  readonly live: () => { readonly ok: boolean };
  readonly ready: () => Promise<{ readonly ok: boolean }>;
}

/** Metrics and health, on every role, for the ones who watch. They hold no personal data and need no key. */
export function opsRouter(deps: OpsDeps): Router {
  const router = Router();
  router.get('/metrics', async (_request, response) => {
    deps.beforeMetrics();
    response.type(deps.metrics.contentType).send(await deps.metrics.text());
  });
  router.get('/health/live', (_request, response) => {
    const live = deps.live();
    response.status(live.ok ? 200 : 503).json(live);
  });
  router.get('/health/ready', async (_request, response) => {
    const ready = await deps.ready();
    response.status(ready.ok ? 200 : 503).json(ready);
  });
  return router;
}
