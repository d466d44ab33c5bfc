import type { ChannelContext, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { commentIdOfFetched } from './comments.js';
import { digitsOf } from './payloads.js';
import { callLinkedIn } from './rest.js';
import { commentIdOf, commentUrnsOf, escaped, organizationUrnOf, postUrnOf } from './urn.js';

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

/** The header names the new comment by its number, or by its URN. */
function idInHeader(header: string | undefined, place: Place): string | undefined {
  const number = digitsOf(header);
  return number === undefined ? commentIdOf(header) : commentIdOf(`urn:li:comment:(${place.object},${number})`);
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
  const remoteId = commentIdOfFetched(answer.body) ?? idInHeader(answer.headers['x-restli-id'], place);
  return remoteId === undefined
    ? { kind: 'unknown', code: 'LINKEDIN_ANSWER_UNREADABLE' }
    : { kind: 'delivered', remoteId };
}
