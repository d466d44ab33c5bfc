import type { ChannelContext, PullOutcome } from '../../../src/adapter-sdk/index.js';
import { fieldsOf, instantOf, wordsOf, type Fields } from './payloads.js';
import { callLinkedIn, type RestAnswer } from './rest.js';
import { commentIdOf, commentUrnsOf, escaped, type CommentUrns } from './urn.js';

const FETCH_TIMEOUT_MS = 5_000;
/** Four rounds for a full page, so that a look ends long before its lease. */
const AT_ONCE = 5;
/** How long a comment that cannot be read holds the others up. After that it is taken as far as it is known. */
const PATIENCE_MS = 60 * 60_000;

/** A notification with the comment that it is about. Kept as this, and split later. */
export interface Item {
  readonly notification: Fields;
  readonly comment?: Fields;
  /** Why there is no comment: LinkedIn says that it was deleted, knows of none, or does not show it. */
  readonly missing?: 'deleted' | 'gone' | 'withheld';
}

type Failed = Extract<PullOutcome, { kind: 'retry' | 'park' }>;

const WITH_A_COMMENT: ReadonlySet<unknown> = new Set(['COMMENT', 'ADMIN_COMMENT', 'COMMENT_EDIT']);

export function decoratedComment(notification: Fields): Fields | undefined {
  return fieldsOf(fieldsOf(notification['decoratedGeneratedActivity'])?.['comment']);
}

/** What Schakel calls the comment of a notification. */
export function commentIdIn(notification: Fields): string | undefined {
  return commentIdOf(decoratedComment(notification)?.['entity']) ?? commentIdOf(notification['generatedActivity']);
}

export function commentIdOfFetched(comment: Fields | undefined): string | undefined {
  return commentIdOf(comment?.['commentUrn']) ?? commentIdOf(comment?.['$URN']);
}

/** What a failed call says of a look. LinkedIn changed nothing, so what is unknown is simply asked again. */
export function failedLook({ verdict }: Extract<RestAnswer, { ok: false }>): Failed {
  const { code, detail } = verdict;
  const told = { code, ...(detail === undefined ? {} : { detail }) };
  if (verdict.kind === 'retry') {
    return { kind: 'retry', ...told, ...(verdict.afterMs === undefined ? {} : { afterMs: verdict.afterMs }) };
  }
  return { kind: verdict.kind === 'unknown' ? 'retry' : 'park', ...told };
}

/** Refusals of one comment. Every other one is about the account, and ends the look. */
const OF_ONE_COMMENT: ReadonlySet<number | undefined> = new Set([400, 403, 404, 410]);

interface Refused {
  readonly failed: Failed;
  readonly status: number | undefined;
  /** The call is fine; this comment is not to be had. */
  readonly isOfOne: boolean;
}

async function fetched(id: CommentUrns, context: ChannelContext): Promise<Fields | Refused> {
  const path = `socialActions/${escaped(id.thread)}/comments/${id.number}`;
  const answer = await callLinkedIn({ method: 'GET', path, timeoutMs: FETCH_TIMEOUT_MS }, context);
  if (answer.ok) {
    return commentIdOfFetched(answer.body) === undefined
      ? { failed: { kind: 'retry', code: 'LINKEDIN_ANSWER_UNREADABLE' }, status: undefined, isOfOne: false }
      : answer.body;
  }
  const { status, verdict } = answer;
  return {
    ...{ failed: failedLook(answer), status },
    isOfOne: OF_ONE_COMMENT.has(status) && verdict.code !== 'LINKEDIN_VERSION_GONE',
  };
}

function isRefused(given: Fields | Refused): given is Refused {
  return 'failed' in given;
}

/** Whether one comment that cannot be had may hold up the others: not where its words are known, and not for ever. */
function waitsFor(notification: Fields, isOfOne: boolean, nowMs: number): boolean {
  const happenedAtMs = instantOf(notification['lastModifiedAt']) ?? 0;
  const isEnough = isOfOne && wordsOf(decoratedComment(notification)) !== undefined;
  return nowMs - happenedAtMs < PATIENCE_MS && !isEnough;
}

/** What is known of a notification whose comment was refused, or why the look has to end here. */
function withoutComment(notification: Fields, refused: Refused, nowMs: number): Item | Failed {
  const { failed, status, isOfOne } = refused;
  const isOfAccount = (failed.kind === 'park' && !isOfOne) || failed.code === 'LINKEDIN_RATE_LIMITED';
  if (isOfAccount) {
    return failed;
  }
  if (waitsFor(notification, isOfOne, nowMs)) {
    return isOfOne ? { kind: 'retry', code: 'LINKEDIN_COMMENT_NOT_SHOWN' } : failed;
  }
  return { notification, missing: status === 404 || status === 410 ? 'gone' : 'withheld' };
}

async function itemOf(notification: Fields, context: ChannelContext): Promise<Item | Failed> {
  const id = WITH_A_COMMENT.has(notification['action']) ? commentUrnsOf(commentIdIn(notification) ?? '') : undefined;
  if (id === undefined) {
    return { notification };
  }
  const given = await fetched(id, context);
  return isRefused(given) ? withoutComment(notification, given, context.nowMs) : { notification, comment: given };
}

function isFailed(given: Item | Failed): given is Failed {
  return 'kind' in given;
}

/** The comments of which a page also tells that they were deleted: they are not to be had, and nobody waits for them. */
function deletedIn(notifications: readonly Fields[]): ReadonlySet<string | undefined> {
  return new Set(notifications.filter(({ action }) => action === 'COMMENT_DELETE').map((one) => commentIdIn(one)));
}

/**
 * Gets the comment of each notification. The notification may leave it out, and it never says under which comment a
 * reply stands, which is what decides the ticket.
 */
export async function withComments(
  notifications: readonly Fields[],
  context: ChannelContext,
): Promise<readonly Item[] | Failed> {
  const deleted = deletedIn(notifications);
  const itemFor = async (notification: Fields): Promise<Item | Failed> =>
    WITH_A_COMMENT.has(notification['action']) && deleted.has(commentIdIn(notification) ?? '')
      ? { notification, missing: 'deleted' }
      : itemOf(notification, context);
  const items: Item[] = [];
  for (let at = 0; at < notifications.length; at += AT_ONCE) {
    const round = notifications.slice(at, at + AT_ONCE);
    for (const given of await Promise.all(round.map((one) => itemFor(one)))) {
      if (isFailed(given)) {
        return given;
      }
      items.push(given);
    }
  }
  return items;
}
