import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, HttpResult, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { graphErrorOf, outcomeOfVerdict, verdictOf, type ErrorRule } from './errors.js';
import { fieldsOf, type Fields } from './read.js';

/** After this long a text that Meta calls a repetition is not ours on its way; a person must look. */
const DUPLICATE_SEARCH_MS = 15 * 60_000;
/** Two attempts are never closer than this. */
const REPEATED_AFTER_MS = 1000;

export interface Reading {
  readonly rules: readonly ErrorRule[];
  /** The platform's id of what was made, out of a body without an error. */
  readonly remoteIdOf: (body: Fields) => string | undefined;
}

type Answer = Extract<HttpResult, { kind: 'answer' }>;

function outcomeOfError(answer: Answer, body: Fields, reading: Reading, ageMs: number): SendOutcome | undefined {
  const error = graphErrorOf(body);
  if (error === undefined) {
    return undefined;
  }
  const outcome = outcomeOfVerdict(verdictOf(error, answer.status, reading.rules), {
    error,
    usageHeader: answer.headers['x-business-use-case-usage'],
    isRepeated: ageMs > REPEATED_AFTER_MS,
  });
  // Searching for the earlier copy must end somewhere.
  return outcome.kind === 'unknown' && ageMs > DUPLICATE_SEARCH_MS ? { ...outcome, kind: 'quarantined' } : outcome;
}

/**
 * What became of a call. A body that is not Meta's (a proxy's page, a cut answer) says nothing about what Meta did,
 * whatever its status.
 */
export function outcomeOfCall(
  result: HttpResult,
  reading: Reading,
  part: Pick<OutgoingPart, 'firstAttemptAtMs'>,
  context: ChannelContext,
): SendOutcome {
  if (result.kind === 'not-sent') {
    return { kind: 'retry', code: 'META_NOT_REACHED', detail: result.cause };
  }
  if (result.kind === 'no-answer') {
    return { kind: 'unknown', code: 'META_NO_ANSWER', detail: result.cause };
  }
  const body = fieldsOf(jsonOf(result.text));
  const unreadable: SendOutcome = {
    kind: 'unknown',
    code: 'META_ANSWER_UNREADABLE',
    detail: `status ${result.status}`,
  };
  if (body === undefined) {
    return unreadable;
  }
  const failed = outcomeOfError(result, body, reading, context.nowMs - part.firstAttemptAtMs);
  if (failed !== undefined) {
    return failed;
  }
  const remoteId = result.status < 300 ? reading.remoteIdOf(body) : undefined;
  return remoteId === undefined ? unreadable : { kind: 'delivered', remoteId };
}
