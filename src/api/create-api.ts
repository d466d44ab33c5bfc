import { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { jsonBody } from '../platform/http-in/json-body.js';
import { sendProblem } from '../platform/http-in/problem.js';
import type { ApiDeps } from './api-deps.js';
import { createAuthenticator, type Authenticator } from './authenticate.js';
import { docsPage, DOCS_STYLE } from './docs.js';
import { openApiDocument } from './openapi.js';
import type { ApiContext, Route } from './route.js';
import { API_BASE, apiRoutes } from './routes.js';
import { admit, runRoute, type Admitted } from './run-route.js';
import { sharedRun } from './shared-run.js';
import { TicketStreams } from './stream/ticket-streams.js';

/** Reconciliation reads every raw row; callers within this time get the same report. */
const KEEP_REPORT_MS = 5_000;

/** The path as Express writes it: `{id}` becomes `:id`. */
function expressPath(path: string): string {
  return API_BASE + path.replace(/\{(\w+)\}/g, ':$1');
}

type Signed = Extract<Admitted, { principal: unknown }>;

/** The key first, then the body: what a stranger sends is never read. */
function handlersOf(route: Route, context: ApiContext, authenticator: Authenticator): RequestHandler[] {
  async function admission(request: Request, response: Response, next: NextFunction): Promise<void> {
    // Answers hold personal data and belong to one key: no cache may keep them.
    response.setHeader('cache-control', 'no-store');
    const admitted = await admit(authenticator, route, request.get('authorization'));
    if ('problem' in admitted) {
      sendProblem(response, admitted.problem);
      return;
    }
    response.locals['admitted'] = admitted;
    next();
  }
  function run(request: Request, response: Response): Promise<void> {
    return runRoute({ route, context, authenticator }, response.locals['admitted'] as Signed, request, response);
  }
  return route.method === 'post' ? [admission, jsonBody(), run] : [admission, run];
}

function documentRoutes(router: Router, routes: readonly Route[]): void {
  const document = openApiDocument(routes);
  const page = docsPage(document);
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(page);
  });
  router.get('/docs/style.css', (_request, response) => {
    response.type('css').send(DOCS_STYLE);
  });
}

/** The HTTP API under `/api/v1`, its OpenAPI document and a page to read it. Mount it at the root. */
export function createApi(deps: ApiDeps): Router {
  const context: ApiContext = {
    ...deps,
    reconcile: sharedRun(deps.reconcile, KEEP_REPORT_MS, deps.nowMs),
    streams: new TicketStreams(deps),
  };
  const { store, nowMs, bootstrapKey } = deps;
  const authenticator = createAuthenticator({ store, nowMs, ...(bootstrapKey === undefined ? {} : { bootstrapKey }) });
  const routes = apiRoutes();
  const router = Router();
  for (const route of routes) {
    router[route.method](expressPath(route.path), ...handlersOf(route, context, authenticator));
  }
  documentRoutes(router, routes);
  return router;
}
