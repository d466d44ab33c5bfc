import { hostname } from 'node:os';
import { giveUpLeases } from '../handling/index.js';
import { createGroupCommit } from '../intake/index.js';
import { createLog, type Log } from '../platform/log/log.js';
import { createHttpClient } from '../platform/http-out/http-client.js';
import { createMailClient } from '../platform/mail/mail-client.js';
import { createLocalBreaker } from '../platform/http-out/local-breaker.js';
import { createInProcessDoorbell } from '../platform/queue/in-process-doorbell.js';
import type { Doorbell, DoorbellReports } from '../platform/queue/doorbell.js';
import { migrate } from '../platform/store/migrate.js';
import type { Database } from '../platform/store/store.js';
import { openSettings, type ActiveSettings } from './active-settings.js';
import { loadAdapters, type Adapters } from './adapters.js';
import { applyFolder } from './apply-folder.js';
import { openContactCenter, type ContactCenterLink } from './contact-center-link.js';
import type { Environment } from './environment.js';
import type { ServeOptions } from './roles.js';
import { openMedia } from './open-media.js';
import { openDatabase, openSealer } from './open-database.js';
import { startScheduler } from './scheduler.js';
import { startFollowing, startWorker, type PipelineParts, type Running } from './pipeline.js';
import { createRecorders, openMetrics, type AppMetrics } from './recorders.js';
import { warnOfSecrets } from './settings-loop.js';
import { unknownVariables, variablesOfAdapters, variablesOfSecrets, warnOfVariables } from './unknown-variables.js';
import { startWeb, type Web } from './web.js';

export interface Service {
  readonly url: string;
  readonly log: Log;
  /** Stops taking in, finishes what is under way, and lets everything go. */
  close(): Promise<void>;
}

/** Requests and attempts under way get this long to finish. */
const DRAIN_MS = 10_000;

async function openDoorbell(environment: Environment, reports: DoorbellReports): Promise<Doorbell> {
  if (environment.redisUrl === undefined) {
    return createInProcessDoorbell(reports);
  }
  const { openRedisDoorbell } = await import('../platform/queue/redis-doorbell.js');
  return openRedisDoorbell({ url: environment.redisUrl, ...reports });
}

function doorbellReports(metrics: AppMetrics, log: Log): DoorbellReports {
  return {
    onOutcome: (lane, outcome) => {
      metrics.counter('schakel_doorbell_rings_total').inc({ lane, outcome });
    },
    onProblem: (error) => {
      log.warn({ error }, 'the doorbell has trouble; sweeps find the work meanwhile');
    },
  };
}

interface Opened {
  readonly database: Database;
  readonly adapters: Adapters;
  readonly parts: PipelineParts;
  readonly contactCenter: ContactCenterLink | undefined;
}

/** What falls back or is refused in silence otherwise. */
function warnAtStart({ environment }: ServeOptions, log: Log, adapters: Adapters, active: ActiveSettings): void {
  const others = [...variablesOfAdapters(adapters), ...variablesOfSecrets(active.compiled.settings)];
  warnOfVariables(log, unknownVariables(environment.values, others));
  warnOfSecrets(log, active);
}

async function makeReady(database: Database, { configFolder }: ServeOptions): Promise<void> {
  if (database.kind === 'embedded' || configFolder !== undefined) {
    await migrate(database.owner);
  }
  if (database.kind === 'embedded') {
    // Its folder has one process at a time, so whoever claimed something before is gone.
    await giveUpLeases(database.handling);
  }
}

/** Opens everything that the roles share. The order is that of need: database, settings, doorbell, links. */
async function open(options: ServeOptions, log: Log, metrics: AppMetrics): Promise<Opened> {
  const { environment, roles } = options;
  const sealer = openSealer(environment);
  const database = await openDatabase(environment, log);
  await makeReady(database, options);
  const adapters = await loadAdapters();
  if (options.configFolder !== undefined) {
    await applyFolder(database.handling, adapters, options.configFolder, 'serve');
  }
  const settings = await openSettings(database.handling, environment.values);
  const media = openMedia(options, adapters, settings);
  warnAtStart(options, log, adapters, settings.current());
  const doorbell = await openDoorbell(environment, doorbellReports(metrics, log));
  const now = Date.now;
  const http = createHttpClient({
    allowPrivateAddresses: environment.allowPrivateTargets,
    maxConnectionsPerHost: 20,
    userAgent: 'Schakel',
  });
  const mail = createMailClient({ http: http.request, allowPrivateAddresses: environment.allowPrivateTargets, now });
  const breaker = createLocalBreaker({ minCalls: 20, failurePercent: 60, windowMs: 10_000, openMs: 1_000 });
  const adapter = adapters.contactCenters.get('1700');
  if (adapter === undefined) {
    throw new Error('The adapter of the contact center 1700 is missing from adapters/contact-centers');
  }
  const contactCenter = roles.includes('worker')
    ? openContactCenter({
        ...{ url: environment.amqpUrl, namePrefix: environment.amqpPrefix, adapter, store: database.handling },
        ...{ sealer, doorbell, metrics, log, now },
      })
    : undefined;
  const nis = (tenant: string): string =>
    settings.current().compiled.municipalityByTenant(tenant)?.municipality.nis ?? tenant;
  const parts: PipelineParts = {
    ...{ store: database.handling, sealer, adapters, settings, doorbell, log, metrics, now },
    recorders: createRecorders(metrics, nis, (recovered) => {
      log.info({ ...recovered }, 'messages that were missed came from the history of a platform');
    }),
    media,
    delivery: {
      ...{ http: http.request, mail, breaker, env: environment.values },
      carry: contactCenter?.carry ?? (() => Promise.resolve([])),
      onWarning: (target, code) => {
        log.warn(
          { target, code },
          'a target took a delivery, and something is wrong there; see the code in docs/errors.md',
        );
      },
    },
    owner: `${hostname()}:${process.pid}`,
    leaseMs: environment.leaseMs,
    // The embedded store does one thing at a time, and a webhook that comes meanwhile waits for it.
    ...(database.kind === 'embedded' ? { deciders: 1, perShard: 4 } : { deciders: 2, perShard: undefined }),
  };
  return { database, adapters, parts, contactCenter };
}

function startRoles(options: ServeOptions, opened: Opened): Running[] {
  const running: Running[] = [];
  if (options.roles.includes('worker')) {
    running.push(startWorker(opened.parts));
  } else {
    running.push(startFollowing(opened.parts));
  }
  if (options.roles.includes('scheduler')) {
    running.push(startScheduler(opened.parts, opened.database));
  }
  return running;
}

/**
 * Starts the roles in this process: the HTTP side last, so that nothing is taken in that nobody could store.
 *
 * @throws sentences about configuration, environment or the data folder
 */
export async function serve(options: ServeOptions): Promise<Service> {
  const log = createLog({ level: options.environment.logLevel });
  const metrics = openMetrics();
  const opened = await open(options, log, metrics);
  const { parts, database } = opened;
  const groupCommit = createGroupCommit({
    store: database.intake,
    ...{ maxGroup: 500, maxGroupBytes: 8 * 1024 * 1024, maxWaitingBytes: 64 * 1024 * 1024 },
    ...{ concurrency: database.kind === 'embedded' ? 1 : 2, timeoutMs: 4_000 },
    onCommitted: () => {
      parts.doorbell.ring('split');
    },
    onFailed: (error, intakes) => {
      log.error({ error, intakes }, 'intakes could not be stored; their senders were asked to send again');
    },
  });
  const running = startRoles(options, opened);
  const web: Web = await startWeb({ ...options, ...opened, running, groupCommit });
  log.info({ roles: options.roles, url: web.url, store: database.kind }, 'Schakel is ready');
  return {
    url: web.url,
    log,
    close: async () => {
      await web.close(DRAIN_MS);
      await groupCommit.drain();
      await Promise.all(running.map((one) => one.stop()));
      await opened.contactCenter?.close();
      await parts.doorbell.close();
      await database.close();
      log.info({}, 'Schakel stopped; nothing is under way');
    },
  };
}
