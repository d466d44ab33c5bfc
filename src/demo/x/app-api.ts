import type { ParsedRequest } from '../basics/http-request.js';
import { asText } from '../basics/json.js';
import { ok, problem, type Reply } from './reply.js';
import type { XState } from './state.js';
import { WEBHOOK_ID, type Webhook } from './webhook.js';

const MINUTE_MS = 60_000;
const TOKEN = 'app-only-token-of-the-app';

function isApp({ consumerKey, consumerSecret }: XState, authorization: string | undefined): boolean {
  const pair = `${encodeURIComponent(consumerKey)}:${encodeURIComponent(consumerSecret)}`;
  return authorization === `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** `yyyymmddhhmm`, UTC. */
function instantIn(value: unknown): number | undefined {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(asText(value) ?? '') ?? [];
  return year === undefined
    ? undefined
    : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
}

/** At most a day back, half an hour at least, two hours in one job, one job at a time (`x-api/account-activity`, replay). */
function replay(state: XState, webhook: Webhook, { body }: ParsedRequest): Reply {
  const [fromMs, toMs] = [instantIn(body['from_date']), instantIn(body['to_date'])];
  const ageMinutes = (atMs: number): number => (state.clock.nowMs() - atMs) / MINUTE_MS;
  if (
    asText(body['webhook_id']) !== WEBHOOK_ID ||
    fromMs === undefined ||
    toMs === undefined ||
    toMs <= fromMs ||
    toMs - fromMs > 120 * MINUTE_MS + MINUTE_MS ||
    ageMinutes(fromMs) > 24 * 60 ||
    ageMinutes(fromMs) < 31 ||
    ageMinutes(toMs) < 10
  ) {
    return problem(400, 'invalid-request', 'One or more parameters to your request was invalid.');
  }
  const job = webhook.replay(fromMs, toMs);
  return job === undefined
    ? problem(409, 'conflict', 'ReplayConflictError: a replay job is already running for this webhook.')
    : ok({ job_id: job, created_at: new Date(state.clock.nowMs()).toISOString() });
}

function webhooks(webhook: Webhook): Reply {
  const { url, valid } = webhook.registered();
  const data = url === undefined ? [] : [{ id: WEBHOOK_ID, url, valid }];
  return ok({ data, meta: { result_count: data.length } });
}

interface App {
  readonly state: XState;
  readonly webhook: Webhook;
}

const ROUTES: Readonly<Record<string, (app: App, request: ParsedRequest) => Reply | Promise<Reply>>> = {
  'GET /2/webhooks': ({ webhook }) => webhooks(webhook),
  [`PUT /2/webhooks/${WEBHOOK_ID}`]: async ({ webhook }) => ok({ data: { valid: await webhook.revalidate() } }),
  'POST /2/webhooks/replay': ({ state, webhook }, request) => replay(state, webhook, request),
};

/** What the app does for itself and no account: its token, its webhook, and what is to be posted again. */
export async function appReply(app: App, request: ParsedRequest): Promise<Reply | undefined> {
  const { method, path, headers } = request;
  if (path === '/oauth2/token') {
    return isApp(app.state, headers.authorization)
      ? ok({ token_type: 'bearer', access_token: TOKEN })
      : problem(403, '', 'Unable to verify your credentials');
  }
  if (path !== '/2/webhooks' && !path.startsWith('/2/webhooks/')) {
    return undefined;
  }
  if (headers.authorization !== `Bearer ${TOKEN}`) {
    return problem(401, 'unauthorized', 'Unauthorized');
  }
  return (await ROUTES[`${method} ${path}`]?.(app, request)) ?? problem(404, 'resource-not-found', 'Not Found');
}
