import { describe, expect, it } from '@jest/globals';
import type { HttpResult, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { regainAccessMs } from './errors.js';
import { GRAPH_RULES, outcomeOfCall } from './index.js';

const FIRST_AT_MS = 1_795_600_000_000;
const PART: OutgoingPart = {
  reference: 'schakel:out:1',
  account: '1',
  conversation: '2',
  text: 'x',
  citizenAliases: [],
  replyMode: 'response',
  firstAttemptAtMs: FIRST_AT_MS,
};

function unused(): Promise<HttpResult> {
  return Promise.reject(new Error('the answer is there already'));
}

function outcome(error: unknown, status: number = 400, ageMs: number = 0): SendOutcome {
  const result: HttpResult = { kind: 'answer', status, headers: {}, text: JSON.stringify({ error }) };
  const context = {
    http: unused,
    baseUrl: '',
    settings: {},
    nowMs: FIRST_AT_MS + ageMs,
  };
  return outcomeOfCall(result, { rules: GRAPH_RULES, remoteIdOf: () => undefined }, PART, context);
}

describe('what an error of the Graph API means', () => {
  it.each([
    [1, undefined, undefined, 'retry', 'META_TEMPORARY'],
    [2, undefined, undefined, 'retry', 'META_TEMPORARY'],
    [2, 1545133, undefined, 'retry', 'META_TEMPORARY'],
    [1, 1446036, false, 'retry', 'META_FUNCTIONAL_REFUSAL'],
    [100, 5, true, 'retry', 'META_TEMPORARY'],
    [4, undefined, undefined, 'retry', 'META_RATE_LIMITED'],
    [17, undefined, undefined, 'retry', 'META_RATE_LIMITED'],
    [32, undefined, undefined, 'retry', 'META_RATE_LIMITED'],
    [341, undefined, undefined, 'retry', 'META_RATE_LIMITED'],
    [613, 1996, undefined, 'retry', 'META_RATE_LIMITED'],
    [80001, undefined, undefined, 'retry', 'META_RATE_LIMITED'],
    [80002, undefined, undefined, 'retry', 'META_RATE_LIMITED'],
    [80006, undefined, undefined, 'retry', 'META_RATE_LIMITED'],
    [190, 463, undefined, 'park', 'META_TOKEN_INVALID'],
    [102, undefined, undefined, 'park', 'META_TOKEN_INVALID'],
    [3, undefined, undefined, 'park', 'META_PERMISSION_MISSING'],
    [10, undefined, undefined, 'park', 'META_PERMISSION_MISSING'],
    [200, undefined, undefined, 'park', 'META_PERMISSION_MISSING'],
    [299, undefined, undefined, 'park', 'META_PERMISSION_MISSING'],
    [200, 2018028, undefined, 'park', 'META_APP_NOT_APPROVED'],
    [10, 2018278, undefined, 'refused', 'REPLY_WINDOW_CLOSED'],
    [10, 2534022, undefined, 'refused', 'REPLY_WINDOW_CLOSED'],
    [10, 1893063, undefined, 'park', 'META_PAGE_RESTRICTED'],
    [551, undefined, undefined, 'refused', 'PERSON_UNREACHABLE'],
    [551, 1545041, undefined, 'refused', 'PERSON_UNREACHABLE'],
    [200, 1545041, undefined, 'refused', 'PERSON_UNREACHABLE'],
    [10, 2018108, undefined, 'refused', 'PERSON_UNREACHABLE'],
    [100, 2018001, undefined, 'refused', 'RECIPIENT_UNKNOWN'],
    [100, 2534014, undefined, 'refused', 'RECIPIENT_UNKNOWN'],
    [100, 33, undefined, 'refused', 'META_OBJECT_GONE'],
    [33, undefined, undefined, 'refused', 'META_OBJECT_GONE'],
    [100, undefined, undefined, 'quarantined', 'META_BAD_REQUEST'],
    [10900, 2534025, undefined, 'refused', 'META_PRIVATE_REPLY_USED'],
    [2534001, undefined, undefined, 'refused', 'META_THREAD_GONE'],
    [368, undefined, undefined, 'park', 'META_POLICY_BLOCKED'],
    [506, undefined, undefined, 'unknown', 'META_DUPLICATE_TEXT'],
    [9000001, undefined, undefined, 'refused', 'META_MESSAGE_NOT_FOUND'],
    [424242, undefined, undefined, 'quarantined', 'META_ERROR_UNKNOWN'],
  ])('code %p, subcode %p, transient %p: %s %s', (...[code, subcode, transient, kind, expected]) => {
    const error = { code, error_subcode: subcode, is_transient: transient };
    for (const status of [200, 400]) {
      expect(outcome(error, status)).toMatchObject({ kind, code: expected });
    }
  });

  it('tells the codes and the trace, and none of Meta’s sentences', () => {
    const error = { code: 10, error_subcode: 2018278, message: 'to Testburger', fbtrace_id: 'Abc' };
    expect(outcome(error)).toEqual({
      kind: 'refused',
      code: 'REPLY_WINDOW_CLOSED',
      detail: 'code 10, subcode 2018278, trace Abc',
    });
  });

  it('takes an unknown code with a server error for temporary', () => {
    expect(outcome({ code: 424242 }, 503)).toMatchObject({ kind: 'retry', code: 'META_TEMPORARY' });
  });

  it('refuses a functional refusal the second time', () => {
    expect(outcome({ code: 1, is_transient: false }, 400, 60_000)).toMatchObject({ kind: 'refused' });
  });

  it('stops searching for a repeated text after a quarter of an hour', () => {
    expect(outcome({ code: 506 }, 400, 14 * 60_000)).toMatchObject({ kind: 'unknown' });
    expect(outcome({ code: 506 }, 400, 16 * 60_000)).toMatchObject({ kind: 'quarantined' });
  });

  it.each([['a text'], [null], [['a list']]])('does not take %j for an error of Meta', (error) => {
    expect(outcome(error)).toMatchObject({ kind: 'unknown', code: 'META_ANSWER_UNREADABLE' });
  });

  it('brings an error without a code before a person', () => {
    expect(outcome({ message: 'x' })).toMatchObject({ kind: 'quarantined', code: 'META_ERROR_UNKNOWN' });
  });
});

describe('how long to wait', () => {
  const usage = (minutes: unknown): string =>
    JSON.stringify({
      1: [{ type: 'pages' }, { estimated_time_to_regain_access: minutes }],
      2: [{ estimated_time_to_regain_access: 3 }],
    });

  it.each([
    ['the longest of all assets', usage(12), 720_000],
    ['never more than a day', usage(99_999), 86_400_000],
    ['another asset only', usage('soon'), 180_000],
    ['no header', undefined, undefined],
    ['no JSON', '{', undefined],
    ['nothing in it', '{}', undefined],
    ['no object', '7', undefined],
  ])('%s', (_label, header, expected) => {
    expect(regainAccessMs(header)).toBe(expected);
  });
});
