import type { Express } from 'express';
import type { Router } from 'express';
import { composeInvoice } from '../../src/billing/invoice/compose-invoice.js';
import type { Invoice } from '../../src/domain/invoice.js';
import { createApi, consoleRouter, createKey, type AnswerWay, type ApiDeps, type Role } from '../../src/api/index.js';
import { slaTimesFrom } from '../../src/app/sla-times.js';
import { tryTariffsOnMonth } from '../../src/app/tariff-trial.js';
import { tryOnMonth } from '../../src/app/what-if.js';
import { decisionOf, submitCommand } from '../../src/handling/index.js';
import { createSealer } from '../../src/platform/crypto/sealer.js';
import { createHttpApp } from '../../src/platform/http-in/app.js';
import { noFailpoint } from '../../src/platform/store/failpoint.js';
import { openPostgres } from '../../src/platform/store/postgres.js';
import type { Database } from '../../src/platform/store/store.js';
import { sealSettings } from '../../src/settings/canonical.js';
import { settingsOfOne } from '../../src/settings/change-settings.js';
import { newestDatabaseUrl } from '../support/newest-database.js';
import { sampleHead, sampleLine } from '../support/billing/sample-lines.js';
import { storeSnapshot } from '../support/sla/store-tickets.js';
import { ALFA, BETA, SETTINGS } from './fixture-tenants.js';
import { fixtureSnapshot } from './seed-rows.js';
import { seedTenant, type Fixture } from './seed-tenant.js';

export const BOOTSTRAP_KEY = 'bootstrap-key-of-the-tests';

export interface ApiUnderTest {
  readonly db: Database;
  readonly app: Express;
  readonly router: Router;
  readonly alfa: Fixture;
  readonly beta: Fixture;
  /** Errors that were ours; a test that expects none looks here. */
  readonly reported: unknown[];
  readonly rung: string[];
  readonly nowMs: () => number;
  turnClock(ms: number): void;
  key(role: Role, tenant: string): Promise<string>;
  close(): Promise<void>;
}

const REPORT = {
  ok: true,
  at: '2026-11-23T10:00:00.000Z',
  rows: [ALFA, BETA].map(({ tenant }) => ({
    ...{ municipality: tenant, channel: 'facebook', received: 3, handled: 2, rejected: 0, quarantined: 1 },
    ...{ parked: 0, pending: 0, difference: 0 },
  })),
  findings: [{ check: 'ticket-fold', count: 1, examples: [BETA.marker] }],
};

const HEALTH = [ALFA, BETA].map(({ nis, marker }) => ({
  ...{ channel: 'facebook', account: `page-${marker}`, municipality: nis, healthy: true },
  ...{ lastEventAt: '2026-11-23T10:00:00.000Z', silenceSeconds: 12.5, missedMessages: 0.25 },
  readsLess: false,
  ...{ problem: { code: 'META_TOKEN_INVALID', advice: 'Vernieuw de toegang.' }, expires: 'token' },
  ...{ expiresAt: '2026-12-23T10:00:00.000Z', daysToExpiry: 30 },
}));

/** As a channel would say it that takes answers for another day. */
const ANSWER_WAY: Omit<AnswerWay, 'way' | 'isPublic'> = {
  ...{ open: true, code: null, reason: null, closesAtMs: Date.UTC(2026, 10, 24), maxLength: 2000, maxParts: 20 },
  lengthUnit: 'characters',
  warning: null,
  canInvite: false,
  canReplyPrivately: false,
};

/** Tries the fixture's own settings on a month: what a caller sees of it is what these tests are about. */
function fixtureWhatIf(db: Database, nowMs: () => number): ApiDeps['whatIf'] {
  const snapshot = fixtureSnapshot();
  return async ({ period, tenant, sees }) => {
    const trial = { period, tenant, sees, inForce: snapshot, inForceHash: snapshot.hash, tried: snapshot };
    const watch = { onProgress: () => undefined, isOver: () => false };
    const run = await tryOnMonth(db, { ...trial, asOfMs: nowMs() }, watch);
    return run.kind === 'report' ? run : { kind: 'too-large', done: run.done, all: run.all };
  };
}

/** The same for tariffs: those of the fixture, which its municipality has to name. */
function fixtureTariffTrial(db: Database, nowMs: () => number): ApiDeps['tariffTrial'] {
  const { hash: _, municipalities, ...rest } = fixtureSnapshot();
  const [first] = municipalities;
  const both = SETTINGS.municipalities.flatMap((one) => (first === undefined ? [] : [{ ...first, ...one }]));
  const snapshot = sealSettings({
    ...rest,
    municipalities: both.map((one) => ({ ...one, accounts: [] })),
    tariffs: SETTINGS.tariffs,
  });
  return async ({ period, tenant, sees, tariff }) => {
    const inForce = sees === '*' ? snapshot : sealSettings(settingsOfOne(snapshot, sees));
    const trial = {
      period,
      tenant,
      sees,
      inForce,
      inForceHash: snapshot.hash,
      tried: inForce,
      asOfMs: nowMs(),
      tariff,
    };
    return { kind: 'report', report: await tryTariffsOnMonth(db, trial) };
  };
}

/** What a preview would say of a tenant; that it is right is proven where months are closed. */
function draftOf(tenant: string, period: string): Invoice {
  const { marker, name } = tenant === ALFA.tenant ? ALFA : BETA;
  const line = sampleLine({ tenant, tenantName: name, period, sentence: `Regel ${marker}` });
  const vat = { category: 'S', percent: '21', exemption: null } as const;
  return composeInvoice(sampleHead({ period, number: 'CONCEPT-000000' }), [{ ...line, vat }]);
}

/** The bytes of a copy are its digest, twice as long as one part of the stream. */
async function* copyOf(digest: string): AsyncGenerator<Buffer> {
  yield Buffer.from(digest.slice(0, 32));
  yield Buffer.from(digest.slice(32));
}

/** The whole API on a database of its own on a real PostgreSQL, with two tenants in it. */
export async function apiUnderTest(changes: Partial<ApiDeps> = {}): Promise<ApiUnderTest> {
  const db = openPostgres({
    url: await newestDatabaseUrl(),
    failpoint: noFailpoint,
    connections: { intake: 2, handling: 2, api: 6 },
    onConnectionLost: () => undefined,
  });
  const startMs = Date.now();
  let turnedMs = 0;
  const nowMs = (): number => Date.now() + turnedMs;
  const [alfa, beta] = await db.owner.transaction('settings.apply', async (sql) => {
    await storeSnapshot(sql, fixtureSnapshot());
    const first = await seedTenant(sql, ALFA, 1001, startMs - 7_200_000);
    return [first, await seedTenant(sql, BETA, 1002, startMs - 3_600_000)] as const;
  });
  const rung: string[] = [];
  const reported: unknown[] = [];
  const closing = new AbortController();
  const router = createApi({
    store: db.api,
    sealer: createSealer('11'.repeat(32)),
    settings: () => SETTINGS,
    slaTimes: slaTimesFrom(db.handling),
    whatIf: fixtureWhatIf(db, nowMs),
    tariffTrial: fixtureTariffTrial(db, nowMs),
    submitCommand,
    decisionOf,
    ring: (lane) => {
      rung.push(lane);
    },
    poolOfMonth: () => Promise.resolve(undefined),
    previewInvoices: (tenant, { period }) =>
      Promise.resolve({ kind: 'documents', documents: [draftOf(tenant, period)] }),
    reconcile: () => Promise.resolve(REPORT),
    answering: ({ isPublic }) => [{ ...ANSWER_WAY, way: isPublic ? 'public' : 'private', isPublic }],
    canHide: () => false,
    textStorage: () => ({ keptUntilMs: null, erased: null }),
    openCopy: (digest) => Promise.resolve(copyOf(digest)),
    channelHealth: () => Promise.resolve(HEALTH),
    nowMs,
    bootstrapKey: BOOTSTRAP_KEY,
    closing: closing.signal,
    ...changes,
  });
  const app = createHttpApp({
    first: [],
    routers: [router, consoleRouter()],
    report: (error) => {
      reported.push(error);
    },
  });
  return {
    ...{ db, app, router, alfa, beta, reported, rung, nowMs },
    turnClock: (ms) => {
      turnedMs += ms;
    },
    key: async (role, tenant) => {
      const made = await createKey(db.api, { role, tenant, name: `Balie ${role}`, nowMs: nowMs() });
      if (!made.ok) {
        throw new Error(made.reason);
      }
      return made.token;
    },
    close: async () => {
      closing.abort();
      await db.close();
    },
  };
}
