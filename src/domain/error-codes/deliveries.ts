import type { ErrorCode } from './error-code.js';

/** Deliveries. The code of a delivery, of an attempt, or of an answer that failed. */
export const DELIVERY_CODES = [
  {
    code: 'RETRIES_EXHAUSTED',
    kind: 'park',
    hint: 'Eleven attempts over about three days failed; the last code is in the detail. Repair the target, then redrive.',
  },
  {
    code: 'OUTCOME_UNKNOWN',
    kind: 'park',
    hint: 'After sixty looks it is still not known whether this arrived. Look at the target, then redrive or leave it.',
  },
  {
    code: 'OUTCOME_UNTELLABLE',
    kind: 'park',
    hint: 'Nobody can see whether this arrived: the platform shows it not. Ask the citizen or leave it. A redrive sends it again.',
  },
  {
    code: 'LEASE_EXPIRED',
    kind: 'note',
    hint: 'The worker that held the delivery ended. Another one looks before it repeats.',
  },
  {
    code: 'NOT_THERE_SENT_AGAIN',
    kind: 'note',
    hint: 'A look showed that the attempt did not arrive, so it is sent again.',
  },
  {
    code: 'EARLIER_PART_REFUSED',
    kind: 'note',
    hint: 'A part of an answer was withdrawn, because an earlier part was refused.',
  },
  {
    code: 'PULL_FAILED',
    kind: 'retry',
    hint: 'The adapter failed while it looked at a platform, which is a fault of ours; the account is looked at again. Report it.',
  },
  {
    code: 'WATCH_FAILED',
    kind: 'retry',
    hint: 'The adapter failed while it waited for news of an account, which is a fault of ours; looks at the account go on. Report it.',
  },
  {
    code: 'PROBE_FAILED',
    kind: 'retry',
    hint: 'The adapter failed or took too long while it asked a platform how an account is; it is asked again. Report it when it lasts.',
  },
  {
    code: 'CHANNEL_PERMISSION_MISSING',
    kind: 'park',
    hint: 'The platform says that the account lacks a permission: `select missing from channel_probe`. Let its administrator give it, then apply the configuration.',
  },
  {
    code: 'CHANNEL_SUBSCRIPTION_ABSENT',
    kind: 'park',
    hint: 'The platform tells us nothing of what happens on this account, and it could not be put right by itself. Subscribe it as its page in docs/channels.md says.',
  },
  {
    code: 'CHANNEL_ANSWERS_WAIT',
    kind: 'retry',
    hint: 'Answers to this account failed so often that they wait. See the runbook "breaker open".',
  },
  {
    code: 'LOCAL_BREAKER_OPEN',
    kind: 'retry',
    hint: 'Too many calls to this target failed in this process, so it pauses for seconds.',
  },
  {
    code: 'WAY_CHANGED',
    kind: 'quarantine',
    hint: 'The answer is private and would be read by everybody. Nothing was sent; look at the ticket and answer anew.',
  },
  {
    code: 'RATE_REACHED',
    kind: 'retry',
    hint: 'The account sent as much as its platform lets it. What waits goes on by itself, at the time that `heldUntil` shows.',
  },
  {
    code: 'CONTENT_MISSING',
    kind: 'quarantine',
    hint: 'The ticket, text or channel that the delivery needs is gone. Look at the ticket before anything else.',
  },
  {
    code: 'NOT_A_REPLY',
    kind: 'quarantine',
    hint: 'A delivery for a citizen holds something else than an answer. Report it.',
  },
  {
    code: 'NOT_FOR_A_TARGET',
    kind: 'quarantine',
    hint: 'A delivery for a target holds an answer for a citizen. Report it.',
  },
  {
    code: 'PLATFORM_FAILED',
    kind: 'note',
    hint: 'The platform reported that an answer did not arrive, and gave no code.',
  },
  { code: 'REFUSED', kind: 'note', hint: 'An answer was refused without a code.' },
  { code: 'NONE', kind: 'note', hint: 'An attempt ended without a code of its own.' },
  { code: 'AMQP_AWAY', kind: 'retry', hint: 'The broker is not connected. See the runbook "dependency away".' },
  {
    code: 'AMQP_NACKED',
    kind: 'retry',
    hint: 'The broker refused the message; its queue may be full. Look whether the contact center reads its queue.',
  },
  {
    code: 'AMQP_UNROUTABLE',
    kind: 'retry',
    hint: 'No queue is bound to schakel.tickets. Restart the worker, or bind the queue again.',
  },
  {
    code: 'AMQP_UNCONFIRMED',
    kind: 'retry',
    hint: 'No confirm came in time. The event is sent again under the same id, and the contact center drops an id it knows.',
  },
  {
    code: 'ANSWER_INVALID',
    kind: 'reject',
    hint: 'An answer of the contact center does not fit its schema; the reason names the field. It lies in the rejected queue.',
  },
  {
    code: 'ANSWER_NOT_JSON',
    kind: 'reject',
    hint: 'An answer of the contact center is not JSON. It lies in the rejected queue.',
  },
  {
    code: 'ANSWER_NOT_UTF8',
    kind: 'reject',
    hint: 'An answer of the contact center is not UTF-8. It lies in the rejected queue.',
  },
  {
    code: 'ANSWER_TOO_LARGE',
    kind: 'reject',
    hint: 'An answer of the contact center has more than 256 KiB. It lies in the rejected queue.',
  },
  {
    code: 'ANSWER_TYPE_UNKNOWN',
    kind: 'reject',
    hint: 'An answer of the contact center has a type that Schakel does not know. It lies in the rejected queue.',
  },
] as const satisfies readonly ErrorCode[];
