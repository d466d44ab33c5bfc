import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import { createApi } from '../../src/api/index.js';
import { decisionOf, submitCommand } from '../../src/handling/index.js';
import { createSealer } from '../../src/platform/crypto/sealer.js';
import { createHttpApp } from '../../src/platform/http-in/app.js';
import type { Database } from '../../src/platform/store/store.js';
import { SETTINGS } from './small-settings.js';

const KEY = 'key-of-the-scene';

/** Posts to the API on a database, as somebody who may do everything. */
export function sceneApi(db: Database, now: () => number): (path: string, body: object) => Promise<Response> {
  const router = createApi({
    ...{ store: db.api, sealer: createSealer('22'.repeat(32)), settings: () => SETTINGS, submitCommand, decisionOf },
    ...{ ring: () => undefined, nowMs: now, bootstrapKey: KEY },
    slaTimes: () => Promise.reject(new Error('No calendar is asked for here')),
    whatIf: () => Promise.reject(new Error('No what-if is asked for here')),
    tariffTrial: () => Promise.reject(new Error('No tariff is tried here')),
    poolOfMonth: () => Promise.resolve(undefined),
    previewInvoices: () => Promise.resolve({ kind: 'documents', documents: [] }),
    reconcile: () => Promise.reject(new Error('No report is asked for here')),
    answering: () => [],
    canHide: () => false,
    textStorage: () => ({ keptUntilMs: null, erased: null }),
    openCopy: () => Promise.resolve(undefined),
    channelHealth: () => Promise.resolve([]),
  });
  const app = createHttpApp({
    ...{ first: [], routers: [router] },
    report: (error) => {
      throw error;
    },
  });
  return async (path, body) => {
    const headers = { authorization: `Bearer ${KEY}`, 'idempotency-key': randomUUID() };
    return request(app).post(`/api/v1${path}`).set(headers).send(body);
  };
}
