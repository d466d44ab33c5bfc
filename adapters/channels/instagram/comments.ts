import {
  absentAfterWait,
  callGraph,
  fieldsIn,
  foundAmong,
  GRAPH_RULES,
  idOf,
  outcomeOfCall,
  pageOf,
  type Fields,
} from '../../vendors/meta/index.js';
import type { ChannelContext, LookUpOutcome, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';

/** Answers under the top-level comment: Instagram knows one level, so an answer to an answer stands there too. */
export async function sendComment(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const result = await callGraph({ path: [part.conversation, 'replies'], body: { message: part.text } }, context);
  return outcomeOfCall(result, { rules: GRAPH_RULES, remoteIdOf: (body) => idOf(body['id']) }, part, context);
}

/** Instagram calls the text `text` and the time `timestamp`, and tells `user` only of what the account itself wrote. */
function asMessage(comment: Fields): Fields {
  const { id, text, timestamp, from, user } = comment;
  return { id, message: text, created_time: timestamp, from: user ?? from };
}

/** Looks for our words under the comment. The newest hundred answers are enough: it was tried just now. */
export async function lookUpComment(part: OutgoingPart, context: ChannelContext): Promise<LookUpOutcome> {
  const query = { fields: 'id,text,timestamp,from,user', limit: '100' };
  const page = pageOf(await callGraph({ path: [part.conversation, 'replies'], query }, context));
  if (!page.ok) {
    return page.outcome;
  }
  const replies = fieldsIn(page.body['data']).map((comment) => asMessage(comment));
  return foundAmong(replies, part) ?? absentAfterWait(part, context);
}
