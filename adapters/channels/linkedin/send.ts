import type { ChannelContext, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { commentIdOfFetched } from './comments.js';
import { digitsOf } from './payloads.js';
import { callLinkedIn, type RestAnswer } from './rest.js';
import { besides, commentIdOf, commentUrnsOf, escaped, organizationUrnOf, postUrnOf } from './urn.js';

const TIMEOUT_MS = 20_000;

/** Where an answer is put. */
export interface Place {
  /** The URN whose comments it joins. */
  readonly under: string;
  readonly object: string;
  readonly parent?: string;
}

/**
 * The conversation is a top-level comment, or the post that mentions the page. LinkedIn has two levels and wants the top
 * one as the parent, also where a reply is answered.
 */
export function placeOf(conversation: string): Place | undefined {
  const urns = commentUrnsOf(conversation);
  if (urns !== undefined) {
    return { under: urns.comment, object: urns.thread, parent: urns.comment };
  }
  const post = postUrnOf(conversation);
  return post === undefined ? undefined : { under: post, object: post };
}

/** What the new comment is called: the body names it by its URN, the header by its number or its URN. */
function idOfNew(answer: Extract<RestAnswer, { ok: true }>, conversation: string): string | undefined {
  const header = answer.headers['x-restli-id'];
  const told = commentIdOfFetched(answer.body) ?? commentIdOf(header) ?? digitsOf(header);
  return besides(conversation, told);
}

/** Publishes one comment in the name of the page. Nothing of ours travels along, so only words identify it later. */
export async function sendComment(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const place = placeOf(part.conversation);
  const actor = organizationUrnOf(part.account);
  if (place === undefined || actor === undefined) {
    return { kind: 'quarantined', code: 'LINKEDIN_PLACE_UNKNOWN' };
  }
  const { under, object, parent } = place;
  const answer = await callLinkedIn(
    {
      method: 'POST',
      path: `socialActions/${escaped(under)}/comments`,
      body: { actor, object, message: { text: part.text }, ...(parent === undefined ? {} : { parentComment: parent }) },
      timeoutMs: TIMEOUT_MS,
    },
    context,
  );
  if (!answer.ok) {
    return answer.verdict;
  }
  const remoteId = idOfNew(answer, part.conversation);
  return remoteId === undefined
    ? { kind: 'unknown', code: 'LINKEDIN_ANSWER_UNREADABLE' }
    : { kind: 'delivered', remoteId };
}
