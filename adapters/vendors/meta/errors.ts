import type { SendOutcome } from '../../../src/adapter-sdk/index.js';
import { fieldsOf, listOf, textOf, type Fields } from './read.js';

/** The error object of a Graph answer, as far as it decides anything. */
export interface GraphError {
  readonly code: number;
  readonly subcode: number | undefined;
  readonly isTransient: boolean | undefined;
  /** What Meta's support asks for. */
  readonly trace: string | undefined;
}

type Codes = readonly (number | readonly [first: number, last: number])[];

export type Verdict =
  | { readonly kind: 'retry' | 'park' | 'refused' | 'quarantined' | 'unknown'; readonly code: string }
  /** Wait as long as Meta says, else this long. */
  | {
      readonly kind: 'throttled';
      readonly code: string;
      readonly afterMs: number;
      /** It is about this recipient or this message; what else the account sends need not wait. */
      readonly isOfOne?: true;
    }
  /** The first time it may pass, so try once more; then it is final. */
  | { readonly kind: 'refused-when-repeated'; readonly code: string };

/** A row matches when everything it names matches; the first row that matches decides. */
export interface ErrorRule {
  readonly codes?: Codes;
  readonly subcodes?: readonly number[];
  readonly isTransient?: boolean;
  readonly verdict: Verdict;
}

export const DEFAULT_THROTTLE_MS = 5 * 60_000;
const MAX_THROTTLE_MS = 24 * 3_600_000;

const TEMPORARY: Verdict = { kind: 'retry', code: 'META_TEMPORARY' };
const WINDOW_CLOSED: Verdict = { kind: 'refused', code: 'REPLY_WINDOW_CLOSED' };
const PERSON_UNREACHABLE: Verdict = { kind: 'refused', code: 'PERSON_UNREACHABLE' };
const RECIPIENT_UNKNOWN: Verdict = { kind: 'refused', code: 'RECIPIENT_UNKNOWN' };
const OBJECT_GONE: Verdict = { kind: 'refused', code: 'META_OBJECT_GONE' };

/** Facebook, Messenger and Instagram. Rows with a subcode stand before the rows of their code alone. */
export const GRAPH_RULES: readonly ErrorRule[] = [
  { codes: [10], subcodes: [2018278, 2534022], verdict: WINDOW_CLOSED },
  { codes: [10], subcodes: [1893063], verdict: { kind: 'park', code: 'META_PAGE_RESTRICTED' } },
  { codes: [10], subcodes: [2018108], verdict: PERSON_UNREACHABLE },
  { codes: [200], subcodes: [1545041], verdict: PERSON_UNREACHABLE },
  { codes: [551], verdict: PERSON_UNREACHABLE },
  { codes: [100], subcodes: [2018001, 2534014], verdict: RECIPIENT_UNKNOWN },
  { codes: [100], subcodes: [33], verdict: OBJECT_GONE },
  { codes: [33], verdict: OBJECT_GONE },
  { subcodes: [2534025], verdict: { kind: 'refused', code: 'META_PRIVATE_REPLY_USED' } },
  { codes: [2534025], verdict: { kind: 'refused', code: 'META_PRIVATE_REPLY_USED' } },
  { subcodes: [2534001], verdict: { kind: 'refused', code: 'META_THREAD_GONE' } },
  { codes: [2534001], verdict: { kind: 'refused', code: 'META_THREAD_GONE' } },
  { codes: [2], subcodes: [1545133], verdict: TEMPORARY },
  { codes: [200], subcodes: [2018028], verdict: { kind: 'park', code: 'META_APP_NOT_APPROVED' } },
  {
    codes: [4, 17, 32, 341, 613, 80001, 80002, 80006, 80007, 80008],
    verdict: { kind: 'throttled', code: 'META_RATE_LIMITED', afterMs: DEFAULT_THROTTLE_MS },
  },
  { codes: [190, 102], verdict: { kind: 'park', code: 'META_TOKEN_INVALID' } },
  { codes: [368], verdict: { kind: 'park', code: 'META_POLICY_BLOCKED' } },
  // Meta holds the same text already: an earlier attempt of ours may have arrived.
  { codes: [506], verdict: { kind: 'unknown', code: 'META_DUPLICATE_TEXT' } },
  { codes: [9000001], verdict: { kind: 'refused', code: 'META_MESSAGE_NOT_FOUND' } },
  { isTransient: true, verdict: TEMPORARY },
  { codes: [3, 10, [200, 299]], verdict: { kind: 'park', code: 'META_PERMISSION_MISSING' } },
  { codes: [1], isTransient: false, verdict: { kind: 'refused-when-repeated', code: 'META_FUNCTIONAL_REFUSAL' } },
  { codes: [1, 2], verdict: TEMPORARY },
  { codes: [100], verdict: { kind: 'quarantined', code: 'META_BAD_REQUEST' } },
];

/** The error of a parsed body. Its presence decides, also on status 200. */
export function graphErrorOf(body: Fields): GraphError | undefined {
  const error = fieldsOf(body['error']);
  if (error === undefined) {
    return undefined;
  }
  const { code, error_subcode: subcode, is_transient: transient, fbtrace_id: trace } = error;
  return {
    // A code that is no number matches no row and comes before a person.
    code: typeof code === 'number' ? code : Number.NaN,
    subcode: typeof subcode === 'number' ? subcode : undefined,
    isTransient: typeof transient === 'boolean' ? transient : undefined,
    trace: textOf(trace),
  };
}

function includes(codes: Codes, code: number): boolean {
  return codes.some((row) => (typeof row === 'number' ? row === code : code >= row[0] && code <= row[1]));
}

function matches(rule: ErrorRule, error: GraphError): boolean {
  if (rule.codes !== undefined && !includes(rule.codes, error.code)) {
    return false;
  }
  if (rule.subcodes !== undefined && (error.subcode === undefined || !rule.subcodes.includes(error.subcode))) {
    return false;
  }
  return rule.isTransient === undefined || rule.isTransient === error.isTransient;
}

/** What an error means. A code that no row knows is temporary with a server error, else a person must look. */
export function verdictOf(error: GraphError, status: number, rules: readonly ErrorRule[]): Verdict {
  const rule = rules.find((row) => matches(row, error));
  if (rule !== undefined) {
    return rule.verdict;
  }
  return status >= 500 ? TEMPORARY : { kind: 'quarantined', code: 'META_ERROR_UNKNOWN' };
}

/** Codes only: Meta's sentences may repeat what was sent. */
export function detailOf(error: GraphError): string {
  const subcode = error.subcode === undefined ? '' : `, subcode ${error.subcode}`;
  const trace = error.trace === undefined ? '' : `, trace ${error.trace}`;
  return `code ${error.code}${subcode}${trace}`;
}

/** Meta says in minutes when calls are let through again, per asset; the longest counts. */
export function regainAccessMs(usageHeader: string | undefined): number | undefined {
  let usage: Fields | undefined;
  try {
    usage = fieldsOf(JSON.parse(usageHeader ?? 'null'));
  } catch {
    return undefined;
  }
  const minutes = Object.values(usage ?? {})
    .flatMap((list) => listOf(list))
    .map((entry) => fieldsOf(entry)?.['estimated_time_to_regain_access'])
    .filter((value) => typeof value === 'number' && value > 0)
    .map(Number);
  return minutes.length === 0 ? undefined : Math.min(Math.max(...minutes) * 60_000, MAX_THROTTLE_MS);
}

export interface Attempt {
  readonly error: GraphError;
  readonly usageHeader: string | undefined;
  readonly isRepeated: boolean;
}

/** Turns a verdict into the outcome of this attempt. */
export function outcomeOfVerdict(verdict: Verdict, attempt: Attempt): SendOutcome {
  const detail = detailOf(attempt.error);
  switch (verdict.kind) {
    case 'throttled':
      return {
        kind: 'retry',
        code: verdict.code,
        afterMs: regainAccessMs(attempt.usageHeader) ?? verdict.afterMs,
        detail,
        ...(verdict.isOfOne === true ? {} : { holdsAccount: true }),
      };
    case 'refused-when-repeated':
      return { kind: attempt.isRepeated ? 'refused' : 'retry', code: verdict.code, detail };
    default:
      return { kind: verdict.kind, code: verdict.code, detail };
  }
}
