import { consoleRouter, createApi, opsRouter } from '../api/index.js';
import { decisionOf, submitCommand } from '../handling/index.js';
import { webhooks, type GroupCommit } from '../intake/index.js';
import { liveness } from '../ops/health/liveness.js';
import { readiness } from '../ops/health/readiness.js';
import { reconcile } from '../ops/reconcile/reconcile.js';
import { createHttpApp, type HttpAppOptions } from '../platform/http-in/app.js';
import { startHttpServer } from '../platform/http-in/server.js';
import type { Database } from '../platform/store/store.js';
import type { Adapters } from './adapters.js';
import { answeringBy } from './answering.js';
import { textStorageBy } from './storage-terms.js';
import { channelHealth } from './channel-health.js';
import type { ContactCenterLink } from './contact-center-link.js';
import { counterDoor } from './counter-door.js';
import { doorFinder } from './doors.js';
import type { PipelineParts, Running } from './pipeline.js';
import type { ServeOptions } from './roles.js';
import { previewInvoices } from './invoicing.js';
import { poolOfMonth } from './pool-of-month.js';
import { slaTimesFrom } from './sla-times.js';
import { tariffTrialOverHttp } from './tariff-trial.js';
import { whatIfOverHttp } from './what-if.js';

const READY_TIMEOUT_MS = 2_000;
/** The longest sweep of any loop. */
const LOOP_SWEEP_MS = 5_000;

export interface WebParts extends ServeOptions {
  readonly database: Database;
  readonly adapters: Adapters;
  readonly parts: PipelineParts;
  readonly contactCenter: ContactCenterLink | undefined;
  readonly running: readonly Running[];
  readonly groupCommit: GroupCommit;
}

type WebRouter = ReturnType<typeof opsRouter>;

export interface Web {
  readonly url: string;
  close(graceMs: number): Promise<void>;
}

function watchRouter(web: WebParts): WebRouter {
  const { parts, database, contactCenter } = web;
  const loops = web.running.flatMap((one) => one.loops);
  return opsRouter({
    metrics: parts.metrics,
    beforeMetrics: () => {
      for (const loop of loops) {
        const ageMs = parts.now() - loop.progressAtMs();
        parts.metrics.gauge('schakel_loop_progress_seconds').set({ loop: loop.name }, ageMs / 1000);
      }
    },
    live: () =>
      liveness({
        loops: loops.map((loop) => ({ name: loop.name, progressAtMs: loop.progressAtMs(), sweepMs: LOOP_SWEEP_MS })),
        nowMs: parts.now(),
      }),
    ready: () =>
      readiness(
        {
          database: async () => {
            await database.handling.query('select 1');
            return { ok: true, detail: database.kind };
          },
          doorbell: () => {
            const { kind, isHealthy, reason } = parts.doorbell.state();
            // Without its doorbell the service is slower, not unready.
            return Promise.resolve({ ok: true, detail: isHealthy ? kind : `${kind}: ${reason ?? 'away'}` });
          },
          ...(contactCenter === undefined ? {} : { contactCenter: () => Promise.resolve(contactCenter.state()) }),
        },
        READY_TIMEOUT_MS,
      ),
  });
}

function intakeDoor(web: WebParts): HttpAppOptions['first'][number] {
  const { parts, adapters, groupCommit } = web;
  const handler = webhooks({
    findDoor: doorFinder(adapters, () => parts.settings.current()),
    commit: groupCommit,
    sealer: parts.sealer,
    now: parts.now,
    onRefused: parts.recorders.onRefused,
    onAccepted: parts.recorders.onAccepted,
  });
  return { path: '/webhooks', handler };
}

function apiRouters(web: WebParts, closing: AbortSignal): WebRouter[] {
  const { parts, database, adapters, bootstrapKey } = web;
  const trials = {
    ...{ database, catalogue: adapters.catalogue, now: parts.now },
    settings: () => parts.settings.current().compiled.settings,
  };
  return [
    createApi({
      ...{ store: database.api, sealer: parts.sealer, submitCommand, decisionOf, closing },
      settings: () => parts.settings.current().compiled.settings,
      slaTimes: slaTimesFrom(database.handling),
      ring: (lane) => {
        parts.doorbell.ring(lane);
      },
      reconcile: () => reconcile(database.handling, parts.now()),
      whatIf: whatIfOverHttp(trials),
      tariffTrial: tariffTrialOverHttp(trials),
      poolOfMonth: (tenant, period) => poolOfMonth(database.handling, trials.settings(), tenant, period),
      previewInvoices: (tenant, period) =>
        previewInvoices({ store: database.handling, settings: trials.settings(), nowMs: parts.now() }, tenant, period),
      answering: answeringBy(adapters, () => parts.settings.current()),
      canHide: (channel) => adapters.channels.get(channel)?.hide !== undefined,
      textStorage: textStorageBy(adapters, () => parts.settings.current()),
      openCopy: async (digest) => parts.media?.blobs.open(digest),
      channelHealth: () => channelHealth({ ...parts, store: database.handling }, parts.settings.current()),
      nowMs: parts.now,
      ...(bootstrapKey === undefined ? {} : { bootstrapKey }),
    }),
    counterDoor(web, closing),
    consoleRouter(),
  ];
}

/** The HTTP side of the roles that this process has. */
export async function startWeb(web: WebParts): Promise<Web> {
  const closing = new AbortController();
  const app = createHttpApp({
    first: web.roles.includes('intake') ? [intakeDoor(web)] : [],
    routers: [watchRouter(web), ...(web.roles.includes('api') ? apiRouters(web, closing.signal) : [])],
    report: (error, requestId) => {
      web.parts.log.error({ error, requestId }, 'a request failed');
    },
  });
  const { host, port } = web.environment;
  const server = await startHttpServer(app, { host, port });
  return {
    url: server.url,
    close: (graceMs) => {
      closing.abort();
      return server.close(graceMs);
    },
  };
}
