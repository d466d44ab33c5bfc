import type { Person, XMessage, XPost } from './state.js';

/** What X tells of things, with the fields of its documentation. */
export function userEntity({ id, username, name }: Person): object {
  return { id, username, name, protected: false, verified: false, verified_type: 'none', description: '', url: '' };
}

const ADDRESS = /https?:\/\/[^\s<]+/g;

/** The text as X tells it: every link short, and three signs as entities. */
function toldText(text: string): { readonly text: string; readonly urls: readonly object[] } {
  const urls: object[] = [];
  const short = text.replace(ADDRESS, (address) => {
    const url = `https://t.co/${String(urls.length).padStart(10, 'x')}`;
    urls.push({ url, expanded_url: address, display_url: address.replace(/^https?:\/\//, '').slice(0, 25) });
    return url;
  });
  return { text: short.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'), urls };
}

/** Who is named in the text, with the place by code points. */
function mentionsIn(text: string, people: readonly Person[]): readonly object[] {
  return people.map(({ id, username }) => {
    const at = text.toLowerCase().indexOf(`@${username.toLowerCase()}`);
    const start = [...text.slice(0, Math.max(at, 0))].length;
    return { start, end: start + username.length + 1, username, id };
  });
}

export function postEntity(post: XPost): object {
  const { id, author, inReplyTo, quotes, thread, createdAtMs } = post;
  const { text, urls } = toldText(post.text);
  const named = inReplyTo === undefined ? post.mentions : [inReplyTo.author, ...post.mentions];
  const begin = [...post.text].length - [...post.words].length;
  const referenced = [
    ...(inReplyTo === undefined ? [] : [{ type: 'replied_to', id: inReplyTo.id }]),
    ...(quotes === undefined ? [] : [{ type: 'quoted', id: quotes.id }]),
  ];
  // The words begin after the names; a name in them stands there, also one that is named before as well.
  const mentions = mentionsIn(post.text.slice(0, begin), named.slice(0, inReplyTo === undefined ? 0 : 1));
  const inWords = mentionsIn(post.words, post.mentions).map((one) => ({
    ...one,
    start: (one as { start: number }).start + begin,
  }));
  return {
    ...{ id, text, author_id: author.id, conversation_id: thread, created_at: new Date(createdAtMs).toISOString() },
    ...{ lang: 'nl', edit_history_tweet_ids: [id], possibly_sensitive: false, reply_settings: 'everyone' },
    display_text_range: [begin, [...post.text].length],
    ...(inReplyTo === undefined ? {} : { in_reply_to_user_id: inReplyTo.author.id }),
    ...(referenced.length === 0 ? {} : { referenced_tweets: referenced }),
    entities: { mentions: [...mentions, ...inWords], ...(urls.length === 0 ? {} : { urls }) },
  };
}

/** In the shape of the first version of the API, which its events still have. */
export function messageEvent({ id, from, to, text, createdAtMs }: XMessage): object {
  return {
    direct_message_events: [
      {
        ...{ type: 'message_create', id, created_timestamp: String(createdAtMs) },
        message_create: {
          target: { recipient_id: to.id },
          sender_id: from.id,
          message_data: { text, entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] } },
        },
      },
    ],
    users: Object.fromEntries([from, to].map((person) => [person.id, { data: userEntity(person) }])),
  };
}

export function messageEntity({ id, from, to, text, createdAtMs }: XMessage): object {
  const conversation = [from.id, to.id].toSorted().join('-');
  return {
    ...{ id, event_type: 'MessageCreate', text, sender_id: from.id, dm_conversation_id: conversation },
    created_at: new Date(createdAtMs).toISOString(),
  };
}
