import type { Request, Response } from 'express';
import { sendProblem } from '../platform/http-in/problem.js';
import type { CounterAccount } from './counter-deps.js';

/** Headers and shapes of what the counter answers. Nothing of a citizen may be kept by a cache. */

export function sendPage(response: Response, status: number, page: string, frames: readonly string[] = []): void {
  const ancestors = frames.length === 0 ? "'none'" : frames.join(' ');
  response.setHeader(
    'content-security-policy',
    `default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}`,
  );
  // It knows no list of sites; browsers that know `frame-ancestors` do not need it.
  response.removeHeader('x-frame-options');
  // With `no-referrer` a browser would post the form with the origin `null`. A link out still tells nothing of the path.
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('cache-control', 'no-store');
  response.status(status).type('html').send(page);
}

/** The form may stand in a frame on the municipality's own site. */
export function framesOf({ origins }: CounterAccount): readonly string[] {
  return ["'self'", ...origins];
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Whether a page of this site may use the counter. A request without an origin comes from no page of another site. */
export function isWelcome(request: Request, { origins }: CounterAccount): boolean {
  const origin = request.get('origin');
  return origin === undefined || origins.includes(origin) || hostOf(origin) === request.get('host');
}

/** Lets pages of the sites in the settings read what the counter answers, and no others. */
export function allowOrigin(request: Request, response: Response, account: CounterAccount): void {
  const origin = request.get('origin');
  response.setHeader('vary', 'Origin');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
  if (origin !== undefined && isWelcome(request, account)) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', 'retry-after');
  }
}

export function answerPreflight(response: Response): void {
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-allow-headers', 'authorization, content-type');
  response.setHeader('access-control-max-age', '600');
  response.status(204).end();
}

const STATUSES = {
  COUNTER_UNKNOWN: 404,
  COUNTER_SESSION_WRONG: 401,
  COUNTER_SITE_NOT_LISTED: 403,
  COUNTER_INPUT_WRONG: 422,
  COUNTER_TOO_OFTEN: 429,
  COUNTER_NOT_STORED: 503,
} as const;

export interface Refused {
  readonly code: keyof typeof STATUSES;
  /** Sentences that a citizen may read. */
  readonly sentences: readonly string[];
  readonly retryAfterSeconds?: number;
}

export function statusOf({ code }: Refused): number {
  return STATUSES[code];
}

export function setRetryAfter(response: Response, { retryAfterSeconds }: Refused): void {
  if (retryAfterSeconds !== undefined) {
    response.setHeader('retry-after', String(retryAfterSeconds));
  }
}

export function sendRefusal(response: Response, refused: Refused): void {
  setRetryAfter(response, refused);
  const { code, sentences } = refused;
  sendProblem(response, { status: STATUSES[code], code, title: sentences.join(' '), errors: sentences });
}
