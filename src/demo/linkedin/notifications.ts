import type { JsonObject } from '../basics/json.js';
import { asText } from '../basics/json.js';
import type { Page } from './options.js';
import { commentOf } from './people.js';
import { urnOf, type Notice } from './posts.js';
import { listOf, refuse, type RestReply } from './rest-reply.js';
import { organizationUrn, type LinkedInState } from './state.js';

const ACTIONS: ReadonlySet<string> = new Set([
  ...['LIKE', 'COMMENT', 'SHARE', 'SHARE_MENTION', 'ADMIN_COMMENT', 'COMMENT_EDIT', 'COMMENT_DELETE'],
]);
const LIST = /^List\(([A-Z_]+(?:,[A-Z_]+)*)\)$/;
const RANGE = /^\(start:(\d+),end:(\d+)\)$/;
const ALL_TIME = '(start:0,end:99999999999999)';
const KEPT_MS = 60 * 86_400_000;
const USUAL_COUNT = 10;

export interface Range {
  readonly start: number;
  readonly count: number;
}

/** Undefined for a range that is none. */
export function rangeOf(query: JsonObject, most: number): Range | undefined {
  const start = asText(query['start']) ?? '0';
  const count = asText(query['count']) ?? String(USUAL_COUNT);
  return /^\d{1,6}$/.test(start) && /^\d{1,6}$/.test(count)
    ? { start: Number(start), count: Math.min(Number(count), most) }
    : undefined;
}

/** What a notification is about, unless it leaves that out. A deleted comment is nowhere. */
function decorated(state: LinkedInState, notice: Notice): object {
  if (notice.isBare) {
    return {};
  }
  const post = state.posts.get(notice.generatedActivity);
  if (post !== undefined) {
    const share = { entity: post.urn, owner: post.author, text: post.text };
    return { decoratedGeneratedActivity: { share } };
  }
  const found = commentOf(state, notice.generatedActivity);
  if (found === undefined) {
    return {};
  }
  // It says which post, and never under which comment a reply stands.
  const comment = { entity: urnOf(found), owner: found.actor, object: found.post, text: found.text };
  return { decoratedGeneratedActivity: { comment } };
}

function notificationBody(state: LinkedInState, page: Page, notice: Notice): object {
  return {
    notificationId: notice.number,
    organizationalEntity: organizationUrn(page),
    action: notice.action,
    generatedActivity: notice.generatedActivity,
    lastModifiedAt: notice.atMs,
    subscriber: 'urn:li:person:beheerder',
    ...(notice.sourcePost === undefined ? {} : { sourcePost: notice.sourcePost }),
    ...decorated(state, notice),
  };
}

interface Criteria {
  readonly actions: readonly string[];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly range: Range;
}

/** Empty for a list that is none, or that names a kind that is none. */
function actionsIn(value: unknown): readonly string[] {
  const [, list] = LIST.exec(asText(value) ?? '') ?? [];
  const actions = list?.split(',') ?? [];
  return actions.every((action) => ACTIONS.has(action)) ? actions : [];
}

/** What is asked for, or why it cannot be read. */
function criteriaOf(query: JsonObject, most: number): Criteria | RestReply {
  const actions = actionsIn(query['actions']);
  const [, from, until] = RANGE.exec(asText(query['timeRange']) ?? ALL_TIME) ?? [];
  const range = rangeOf(query, most);
  if (query['q'] !== 'criteria' || range === undefined || from === undefined) {
    return refuse(400, 'Resource method could not be resolved from request parameters.');
  }
  return actions.length > 0
    ? { actions, range, fromMs: Number(from), untilMs: Number(until) }
    : refuse(400, 'Array parameter actions value is invalid', { code: 'PARAM_INVALID' });
}

/** The finder `criteria`: what happened on a page in a stretch of time, newest first. */
export function listNotifications(state: LinkedInState, page: Page, query: JsonObject): RestReply {
  const criteria = criteriaOf(query, state.mostOnPage);
  if ('status' in criteria) {
    return criteria;
  }
  if (query['organizationalEntity'] !== organizationUrn(page)) {
    return refuse(403, 'Not enough permissions to access: organizationalEntityNotifications.FINDER-criteria');
  }
  const nowMs = state.clock.nowMs();
  const { actions, untilMs, range } = criteria;
  const fromMs = Math.max(criteria.fromMs, nowMs - KEPT_MS);
  const found = state.notices.filter(
    ({ organization, action, atMs, shownAtMs }) =>
      organization === page.organization &&
      actions.includes(action) &&
      atMs >= fromMs &&
      atMs <= untilMs &&
      shownAtMs <= nowMs,
  );
  return listOf(found.toReversed(), range, (notice) => notificationBody(state, page, notice));
}
