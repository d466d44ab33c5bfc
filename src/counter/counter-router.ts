import { readFileSync } from 'node:fs';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { projectPath } from '../platform/files/project-path.js';
import { allowOrigin, answerPreflight, sendPage, sendRefusal } from './answers.js';
import type { CounterDeps } from './counter-deps.js';
import { showForm, showReceipt, submit } from './form-routes.js';
import { problemPage } from './pages.js';
import { TEXTS } from './texts.js';
import { WaitingRoom } from './waiting-room.js';
import { showMessages, takeMessage, takeReceipt, type Talk } from './widget-routes.js';
import { widgetScript } from './widget-script.js';

/** The longest message in the widest encoding, and the fields beside it. */
const MAX_BODY = 64 * 1024;
const FILE_CACHE = 'public, max-age=300';

function fileRoute(type: string, content: string): RequestHandler {
  return (_request, response) => {
    response.setHeader('cache-control', FILE_CACHE);
    // Other sites load it with a script tag.
    response.setHeader('cross-origin-resource-policy', 'cross-origin');
    response.type(type).send(content);
  };
}

/** Finds the counter in the path; a page or a problem tells where there is none. */
function at(deps: CounterDeps, isPage: boolean, handle: (talk: Talk) => Promise<void> | void): RequestHandler {
  return (request: Request, response: Response) => {
    const account = deps.accountOf(String(request.params['account']));
    if (account !== undefined) {
      return handle({ request, response, account });
    }
    if (isPage) {
      sendPage(response, 404, problemPage(TEXTS.unknown));
    } else {
      sendRefusal(response, { code: 'COUNTER_UNKNOWN', sentences: [TEXTS.unknown] });
    }
    return undefined;
  };
}

/** The public door of citizens' browsers: form, widget and what they post. Nobody signs in, so everything is limited. */
export function counterRouter(deps: CounterDeps): Router {
  const router = Router();
  const room = new WaitingRoom(deps.store);
  const form = express.urlencoded({ extended: false, limit: MAX_BODY, inflate: false, parameterLimit: 20 });
  const json = express.json({ limit: MAX_BODY, inflate: false });
  const file = (...path: readonly string[]): string => readFileSync(projectPath('counter', ...path), 'utf8');
  router.get('/counter/widget.js', fileRoute('js', widgetScript()));
  router.get('/counter/counter.css', fileRoute('css', file('page.css')));
  if (deps.hasDemoPage) {
    router.get('/counter/demo', fileRoute('html', file('demo.html')));
  }
  const page = (handle: (talk: Talk) => Promise<void> | void): RequestHandler => at(deps, true, handle);
  const call = (handle: (talk: Talk) => Promise<void> | void): RequestHandler => at(deps, false, handle);
  router.get(
    '/counter/:account',
    page(({ account, response }) => showForm(deps, account, response)),
  );
  router.get(
    '/counter/:account/receipt/:secret',
    page((talk) => showReceipt(deps, talk)),
  );
  router.post(
    '/counter/:account/submissions',
    form,
    json,
    page((talk) => submit(deps, talk)),
  );
  router.post(
    '/counter/:account/messages',
    json,
    call((talk) => takeMessage(deps, talk)),
  );
  router.get(
    '/counter/:account/messages',
    call((talk) => showMessages(deps, room, talk)),
  );
  router.post(
    '/counter/:account/receipts',
    json,
    call((talk) => takeReceipt(deps, talk)),
  );
  router.options(
    '/counter/:account/:what',
    call(({ request, response, account }) => {
      allowOrigin(request, response, account);
      answerPreflight(response);
    }),
  );
  return router;
}
