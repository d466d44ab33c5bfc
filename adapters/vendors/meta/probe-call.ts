import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { HttpResult, ProbeOutcome, ProbeSubject } from '../../../src/adapter-sdk/index.js';
import { detailOf, graphErrorOf, verdictOf, type ErrorRule, type GraphError } from './errors.js';
import { fieldsOf, type Fields } from './read.js';

export type NotWell = Exclude<ProbeOutcome, { kind: 'well' }>;
export type Looked = { readonly ok: true; readonly body: Fields } | { readonly ok: false; readonly outcome: NotWell };

const SUBJECTS: ReadonlyMap<string, ProbeSubject> = new Map<string, ProbeSubject>([
  ['META_TOKEN_INVALID', 'token'],
  ['META_PERMISSION_MISSING', 'permission'],
  ['META_APP_NOT_APPROVED', 'permission'],
  ['META_ACCOUNT_NOT_SEEN', 'permission'],
]);

function isObjectGone({ code, subcode }: GraphError): boolean {
  return code === 33 || (code === 100 && subcode === 33);
}

/**
 * What an error says of the account that was asked about. Only what Meta calls passing is passing: a code that we do not
 * know means that an answer to a citizen would meet it too.
 */
export function probeVerdict(error: GraphError, status: number, rules: readonly ErrorRule[]): NotWell {
  const detail = detailOf(error);
  const verdict = verdictOf(error, status, rules);
  if (verdict.kind === 'retry' || verdict.kind === 'throttled' || verdict.kind === 'unknown') {
    return { kind: 'unsure', code: verdict.code, detail };
  }
  const code = isObjectGone(error) ? 'META_ACCOUNT_NOT_SEEN' : verdict.code;
  return { kind: 'dead', about: SUBJECTS.get(code) ?? 'account', code, detail };
}

/** The body of a call of a probe, or what its failure says. */
export function looked(result: HttpResult, rules: readonly ErrorRule[]): Looked {
  if (result.kind !== 'answer') {
    const code = result.kind === 'not-sent' ? 'META_NOT_REACHED' : 'META_NO_ANSWER';
    return { ok: false, outcome: { kind: 'unsure', code, detail: result.cause } };
  }
  const body = fieldsOf(jsonOf(result.text));
  const error = body === undefined ? undefined : graphErrorOf(body);
  if (error !== undefined) {
    return { ok: false, outcome: probeVerdict(error, result.status, rules) };
  }
  return body !== undefined && result.status < 300
    ? { ok: true, body }
    : { ok: false, outcome: { kind: 'unsure', code: 'META_ANSWER_UNREADABLE', detail: `status ${result.status}` } };
}
