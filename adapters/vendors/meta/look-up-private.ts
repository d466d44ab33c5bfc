import type { ChannelContext, LookUpOutcome, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { callGraph } from './graph.js';
import { absentAfterWait, CLOCK_MARGIN_MS, foundAmong, pageOf } from './look-up.js';
import { fieldsIn, fieldsOf, idOf, instantOf, type Fields } from './read.js';

/** How the Conversations API calls the two. */
export type MessagingPlatform = 'messenger' | 'instagram';

const MESSAGES = 'messages{id,message,created_time,from}';
/** Conversations that are read for a private answer of which nobody told to whom it went; newest first. */
const MOST_CONVERSATIONS = 50;
const LOOK_AGAIN_MS = 10 * 60_000;

export function aliasKindOf(platform: string): string {
  return platform === 'instagram' ? 'igsid' : 'psid';
}

function messagesOf(conversation: Fields): readonly Fields[] {
  return fieldsIn(fieldsOf(conversation['messages'])?.['data']);
}

/** Looks in the conversation with the citizen for our text. */
export async function lookUpPrivateMessage(
  platform: MessagingPlatform,
  part: OutgoingPart,
  context: ChannelContext,
): Promise<LookUpOutcome> {
  const query = { platform, user_id: part.conversation, fields: MESSAGES };
  const page = pageOf(await callGraph({ path: [part.account, 'conversations'], query }, context));
  if (!page.ok) {
    return page.outcome;
  }
  const messages = fieldsIn(page.body['data']).flatMap((one) => messagesOf(one));
  return foundAmong(messages, part) ?? absentAfterWait(part, context);
}

/** The conversation in which our words are, with the citizen who is in it. */
function foundWithCitizen(
  conversations: readonly Fields[],
  platform: MessagingPlatform,
  part: OutgoingPart,
): LookUpOutcome | undefined {
  for (const conversation of conversations) {
    const found = foundAmong(messagesOf(conversation), part);
    if (found?.kind === 'found') {
      const people = fieldsIn(fieldsOf(conversation['participants'])?.['data']).map((one) => idOf(one['id']));
      const citizen = people.find((id) => id !== undefined && id !== part.account);
      return citizen === undefined
        ? found
        : {
            ...found,
            privately: { conversation: citizen, aliases: [{ kind: aliasKindOf(platform), value: citizen }] },
          };
    }
  }
  return undefined;
}

/** True when the conversations that were read reach back to before the first attempt. */
function reachesBack(conversations: readonly Fields[], part: OutgoingPart): boolean {
  const oldest = instantOf(conversations.at(-1)?.['updated_time']);
  return (
    conversations.length < MOST_CONVERSATIONS ||
    (oldest !== undefined && oldest < part.firstAttemptAtMs - CLOCK_MARGIN_MS)
  );
}

/** Whether Facebook still takes a private answer to this comment; undefined where nothing tells. */
async function isStillOpen(comment: string, context: ChannelContext): Promise<boolean | undefined> {
  const page = pageOf(await callGraph({ path: [comment], query: { fields: 'can_reply_privately' } }, context));
  const answer = page.ok ? page.body['can_reply_privately'] : undefined;
  return typeof answer === 'boolean' ? answer : undefined;
}

/**
 * Looks for a private answer to a public comment. It is allowed once, so it is repeated only when it is not in any
 * conversation since the first attempt and Facebook itself says that it can still be given. When it cannot and our
 * words are nowhere, somebody else gave one, or a person has to look.
 */
export async function lookUpPrivateReply(
  platform: MessagingPlatform,
  comment: string,
  part: OutgoingPart,
  context: ChannelContext,
): Promise<LookUpOutcome> {
  const query = { platform, fields: `updated_time,participants,${MESSAGES}`, limit: String(MOST_CONVERSATIONS) };
  const page = pageOf(await callGraph({ path: [part.account, 'conversations'], query }, context));
  if (!page.ok) {
    return page.outcome;
  }
  const conversations = fieldsIn(page.body['data']);
  const found = foundWithCitizen(conversations, platform, part);
  if (found !== undefined) {
    return found;
  }
  if (!reachesBack(conversations, part)) {
    return { kind: 'unsure', code: 'META_TOO_MANY_CONVERSATIONS', afterMs: LOOK_AGAIN_MS };
  }
  const absent = absentAfterWait(part, context);
  if (absent.kind !== 'absent' || platform === 'instagram') {
    return absent;
  }
  const open = await isStillOpen(comment, context);
  return open === undefined
    ? { kind: 'unsure', code: 'META_LOOK_UP_UNREADABLE', afterMs: LOOK_AGAIN_MS }
    : open
      ? absent
      : { kind: 'untellable', code: 'META_PRIVATE_REPLY_USED' };
}
