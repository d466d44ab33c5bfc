import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { mapError } from './map-error.js';
import { sendProblem } from './problem.js';
import { requestId, requestIdOf } from './request-id.js';
import { securityHeaders } from './security-headers.js';

export interface HttpAppOptions {
  /** Mounted before every middleware: webhooks, which share their way with nothing. */
  readonly first: readonly { readonly path: string; readonly handler: RequestHandler }[];
  readonly routers: readonly Router[];
  /** Told about every error that is ours; the caller gets a problem without its text. */
  readonly report: (error: unknown, requestId: string) => void;
}

/** The one place where errors of HTTP handlers become answers. */
export function createHttpApp(options: HttpAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  // An ETag would hash every answer, and answers with data are not to be kept anyway.
  app.disable('etag');
  app.set('query parser', 'simple');
  for (const { path, handler } of options.first) {
    app.use(path, handler);
  }
  app.use(requestId, securityHeaders());
  for (const router of options.routers) {
    app.use(router);
  }
  app.use((_request: Request, response: Response) => {
    sendProblem(response, { status: 404, code: 'NOT_FOUND', title: 'There is nothing at this address.' });
  });
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const { problem, isOurs } = mapError(error);
    if (isOurs) {
      options.report(error, requestIdOf(response));
    }
    if (response.headersSent) {
      // The answer has begun: only closing the connection still tells the caller that it is not whole.
      next(error);
      return;
    }
    sendProblem(response, problem);
  });
  return app;
}
