import type { Attachment, ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { ACCOUNT_CONVERSATION, postName, publicConversation } from './names.js';
import { present } from './payloads.js';

/** Somebody on X. The handle may pass to another person and the name is free, so only the id says who it is. */
export interface Person {
  readonly id: string;
  readonly name: string | undefined;
}

/** A post as both of X's products tell it. */
export interface Post {
  readonly id: string;
  readonly author: Person;
  /** X's own name of the thread. */
  readonly conversation: string;
  readonly atMs: number | undefined;
  readonly text: string;
  /** Without the names that X puts before a reply. */
  readonly ownWords: string;
  readonly attachments: readonly Attachment[];
  readonly replyTo: string | undefined;
  readonly replyToUser: string | undefined;
  /** Whom its writer mentioned; who is named only because the post is a reply is not among them. */
  readonly mentioned: readonly string[];
  /** True where it quotes a post of the account. */
  readonly quotesAccount: boolean;
}

/** What is around a post. */
export interface Told {
  readonly account: string;
  readonly receivedAtMs: number;
  /** Item of the rate card. */
  readonly price: string;
}

const PERSON_ALIAS = 'x_user_id';

export function citizenOf({ id, name }: Person): Required<Pick<ChannelEvent, 'citizen'>> {
  return { citizen: { aliases: [{ kind: PERSON_ALIAS, value: id }], ...present({ name }) } };
}

/** A mention and a reply can be one post: the key is its id alone, so the second event about it changes nothing. */
function about(post: Post, told: Told): Pick<ChannelEvent, 'channel' | 'account' | 'key' | 'occurredAtMs'> {
  return {
    ...{ channel: 'x', account: told.account, key: postName(post.id) },
    occurredAtMs: post.atMs ?? told.receivedAtMs,
  };
}

function contentOf(post: Post): NonNullable<ChannelEvent['message']> {
  const { id, text, attachments, replyTo } = post;
  return {
    ...{ id: postName(id), text, attachments, isPublic: true },
    ...(replyTo === undefined ? {} : { replyTo: postName(replyTo) }),
    ...(text === '' && attachments.length === 0 ? { isPlaceholder: true } : {}),
  };
}

/** Our own: an answer, given here or in X itself, or a post that asks for none. */
function ownPost(post: Post, told: Told): ChannelEvent {
  const citizen = post.replyToUser;
  return citizen === undefined || citizen === told.account
    ? { ...about(post, told), conversation: ACCOUNT_CONVERSATION, action: 'drop', reason: 'X_OWN_POST' }
    : {
        ...about(post, told),
        ...{ conversation: publicConversation(post.conversation, citizen), action: 'outside' },
        // As it was sent, so that an answer of ours is known again.
        message: contentOf({ ...post, text: post.ownWords }),
        price: { item: told.price },
      };
}

/** What a post means for the account that it was told to. */
export function eventOfPost(post: Post, told: Told): ChannelEvent {
  if (post.author.id === told.account) {
    return ownPost(post, told);
  }
  return {
    ...about(post, told),
    conversation: publicConversation(post.conversation, post.author.id),
    action: 'open',
    ...citizenOf(post.author),
    message: { ...contentOf(post), answerable: post.quotesAccount || post.mentioned.includes(told.account) },
    price: { item: told.price },
  };
}
