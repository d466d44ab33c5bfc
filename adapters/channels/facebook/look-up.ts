import {
  absentAfterWait,
  callGraph,
  fieldsIn,
  fieldsOf,
  foundAmong,
  idOf,
  pageOf,
  type Fields,
} from '../../vendors/meta/index.js';
import type { ChannelContext, LookUpOutcome, OutgoingPart } from '../../../src/adapter-sdk/index.js';

/** A thousand answers under one comment; with more, a person looks. */
const MAX_PAGES = 10;
const LOOK_AGAIN_MS = 10 * 60_000;

/** Meta says that there is a next page by its address; the address holds the token, so only the cursor is used. */
function nextCursor(body: Fields): string | undefined {
  const paging = fieldsOf(body['paging']);
  return paging?.['next'] === undefined ? undefined : idOf(fieldsOf(paging['cursors'])?.['after']);
}

/** Undefined when all was seen and ours was not there. */
async function lookUnder(
  parent: string,
  part: OutgoingPart,
  context: ChannelContext,
): Promise<LookUpOutcome | undefined> {
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = {
      fields: 'id,message,created_time,from',
      limit: '100',
      ...(after === undefined ? {} : { after }),
    };
    const read = pageOf(await callGraph({ path: [parent, 'comments'], query }, context));
    if (!read.ok) {
      return read.outcome;
    }
    const found = foundAmong(fieldsIn(read.body['data']), part);
    after = nextCursor(read.body);
    if (found !== undefined || after === undefined) {
      return found;
    }
  }
  return { kind: 'unsure', afterMs: LOOK_AGAIN_MS, code: 'FACEBOOK_THREAD_TOO_LONG' };
}

/**
 * Looks for our words under the comment we answered, and under the thread's first comment: an answer to an answer may
 * be attached there.
 */
export async function lookUpComment(part: OutgoingPart, context: ChannelContext): Promise<LookUpOutcome> {
  for (const parent of new Set([part.inReplyTo ?? part.conversation, part.conversation])) {
    const outcome = await lookUnder(parent, part, context);
    if (outcome !== undefined) {
      return outcome;
    }
  }
  return absentAfterWait(part, context);
}
