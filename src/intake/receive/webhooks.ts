import type { Request, RequestHandler, Response } from 'express';
import { newId } from '../../domain/ids.js';
import { packRequest } from '../../domain/raw-request.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { GroupCommit } from '../inbox/group-commit.js';
import type { Door, FindDoor } from './door.js';
import { readBody } from './read-body.js';

/** Why a request was not taken in; a label of `schakel_intake_refused_total`. */
export type Refusal =
  | 'unknown_door'
  | 'too_large'
  | 'signature_missing'
  | 'signature_wrong'
  | 'signature_stale'
  | 'unavailable'
  | 'handshake';

export interface WebhookDeps {
  readonly findDoor: FindDoor;
  readonly commit: GroupCommit;
  readonly sealer: Sealer;
  readonly now: () => number;
  readonly onRefused: (receiver: string, reason: Refusal) => void;
  readonly onAccepted: (receiver: string, ackMs: number) => void;
}

const SIGNATURE_REFUSALS = {
  SIGNATURE_MISSING: 'signature_missing',
  SIGNATURE_WRONG: 'signature_wrong',
  SIGNATURE_STALE: 'signature_stale',
} as const;

function answer(response: Response, status: number, text: string, more: Readonly<Record<string, string>> = {}): void {
  // Written at once: headers that are set one by one cost more than the rest of an answer.
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(text),
    ...more,
  });
  response.end(text);
}

function keptHeaders(door: Door, request: Request): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of door.keepsHeaders) {
    const value = request.headers[name];
    if (typeof value === 'string') {
      kept[name] = value;
    }
  }
  return kept;
}

/** The name of a receiver and, where it has doors for accounts, the account. */
interface Path {
  readonly name: string;
  readonly account: string | undefined;
}

const PATH = /^\/([^/]+)(?:\/([^/]+))?\/?$/;

/** Undefined for a path that can be no webhook, or is not encoded as a path should be. */
function pathOf(path: string): Path | undefined {
  const [, name, account] = PATH.exec(path) ?? [];
  try {
    return name === undefined
      ? undefined
      : { name: decodeURIComponent(name), account: account === undefined ? undefined : decodeURIComponent(account) };
  } catch {
    return undefined;
  }
}

async function post(deps: WebhookDeps, { name, account }: Path, request: Request, response: Response): Promise<void> {
  const startedAt = performance.now();
  const door = deps.findDoor(name, account);
  const read = await readBody(request);
  function refuse(reason: Refusal, status: number, text: string, more?: Readonly<Record<string, string>>): void {
    deps.onRefused(door?.receiver ?? 'unknown', reason);
    answer(response, status, text, more);
  }
  if (read.kind === 'aborted') {
    return;
  }
  if (door === undefined) {
    refuse('unknown_door', 404, 'There is no webhook here. Check the path in the platform settings.');
    return;
  }
  if (read.kind === 'too-large') {
    refuse('too_large', 413, 'The body is larger than 3 MiB.', { connection: 'close' });
    return;
  }
  const receivedAtMs = deps.now();
  const headers = request.headers as Record<string, string | undefined>;
  const verified = door.verify(
    { rawBody: read.body, headers, ...(account === undefined ? {} : { account }) },
    receivedAtMs,
  );
  if (!verified.ok) {
    refuse(SIGNATURE_REFUSALS[verified.code], 401, 'The signature is missing, wrong or too old.');
    return;
  }
  const packed = packRequest({ headers: keptHeaders(door, request), rawBody: read.body });
  const committed = await deps.commit.add({
    id: newId(receivedAtMs),
    receiver: door.receiver,
    account: account ?? null,
    receivedAtMs,
    body: deps.sealer.seal(packed),
  });
  if (!committed) {
    refuse('unavailable', 503, 'Not stored; send it again later.', { 'retry-after': '5' });
    return;
  }
  answer(response, 200, 'ok');
  deps.onAccepted(door.receiver, performance.now() - startedAt);
}

function handshake(deps: WebhookDeps, { name, account }: Path, request: Request, response: Response): void {
  const door = deps.findDoor(name, account);
  if (door?.handshake === undefined) {
    answer(response, 404, 'There is no handshake here.');
    return;
  }
  // The names hold dots ("hub.mode"); a nesting query parser would lose them.
  const query = Object.fromEntries(new URL(request.originalUrl, 'http://localhost').searchParams);
  const result = door.handshake(query);
  if (result.status >= 400) {
    deps.onRefused(door.receiver, 'handshake');
  }
  answer(
    response,
    result.status,
    result.body,
    result.contentType === undefined ? {} : { 'content-type': result.contentType },
  );
}

/**
 * The webhooks under the path at which it is mounted: receive, verify, store, answer. No business logic, and nothing
 * else shares its way: it is mounted before every other middleware, and reads the path itself, because a second router
 * would be a tenth of what a webhook costs.
 */
export function webhooks(deps: WebhookDeps): RequestHandler {
  return (request, response, next) => {
    const path = pathOf(request.path);
    if (path === undefined) {
      next();
      return undefined;
    }
    switch (request.method) {
      case 'POST':
        return post(deps, path, request, response);
      case 'GET':
      case 'HEAD':
        handshake(deps, path, request, response);
        return undefined;
      default:
        next();
        return undefined;
    }
  };
}
