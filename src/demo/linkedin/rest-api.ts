import type { ParsedRequest } from '../basics/http-request.js';
import { createComment, deleteComment, editComment, getComment, listComments } from './comments-api.js';
import type { Endpoint } from './faults.js';
import { listNotifications } from './notifications.js';
import type { Page } from './options.js';
import { refuse, type RestReply } from './rest-reply.js';
import { counted, type LinkedInState } from './state.js';
import { introspect, listRoles } from './tokens-api.js';

/** A call, read as far as its address and method tell. */
export interface RestCall {
  readonly request: ParsedRequest;
  readonly endpoint: Endpoint | undefined;
  /** The URN whose comments are meant, and the number of one of them. */
  readonly under: string;
  readonly number: string;
  /** False for an address in which a URN was not escaped as Rest.li 2.0 wants it. */
  readonly isEscaped: boolean;
}

const COMMENTS = /^\/rest\/socialActions\/([^/]+)\/comments(?:\/(\d+))?$/;
const FIXED: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['GET /rest/organizationalEntityNotifications', 'notifications'],
  ['GET /rest/organizationAcls', 'roles'],
  ['POST /oauth/v2/introspectToken', 'introspect'],
]);
const DAY_MS = 86_400_000;

function endpointOf(request: ParsedRequest, number: string | undefined): Endpoint | undefined {
  const { method, headers } = request;
  if (number === undefined) {
    return method === 'POST' ? 'createComment' : method === 'GET' ? 'listComments' : undefined;
  }
  if (method === 'POST') {
    return headers['x-restli-method'] === 'PARTIAL_UPDATE' ? 'editComment' : undefined;
  }
  return method === 'GET' ? 'getComment' : method === 'DELETE' ? 'deleteComment' : undefined;
}

/** @param rawUrl the address before anything of it was unescaped */
export function readCall(request: ParsedRequest, rawUrl: string): RestCall {
  const [path = '', query = ''] = rawUrl.split('?');
  const isEscaped = !/[():,]/.test(path) && !/organizationalEntity=[^&]*:/.test(query);
  const fixed = FIXED.get(`${request.method} ${request.path}`);
  if (fixed !== undefined) {
    return { request, endpoint: fixed, under: '', number: '', isEscaped };
  }
  const [, under, number] = COMMENTS.exec(request.path) ?? [];
  const endpoint = under === undefined ? undefined : endpointOf(request, number);
  return { request, endpoint, under: under ?? '', number: number ?? '', isEscaped };
}

function tokenOf(request: ParsedRequest): string {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

export function pageOfCall(state: LinkedInState, { request }: RestCall): Page | undefined {
  const token = tokenOf(request);
  return state.pages.find((page) => page.token === token);
}

/** LinkedIn looks at the token first. */
function tokenRefusal(state: LinkedInState, page: Page | undefined): RestReply | undefined {
  switch (page === undefined ? undefined : state.tokens.get(page.token)) {
    case 'valid':
      return undefined;
    case 'revoked':
      return refuse(401, 'The token used in the request has been revoked by the user', {
        ...{ serviceErrorCode: 65601, code: 'REVOKED_ACCESS_TOKEN' },
      });
    case 'expired':
      return refuse(401, 'The token used in the request has expired', {
        ...{ serviceErrorCode: 65602, code: 'EXPIRED_ACCESS_TOKEN' },
      });
    case 'not-admin':
      return refuse(403, 'Not enough permissions to access this resource');
    case undefined:
      return refuse(401, 'Invalid access token');
  }
}

function versionRefusal(state: LinkedInState, request: ParsedRequest): RestReply | undefined {
  const version = request.headers['linkedin-version'];
  if (typeof version !== 'string') {
    return refuse(400, 'A version must be present. Please specify a version by adding the LinkedIn-Version header.', {
      code: 'VERSION_MISSING',
    });
  }
  const { oldest, newest } = state.versions;
  return version >= oldest && version <= newest
    ? undefined
    : refuse(426, `Requested version ${version}01 is not active`);
}

function limitRefusal(state: LinkedInState, page: Page): RestReply | undefined {
  const day = Math.floor(state.clock.nowMs() / DAY_MS);
  return counted(state, `calls ${page.token} ${String(day)}`) > state.limits.callsPerDay
    ? refuse(429, 'Resource level throttle MEMBER DAY limit for calls to this resource is reached.')
    : undefined;
}

/** One call. What it does happens here, also when the caller never gets the answer. */
export function runCall(state: LinkedInState, call: RestCall): RestReply {
  const { request, endpoint, under, number } = call;
  if (endpoint === 'introspect') {
    return introspect(state, request.body);
  }
  const page = pageOfCall(state, call);
  const refusal = tokenRefusal(state, page) ?? versionRefusal(state, request);
  if (refusal !== undefined || page === undefined) {
    return refusal ?? refuse(401, 'Invalid access token');
  }
  const limit = limitRefusal(state, page);
  if (limit !== undefined) {
    return limit;
  }
  if (request.headers['x-restli-protocol-version'] !== '2.0.0' || !call.isEscaped) {
    return refuse(400, 'Resource method could not be resolved from request parameters.');
  }
  switch (endpoint) {
    case 'notifications':
      return listNotifications(state, page, request.query);
    case 'roles':
      return listRoles(state, page, request.query);
    case 'createComment':
      return createComment(state, page, under, request.body);
    case 'listComments':
      return listComments(state, under, request.query);
    case 'getComment':
      return getComment(state, under, number);
    case 'editComment':
      return editComment(state, { page, under, number }, request.body);
    case 'deleteComment':
      return deleteComment(state, { page, under, number });
    case undefined:
      return refuse(404, 'No virtual resource found', { code: 'RESOURCE_NOT_FOUND' });
  }
}
