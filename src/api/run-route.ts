import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { sendProblem, type Problem } from '../platform/http-in/problem.js';
import type { Authenticator } from './authenticate.js';
import { checkBody, checkQuery, holdsNul, type Checked } from './input.js';
import { mayDo, type Principal } from './permissions.js';
import { apiProblem } from './problems.js';
import type { Answer, ApiContext, Route } from './route.js';

/** How browsers and clients learn which kind of key is wanted. */
const CHALLENGE = { 'www-authenticate': 'Bearer realm="schakel"' };
const IDEMPOTENCY_KEY = /^[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?$/;

export type Admitted = { readonly principal: Principal; readonly token: string } | { readonly problem: Problem };

/** Who asks, and whether that role may use this route. Runs before anything of the request is read. */
export async function admit(authenticator: Authenticator, route: Route, header: string | undefined): Promise<Admitted> {
  const [, token] = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(header ?? '') ?? [];
  if (token === undefined) {
    return { problem: apiProblem('KEY_MISSING', { headers: CHALLENGE }) };
  }
  const signIn = await authenticator.signIn(token);
  switch (signIn.kind) {
    case 'unknown':
      return { problem: apiProblem('KEY_UNKNOWN', { headers: CHALLENGE }) };
    case 'slow-down':
      return {
        problem: apiProblem('TOO_MANY_SIGN_INS', { headers: { 'retry-after': String(signIn.retryAfterSeconds) } }),
      };
    case 'known':
      return mayDo(signIn.principal.role, route.permission)
        ? { principal: signIn.principal, token }
        : {
            problem: apiProblem('NOT_ALLOWED', {
              detail: `"${route.permission}" is not for ${signIn.principal.role}.`,
            }),
          };
  }
}

type Input =
  | { readonly params: unknown; readonly query: unknown; readonly body: unknown; readonly idempotencyKey: string }
  | { readonly problem: Problem };

function readParams(route: Route, request: Request): Checked {
  if (holdsNul(request.params)) {
    return { ok: false, problem: apiProblem('NUL_CHARACTER') };
  }
  const checked = route.checks.params(request.params);
  // A path that cannot name anything names nothing.
  return checked.ok ? checked : { ok: false, problem: apiProblem('NOT_FOUND') };
}

/** Everything of a request that a handler may look at, checked by the schemas of its route. */
export function readInput(route: Route, request: Request): Input {
  const isPost = route.method === 'post';
  const idempotencyKey = request.get('idempotency-key') ?? '';
  const checks: readonly (() => Checked)[] = [
    () => readParams(route, request),
    () => checkQuery(route.query, route.checks.query, request.query),
    () => ({ ok: true, value: idempotencyKey }),
    () => (isPost ? checkBody(route.checks.body, request.body) : { ok: true, value: null }),
  ];
  if (isPost && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    return { problem: apiProblem('IDEMPOTENCY_KEY_MISSING') };
  }
  const values: unknown[] = [];
  for (const check of checks) {
    const checked = check();
    if (!checked.ok) {
      return { problem: checked.problem };
    }
    values.push(checked.value);
  }
  const [params, query, , body] = values;
  return { params, query, body, idempotencyKey };
}

/**
 * Streams a file. A page that draws it (a picture with a script in it, say) is one of nobody, without rights here. Who goes away
 * while it runs is no fault of ours; a copy that turns out to be broken ends the connection before its end.
 */
async function sendFile(response: Response, file: Extract<Answer<unknown>, { kind: 'file' }>): Promise<void> {
  response
    .attachment(file.fileName)
    .set({ 'content-type': file.mediaType, 'content-length': String(file.bytes) })
    .set({ 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' });
  await pipeline(Readable.from(file.content), response).catch((error: unknown) => {
    if (!response.destroyed || !response.writableEnded) {
      response.destroy();
    }
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      throw error;
    }
  });
}

async function send(response: Response, answer: Answer<unknown>): Promise<void> {
  if (answer.kind === 'problem') {
    sendProblem(response, answer.problem);
  } else if (answer.kind === 'redirect') {
    // Where it goes on now may itself go on elsewhere later, so nobody keeps this answer.
    response.status(308).set({ location: answer.location, 'cache-control': 'no-store' }).end();
  } else if (answer.kind === 'document') {
    response.attachment(answer.fileName).type(answer.mediaType).send(answer.body);
  } else if (answer.kind === 'file') {
    await sendFile(response, answer);
  } else if (answer.kind === 'json') {
    response
      .status(answer.status)
      .set(answer.headers ?? {})
      .json(answer.body);
  }
}

/** One admitted request from input to answer. */
export async function runRoute(
  run: { readonly route: Route; readonly context: ApiContext; readonly authenticator: Authenticator },
  admitted: Extract<Admitted, { principal: Principal }>,
  request: Request,
  response: Response,
): Promise<void> {
  const input = readInput(run.route, request);
  if ('problem' in input) {
    sendProblem(response, input.problem);
    return;
  }
  const { principal, token } = admitted;
  const isStillAllowed = async (): Promise<boolean> => (await run.authenticator.signIn(token)).kind === 'known';
  const call = { ...input, principal, isStillAllowed, http: { request, response } };
  await send(response, await run.route.handle(call, run.context));
}
