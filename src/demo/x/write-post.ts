import { messageEvent, postEntity, userEntity } from './entities.js';
import { idFor, isOwn, type Named, type Person, type XMessage, type XPost, type XState } from './state.js';
import type { Webhook } from './webhook.js';

/** Everything that X does with what somebody writes. */
export interface Writing {
  readonly state: XState;
  readonly webhook: Webhook;
}

export interface NewPost extends Named {
  readonly author: Person;
  readonly words: string;
  readonly inReplyTo?: XPost;
  readonly quotes?: XPost;
}

const NAMED = /(?<![\w@])@(\w{1,15})/g;

function namedIn(state: XState, words: string): readonly Person[] {
  const usernames = new Set([...words.matchAll(NAMED)].map(([, name = '']) => name.toLowerCase()));
  return [...state.owns.map(({ person }) => person), ...state.people.values()].filter(({ username }) =>
    usernames.has(username.toLowerCase()),
  );
}

/** One post can be a mention, a reply and a quote at once, and then X tells of it three times, in any order. */
function kindsFor(post: XPost, own: Person): readonly string[] {
  if (post.author.id === own.id) {
    return ['post.create'];
  }
  return [
    ...(post.inReplyTo?.author.id === own.id ? ['post.reply.create'] : []),
    ...(post.mentions.some(({ id }) => id === own.id) ? ['post.mention.create'] : []),
    ...(post.quotes?.author.id === own.id ? ['post.quote.create'] : []),
  ];
}

export function writePost({ state, webhook }: Writing, input: NewPost): XPost {
  const { author, words, inReplyTo, quotes } = input;
  const id = idFor(state, input);
  const isToOther = inReplyTo !== undefined && inReplyTo.author.id !== author.id;
  const post: XPost = {
    ...{ id, author, words, inReplyTo, quotes, isDeleted: false },
    text: isToOther ? `@${inReplyTo.author.username} ${words}` : words,
    thread: inReplyTo?.thread ?? id,
    mentions: namedIn(state, words),
    createdAtMs: input.atMs ?? state.clock.nowMs(),
  };
  state.posts.set(id, post);
  for (const { person } of state.owns) {
    for (const kind of kindsFor(post, person)) {
      webhook.post(person.id, kind, postEntity(post), { users: [userEntity(author)], tweets: [postEntity(post)] });
    }
  }
  return post;
}

export interface NewMessage extends Named {
  readonly from: Person;
  readonly to: Person;
  /** Left out for one that only the app can open. */
  readonly text?: string;
}

export function writeMessage({ state, webhook }: Writing, input: NewMessage): XMessage {
  const { from, to, text } = input;
  const createdAtMs = input.atMs ?? state.clock.nowMs();
  const message: XMessage = { id: idFor(state, input), from, to, text, createdAtMs };
  state.messages.set(message.id, message);
  for (const own of [from, to].filter((one) => isOwn(state, one))) {
    const direction = own.id === from.id ? 'sent' : 'received';
    if (text === undefined) {
      const conversation = [from.id, to.id].toSorted().join('-');
      webhook.post(own.id, `chat.${direction}`, {
        ...{ id: message.id, conversation_id: conversation, sender_id: from.id, encoded_event: 'CAESBhoESEFMTA==' },
      });
    } else {
      webhook.post(own.id, `dm.${direction}`, messageEvent(message));
    }
  }
  return message;
}

/** X tells an account of its own deletions, and nobody of those of citizens. */
export function deletePost({ state, webhook }: Writing, post: XPost): void {
  post.isDeleted = true;
  if (isOwn(state, post.author)) {
    webhook.post(post.author.id, 'post.delete', { id: post.id, author_id: post.author.id });
  }
}
