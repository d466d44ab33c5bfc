import type { ChannelContext, OutgoingPart, SendOutcome, WrittenByPerson } from '../../../src/adapter-sdk/index.js';
import { GRAPH_RULES } from './errors.js';
import { callGraph } from './graph.js';
import { outcomeOfCall } from './outcome.js';
import { idOf } from './read.js';

const RESPONSE = { messaging_type: 'RESPONSE' } as const;

/** Meta allows this tag to people alone, so it cannot be had without the proof that one wrote. */
function humanAgent(_person: WrittenByPerson) {
  return { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } as const;
}

function tagOf({ replyMode, person }: OutgoingPart): typeof RESPONSE | ReturnType<typeof humanAgent> {
  return replyMode === 'human-agent' && person !== undefined ? humanAgent(person) : RESPONSE;
}

/** Sends one private message; `metadata` comes back in the echo and settles an unknown outcome. */
export async function sendPrivateMessage(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const result = await callGraph(
    {
      path: [part.account, 'messages'],
      body: {
        recipient: { id: part.conversation },
        ...tagOf(part),
        message: { text: part.text, metadata: part.reference },
      },
    },
    context,
  );
  return outcomeOfCall(result, { rules: GRAPH_RULES, remoteIdOf: (body) => idOf(body['message_id']) }, part, context);
}
