/** A public conversation is `post:<X's conversation>:<citizen>`, a private one `dm:<citizen>`, an encrypted one `chat:<id>`. */
export function publicConversation(conversation: string, citizen: string): string {
  return `post:${conversation}:${citizen}`;
}

export function privateConversation(citizen: string): string {
  return `dm:${citizen}`;
}

export function encryptedConversation(conversation: string): string {
  return `chat:${conversation}`;
}

/** Conversation of what belongs to no citizen. */
export const ACCOUNT_CONVERSATION = 'account';

/** Posts, messages and encrypted messages have numbers of their own, which may be the same. */
export function postName(id: string): string {
  return `post:${id}`;
}

export function messageName(id: string): string {
  return `dm:${id}`;
}

const PRIVATE = /^dm:(\d{1,25})$/;
/** The citizen of a public conversation. */
const PUBLIC = /^post:[^:]*:(\d{1,25})$/;
const POST = /^post:(\d{1,25})$/;

/** Where an answer goes: under a post, or to a citizen in private. */
export type Destination =
  | { readonly to: 'post'; readonly post: string }
  | { readonly to: 'citizen'; readonly citizen: string };

/** The fields of an outgoing part that say where it goes. */
export interface Answering {
  readonly conversation: string;
  readonly inReplyTo?: string;
  readonly privateReplyTo?: string;
}

/** Undefined where X gives no way to answer: an encrypted conversation, or no post to answer. */
export function destinationOf({ conversation, inReplyTo, privateReplyTo }: Answering): Destination | undefined {
  const citizen = (privateReplyTo === undefined ? PRIVATE : PUBLIC).exec(conversation)?.[1];
  if (citizen !== undefined) {
    return { to: 'citizen', citizen };
  }
  const isPublic = privateReplyTo === undefined && conversation.startsWith('post:');
  const post = isPublic ? POST.exec(inReplyTo ?? '')?.[1] : undefined;
  return post === undefined ? undefined : { to: 'post', post };
}
