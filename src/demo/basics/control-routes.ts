import { ControlError } from './control-error.js';
import type { ParsedRequest } from './http-request.js';
import type { JsonObject } from './json.js';

export interface ControlReply {
  readonly status: number;
  readonly body: unknown;
}

/** What a route does with what came in: the body, or the query of a GET. */
export type ControlRoute<Platform> = (platform: Platform, input: JsonObject) => unknown;

/** By method and name: `POST say`. */
export type ControlRoutes<Platform> = Readonly<Record<string, ControlRoute<Platform>>>;

/** Routes that only do something answer with an empty object. */
export function doing<Platform>(work: (platform: Platform, input: JsonObject) => void): ControlRoute<Platform> {
  return (platform, input) => {
    work(platform, input);
    return {};
  };
}

/** The routes as people read them: `POST /_control/say`. */
export function pathsOf<Platform>(routes: ControlRoutes<Platform>): readonly string[] {
  return Object.keys(routes).map((route) => route.replace(' ', ' /_control/'));
}

/** Steers a platform over HTTP, for when it runs in a process of its own. */
export async function answerControl<Platform>(
  platform: Platform,
  routes: ControlRoutes<Platform>,
  request: ParsedRequest,
): Promise<ControlReply> {
  // Browsers name the page that a request comes from. No page has business here, so another site cannot play citizen.
  if (request.headers.origin !== undefined) {
    return { status: 403, body: { error: 'The control routes are not for web pages.' } };
  }
  const name = request.path.slice('/_control/'.length);
  if (name === '') {
    return { status: 200, body: { routes: pathsOf(routes) } };
  }
  const route = routes[`${request.method} ${name}`];
  if (route === undefined) {
    const error = `There is no route ${request.method} ${name}.`;
    return { status: 404, body: { error, routes: pathsOf(routes) } };
  }
  try {
    return { status: 200, body: await route(platform, request.method === 'GET' ? request.query : request.body) };
  } catch (error) {
    if (error instanceof ControlError) {
      return { status: 400, body: { error: error.message } };
    }
    throw error;
  }
}
