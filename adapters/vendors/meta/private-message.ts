import type { ChannelContext, LookUpOutcome, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { GRAPH_RULES } from './errors.js';
import { callGraph } from './graph.js';
import { absentAfterWait, foundAmong, pageOf } from './look-up.js';
import { outcomeOfCall } from './outcome.js';
import { fieldsIn, fieldsOf, idOf } from './read.js';

/** How the Conversations API calls the two. */
export type MessagingPlatform = 'messenger' | 'instagram';

const TAGS = {
  response: { messaging_type: 'RESPONSE' },
  'human-agent': { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' },
} as const;

function tagOf(replyMode: string): (typeof TAGS)[keyof typeof TAGS] {
  return replyMode === 'human-agent' ? TAGS['human-agent'] : TAGS.response;
}

/** Sends one private message; `metadata` comes back in the echo and settles an unknown outcome. */
export async function sendPrivateMessage(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const result = await callGraph(
    {
      path: [part.account, 'messages'],
      body: {
        recipient: { id: part.conversation },
        ...tagOf(part.replyMode),
        message: { text: part.text, metadata: part.reference },
      },
    },
    context,
  );
  return outcomeOfCall(result, { rules: GRAPH_RULES, remoteIdOf: (body) => idOf(body['message_id']) }, part, context);
}

/** Looks in the conversation with the citizen for our text. */
export async function lookUpPrivateMessage(
  platform: MessagingPlatform,
  part: OutgoingPart,
  context: ChannelContext,
): Promise<LookUpOutcome> {
  const result = await callGraph(
    {
      path: [part.account, 'conversations'],
      query: { platform, user_id: part.conversation, fields: 'messages{id,message,created_time,from}' },
    },
    context,
  );
  const page = pageOf(result);
  if (!page.ok) {
    return page.outcome;
  }
  const messages = fieldsIn(page.body['data']).flatMap((one) => fieldsIn(fieldsOf(one['messages'])?.['data']));
  return foundAmong(messages, part) ?? absentAfterWait(part, context);
}
