import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, HttpResult } from '../../../src/adapter-sdk/index.js';
import { GRAPH_RULES } from './errors.js';
import { GRAPH_TIMEOUT_MS } from './graph.js';
import { looked, probeVerdict, type NotWell } from './probe-call.js';
import { fieldsIn, fieldsOf, idOf, numberOf, textOf, type Fields } from './read.js';
import { metaSettings } from './settings.js';

/** What Meta says of a token. */
export interface TokenFacts {
  readonly kind: 'token';
  /** Undefined where Meta does not list them. */
  readonly scopes: readonly string[] | undefined;
  readonly expiresAtMs: number | undefined;
  /** The accounts that each permission was given for. */
  readonly targetsOf: (scope: string) => readonly string[];
}

function listed(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((one) => textOf(one) ?? idOf(one) ?? []) : [];
}

/** The earlier of the two ends that a token can have; zero means none. */
function endOf(data: Fields): number | undefined {
  const ends = [numberOf(data['expires_at']), numberOf(data['data_access_expires_at'])].flatMap((seconds) =>
    seconds !== undefined && seconds > 0 ? [seconds * 1000] : [],
  );
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function factsOf(data: Fields): TokenFacts | NotWell {
  if (data['is_valid'] !== true) {
    const error = fieldsOf(data['error']);
    const subcode = numberOf(error?.['subcode']);
    const code = numberOf(error?.['code']) ?? 190;
    return probeVerdict({ code, subcode, isTransient: undefined, trace: undefined }, 400, GRAPH_RULES);
  }
  return {
    kind: 'token',
    scopes: Array.isArray(data['scopes']) ? listed(data['scopes']) : undefined,
    expiresAtMs: endOf(data),
    targetsOf: (scope) =>
      fieldsIn(data['granular_scopes'])
        .filter((one) => one['scope'] === scope)
        .flatMap((one) => listed(one['target_ids'])),
  };
}

/** The answer to the only call of a batch, as if it had been made alone. */
function onlyAnswer(result: HttpResult): HttpResult {
  const answers = result.kind === 'answer' ? jsonOf(result.text) : undefined;
  const [only] = fieldsIn(answers);
  return result.kind === 'answer' && only !== undefined
    ? { ...result, status: numberOf(only['code']) ?? result.status, text: textOf(only['body']) ?? '' }
    : result;
}

/**
 * Asks Meta about the account's token, in the name of the app: nobody else may. Undefined where the settings do not name
 * the app, or Meta does not say. `debug_token` wants the token in its address, and a batch puts that address in a body,
 * because addresses end up in logs (https://developers.facebook.com/docs/graph-api/batch-requests).
 */
export async function tokenFacts(context: ChannelContext): Promise<TokenFacts | NotWell | undefined> {
  const { appId, appSecret, accessToken, apiVersion } = metaSettings(context.settings);
  if (appId === '' || appSecret === '') {
    return undefined;
  }
  const batch = [{ method: 'GET', relative_url: `debug_token?input_token=${encodeURIComponent(accessToken)}` }];
  const result = await context.http({
    method: 'POST',
    url: `${context.baseUrl}/${encodeURIComponent(apiVersion)}/`,
    headers: { authorization: `Bearer ${appId}|${appSecret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch, include_headers: false }),
    timeoutMs: GRAPH_TIMEOUT_MS,
  });
  const answer = looked(onlyAnswer(result), GRAPH_RULES);
  if (!answer.ok) {
    // That the app may not ask says nothing of the account, whose own call went well.
    return answer.outcome.kind === 'unsure' ? answer.outcome : undefined;
  }
  const data = fieldsOf(answer.body['data']);
  return data === undefined ? undefined : factsOf(data);
}
