import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext } from '../../../src/adapter-sdk/index.js';
import type { Seen } from './cursor.js';
import type { Credentials } from './oauth1.js';
import { at, fieldsIn, fieldsOf, idOf, textOf } from './payloads.js';
import { call } from './rest.js';

const TIMEOUT_MS = 20_000;

export type Gone = Seen;

/**
 * Which of these posts are not there any more. X tells nobody that a citizen deleted something; a look by ids says of each
 * that is gone that it was not found. One that only may not be seen now is not taken for gone. Undefined when the look failed.
 */
export async function goneAmong(
  seen: readonly Seen[],
  context: ChannelContext,
  credentials: Credentials,
): Promise<readonly Gone[] | undefined> {
  const query = { ids: seen.map(({ id }) => id).join(',') };
  const result = await call(context, credentials, { method: 'GET', path: '/2/tweets', query, timeoutMs: TIMEOUT_MS });
  const body = result.kind === 'answer' && result.status === 200 ? fieldsOf(jsonOf(result.text)) : undefined;
  if (body === undefined) {
    return undefined;
  }
  const missing = new Set(
    fieldsIn(at(body, 'errors'))
      .filter(({ type }) => textOf(type)?.endsWith('/resource-not-found') === true)
      .flatMap((one) => idOf(one['resource_id']) ?? idOf(one['value']) ?? []),
  );
  return seen.filter(({ id }) => missing.has(id));
}
