import type { ChannelContext, LookUpOutcome, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { isRecordNotFound, outcomeOf } from './errors.js';
import { facetsOf, mentionedIn } from './facets.js';
import { didOf, fieldsOf, handleOf, placeOf, type Fields, type RecordPlace } from './payloads.js';
import { recordKeyOf } from './record-key.js';
import { authorised, ownDid } from './sessions.js';
import { xrpc } from './xrpc.js';

const COLLECTION = 'app.bsky.feed.post';
const LOOK_AGAIN_MS = 30_000;

interface Ref {
  readonly uri: string;
  readonly cid: string;
}

function refOf(value: unknown): Ref | undefined {
  const fields = fieldsOf(value);
  const uri = placeOf(fields?.['uri'])?.uri;
  const cid = handleOf(fields?.['cid']);
  return uri === undefined || cid === undefined ? undefined : { uri, cid };
}

/** The post that is answered; else the first one of the thread, with which the conversation's name begins. */
function answeredBy(part: OutgoingPart): RecordPlace | undefined {
  return placeOf(part.inReplyTo) ?? placeOf(part.conversation.split(' ')[0]);
}

type Thread = { readonly kind: 'thread'; readonly root: Ref; readonly parent: Ref };

/** The content ids that an answer must name. The first post of a thread is the one that the answered post calls so. */
async function threadOf(
  context: ChannelContext,
  { repo, collection, rkey }: RecordPlace,
): Promise<Thread | SendOutcome> {
  const query = Object.entries({ repo, collection, rkey });
  const answer = await authorised(context, () => ({ name: 'com.atproto.repo.getRecord', query }));
  if (answer.kind === 'no-session') {
    return answer.outcome;
  }
  const { result } = answer;
  if (result.kind !== 'ok') {
    return isRecordNotFound(result)
      ? { kind: 'refused', code: 'BLUESKY_POST_GONE' }
      : outcomeOf(result, 'retry', context.nowMs);
  }
  const parent = refOf(result.body);
  if (parent === undefined) {
    return { kind: 'retry', code: 'BLUESKY_ANSWER_UNREADABLE', detail: 'status 200' };
  }
  const root = refOf(fieldsOf(fieldsOf(result.body['value'])?.['reply'])?.['root']) ?? parent;
  return { kind: 'thread', root, parent };
}

/** A name that cannot be looked up stays plain text: the answer matters more. */
async function mentionsOf(context: ChannelContext, text: string): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    mentionedIn(text).map(async (handle) => {
      const result = await xrpc(context, { name: 'com.atproto.identity.resolveHandle', query: [['handle', handle]] });
      const did = result.kind === 'ok' ? didOf(result.body['did']) : undefined;
      return did === undefined ? [] : [[handle, did] as const];
    }),
  );
  return new Map(found.flat());
}

/** The same at each attempt, so that a repetition changes nothing. */
function recordOf(part: OutgoingPart, { root, parent }: Thread, mentions: ReadonlyMap<string, string>): Fields {
  const facets = facetsOf(part.text, mentions);
  return {
    $type: COLLECTION,
    text: part.text,
    createdAt: new Date(part.firstAttemptAtMs).toISOString(),
    langs: ['nl'],
    reply: { root, parent },
    ...(facets.length === 0 ? {} : { facets }),
  };
}

/** Answers a post in public. */
export async function sendPost(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const place = answeredBy(part);
  if (place === undefined) {
    return { kind: 'quarantined', code: 'BLUESKY_BAD_REQUEST' };
  }
  const thread = await threadOf(context, place);
  if (thread.kind !== 'thread') {
    return thread;
  }
  const record = recordOf(part, thread, await mentionsOf(context, part.text));
  const rkey = recordKeyOf(part.reference);
  const answer = await authorised(context, (repo) => ({
    name: 'com.atproto.repo.putRecord',
    input: { repo, collection: COLLECTION, rkey, record },
  }));
  if (answer.kind === 'no-session') {
    return answer.outcome;
  }
  const { result } = answer;
  if (result.kind !== 'ok') {
    return outcomeOf(result, 'unknown', context.nowMs);
  }
  const remoteId = placeOf(result.body['uri'])?.uri;
  return remoteId === undefined
    ? { kind: 'unknown', code: 'BLUESKY_ANSWER_UNREADABLE', detail: 'status 200' }
    : { kind: 'delivered', remoteId };
}

/** The key of our post follows from its reference, so the server can be asked for exactly it. */
export async function lookUpPost(part: OutgoingPart, context: ChannelContext): Promise<LookUpOutcome> {
  const repo = await ownDid(context);
  if (typeof repo !== 'string') {
    return { kind: 'unsure', afterMs: LOOK_AGAIN_MS, code: repo.code };
  }
  const query = Object.entries({ repo, collection: COLLECTION, rkey: recordKeyOf(part.reference) });
  const result = await xrpc(context, { name: 'com.atproto.repo.getRecord', query });
  if (result.kind !== 'ok') {
    return isRecordNotFound(result)
      ? { kind: 'absent' }
      : { kind: 'unsure', afterMs: LOOK_AGAIN_MS, code: outcomeOf(result, 'retry', context.nowMs).code };
  }
  const remoteId = placeOf(result.body['uri'])?.uri;
  return remoteId === undefined
    ? { kind: 'unsure', afterMs: LOOK_AGAIN_MS, code: 'BLUESKY_ANSWER_UNREADABLE' }
    : { kind: 'found', remoteId };
}
