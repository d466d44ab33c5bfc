import type { Endpoint } from './faults.js';
import type { Call } from './call.js';
import { accountEntity, notificationEntity, statusEntity } from './entities.js';
import { linksTo, onPage, pageIn } from './paging.js';
import { postStatus } from './post-status.js';
import { NOT_FOUND, ok, refuse, type Reply } from './reply.js';
import { isVisibleTo, statusOf, type MastodonState, type OwnState, type Status } from './state.js';

interface Route {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly path: RegExp;
  readonly run: (call: Call) => Reply;
}

function notifications({ state, own, url }: Call): Reply {
  const query = url.searchParams;
  const [types, excluded] = [query.getAll('types[]'), query.getAll('exclude_types[]')];
  const wanted = own.notifications.filter(
    ({ type, isFiltered, statusId }) =>
      (types.length === 0 || types.includes(type)) &&
      !excluded.includes(type) &&
      (!isFiltered || query.get('include_filtered') === 'true') &&
      statusOf(state, statusId) !== undefined,
  );
  const shown = onPage(wanted, pageIn(query, 40, 80));
  return ok(
    shown.map((one) => notificationEntity(state, one)),
    linksTo(url, shown),
  );
}

function ancestorsOf(state: MastodonState, own: OwnState, status: Status): readonly Status[] {
  const above: Status[] = [];
  let parent = status.inReplyTo === undefined ? undefined : statusOf(state, status.inReplyTo);
  while (parent !== undefined) {
    above.unshift(parent);
    parent = parent.inReplyTo === undefined ? undefined : statusOf(state, parent.inReplyTo);
  }
  return above.filter((one) => isVisibleTo(own.person, one));
}

function descendantsOf(state: MastodonState, own: OwnState, root: Status): readonly Status[] {
  const below = new Set([root.id]);
  // Answers are written after what they answer, and the list is in that order.
  return state.statuses.values().filter((one) => {
    const isBelow = one.inReplyTo !== undefined && below.has(one.inReplyTo) && statusOf(state, one.id) !== undefined;
    if (isBelow) {
      below.add(one.id);
    }
    return isBelow && isVisibleTo(own.person, one);
  });
}

function readable({ state, own, id }: Call): Status | undefined {
  const status = statusOf(state, id);
  return status !== undefined && isVisibleTo(own.person, status) ? status : undefined;
}

function context(call: Call): Reply {
  const status = readable(call);
  const { state, own } = call;
  return status === undefined
    ? NOT_FOUND
    : ok({
        ancestors: ancestorsOf(state, own, status).map((one) => statusEntity(state, one)),
        descendants: descendantsOf(state, own, status).map((one) => statusEntity(state, one)),
      });
}

function oneStatus(call: Call): Reply {
  const status = readable(call);
  return status === undefined ? NOT_FOUND : ok(statusEntity(call.state, status));
}

function statusesOf({ state, own, url, id }: Call): Reply {
  const written = state.statuses
    .values()
    .filter((one) => one.author.id === id && statusOf(state, one.id) !== undefined && isVisibleTo(own.person, one));
  const shown = onPage(written, pageIn(url.searchParams, 20, 40));
  return ok(
    shown.map((one) => statusEntity(state, one)),
    linksTo(url, shown),
  );
}

function verify({ state, own }: Call): Reply {
  return ok({ ...accountEntity(state, own.person), source: { privacy: 'public', language: 'nl' } });
}

/** The app of a token tells its scopes since 4.3. */
function app({ own }: Call): Reply {
  return ok({ id: '1', name: 'Schakel', website: null, scopes: own.scopes });
}

const ROUTES: readonly Route[] = [
  { endpoint: 'notifications', method: 'GET', path: /^\/api\/v1\/notifications$/, run: notifications },
  { endpoint: 'context', method: 'GET', path: /^\/api\/v1\/statuses\/(\d+)\/context$/, run: context },
  { endpoint: 'status', method: 'GET', path: /^\/api\/v1\/statuses\/(\d+)$/, run: oneStatus },
  { endpoint: 'post', method: 'POST', path: /^\/api\/v1\/statuses$/, run: postStatus },
  { endpoint: 'statuses', method: 'GET', path: /^\/api\/v1\/accounts\/(\d+)\/statuses$/, run: statusesOf },
  { endpoint: 'verify', method: 'GET', path: /^\/api\/v1\/accounts\/verify_credentials$/, run: verify },
  { endpoint: 'app', method: 'GET', path: /^\/api\/v1\/apps\/verify_credentials$/, run: app },
];

export interface Routed {
  readonly endpoint: Endpoint;
  readonly id: string;
  readonly run: (call: Call) => Reply;
}

/** The route of a call; undefined where the API has none. */
export function routeOf(method: string, path: string): Routed | undefined {
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match !== null) {
      return { endpoint: route.endpoint, id: match[1] ?? '', run: route.run };
    }
  }
  return undefined;
}

const WINDOW_MS = 300_000;

/** Counts a call, and tells what is left in headers; a refusal when nothing is. */
export function counted(state: MastodonState, own: OwnState): { readonly headers: Reply['headers']; refusal?: Reply } {
  const now = state.clock.nowMs();
  const beganAtMs = Math.floor(now / WINDOW_MS) * WINDOW_MS;
  const count = (own.calls.beganAtMs === beganAtMs ? own.calls.count : 0) + 1;
  own.calls = { beganAtMs, count };
  const headers = limitHeaders(state, Math.max(0, state.limits.calls - count), beganAtMs + WINDOW_MS);
  return count > state.limits.calls ? { headers, refusal: refuse(429, 'Too many requests') } : { headers };
}

export function limitHeaders(state: MastodonState, left: number, resetMs: number): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(state.limits.calls),
    'x-ratelimit-remaining': String(left),
    'x-ratelimit-reset': new Date(resetMs).toISOString(),
  };
}

export function ownWithToken(state: MastodonState, authorization: string | undefined): OwnState | Reply {
  const own = state.owns.find(({ account }) => authorization === `Bearer ${account.token}`);
  if (own === undefined) {
    return refuse(401, 'The access token is invalid');
  }
  return own.isTokenValid ? own : refuse(401, 'The access token was revoked');
}
