/**
 * LinkedIn writes one comment in two ways: `urn:li:comment:(activity:A,C)` and `urn:li:comment:(urn:li:activity:A,C)`.
 * Schakel calls it `A,C`. Its thread A is nearly always an activity; another kind is kept in front: `ugcPost:A,C`.
 * A post that mentions the page is called by its kind and number: `share:S`.
 */
const COMMENT_URN = /^urn:li:comment:\((?:urn:li:)?(activity|ugcPost|share):(\d{1,32}),(\d{1,32})\)$/;
const COMMENT_ID = /^(?:(ugcPost|share):)?(\d{1,32}),(\d{1,32})$/;
const POST_URN = /^urn:li:(activity|ugcPost|share):(\d{1,32})$/;
const POST_ID = /^(?:(ugcPost|share):)?(\d{1,32})$/;
const ORGANIZATION = /^\d{1,32}$/;

function named(kind: string, number: string): string {
  return kind === 'activity' ? number : `${kind}:${number}`;
}

/** What Schakel calls a comment; undefined for what is none. */
export function commentIdOf(urn: unknown): string | undefined {
  const [, kind, thread, comment] = COMMENT_URN.exec(typeof urn === 'string' ? urn : '') ?? [];
  return kind === undefined || thread === undefined ? undefined : `${named(kind, thread)},${comment ?? ''}`;
}

/** What Schakel calls a post. */
export function postIdOf(urn: unknown): string | undefined {
  const [, kind, number] = POST_URN.exec(typeof urn === 'string' ? urn : '') ?? [];
  return kind === undefined || number === undefined ? undefined : named(kind, number);
}

/**
 * Another comment of the thread that `id` stands in. LinkedIn may name one thread by its activity and by its post, so
 * only the number of the other one is taken: all comments of a thread are then called alike.
 */
export function besides(id: string, other: string | undefined): string | undefined {
  const [thread] = id.split(',');
  const number = other?.split(',').at(-1);
  return thread === undefined || number === undefined ? undefined : `${thread},${number}`;
}

/** A comment as LinkedIn wants it in a call. */
export interface CommentUrns {
  readonly comment: string;
  readonly thread: string;
  readonly number: string;
}

export function commentUrnsOf(id: string): CommentUrns | undefined {
  const [, kind, thread, number] = COMMENT_ID.exec(id) ?? [];
  if (thread === undefined || number === undefined) {
    return undefined;
  }
  const threadUrn = `urn:li:${kind ?? 'activity'}:${thread}`;
  return { comment: `urn:li:comment:(${threadUrn},${number})`, thread: threadUrn, number };
}

export function postUrnOf(id: string): string | undefined {
  const [, kind, number] = POST_ID.exec(id) ?? [];
  return number === undefined ? undefined : `urn:li:${kind ?? 'activity'}:${number}`;
}

export function organizationUrnOf(account: string): string | undefined {
  return ORGANIZATION.test(account) ? `urn:li:organization:${account}` : undefined;
}

/** Rest.li 2.0 gives brackets and commas a meaning of their own, so those inside a URN are escaped too. */
export function escaped(urn: string): string {
  return encodeURIComponent(urn).replaceAll('(', '%28').replaceAll(')', '%29');
}

/** The page of a post, with the comment that is meant in sight; undefined for an id that is none of ours. */
export function permalinkOf(id: string): string | undefined {
  const comment = commentUrnsOf(id);
  const post = comment?.thread ?? postUrnOf(id);
  if (post === undefined) {
    return undefined;
  }
  const page = `https://www.linkedin.com/feed/update/${post}/`;
  return comment === undefined ? page : `${page}?commentUrn=${escaped(comment.comment)}`;
}
