import type { Attachment, ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { eventsOfMessages } from './direct-message.js';
import { accountEvent, dropped, unrecognised, type Origin } from './item-events.js';
import { messageName, postName, privateConversation } from './names.js';
import { at, fieldsIn, fieldsOf, idOf, instantOf, present, textOf, webAddressOf, type Fields } from './payloads.js';
import { eventOfPost, type Post } from './post.js';
import { POST_EVENT } from './prices.js';
import { readableText, urlsIn, wordsBegin } from './text.js';

const MEDIA: ReadonlyMap<unknown, Attachment['type']> = new Map<unknown, Attachment['type']>([
  ['photo', 'image'],
  ['video', 'video'],
  ['animated_gif', 'video'],
]);

function idIn(value: unknown): string | undefined {
  return idOf(at(value, 'id_str')) ?? idOf(at(value, 'id'));
}

/** A text above 140 characters is cut, and stands whole in a field of its own with entities of its own. */
function wholeOf(tweet: Fields): Fields {
  const whole = fieldsOf(tweet['extended_tweet']);
  return whole === undefined ? tweet : { ...tweet, ...whole };
}

function attachmentsOf(whole: Fields): readonly Attachment[] {
  const media = fieldsIn(at(whole['extended_entities'], 'media') ?? at(whole['entities'], 'media'));
  return media.map((one) => ({
    type: MEDIA.get(one['type']) ?? 'other',
    ...present({ url: webAddressOf(one['media_url_https']), mediaId: idIn(one), name: textOf(one['ext_alt_text']) }),
  }));
}

function startOf(mention: Fields): number | undefined {
  const [start] = Array.isArray(mention['indices']) ? (mention['indices'] as readonly unknown[]) : [];
  return typeof start === 'number' ? start : undefined;
}

/** A tweet of the old product in the words of the new one. It names no thread, so the post above stands for it. */
function postOf(tweet: Fields, account: string): Post | undefined {
  const [id, author] = [idIn(tweet), idIn(tweet['user'])];
  if (id === undefined || author === undefined) {
    return undefined;
  }
  const whole = wholeOf(tweet);
  const text = textOf(whole['full_text']) ?? textOf(whole['text']) ?? '';
  const replyTo = idOf(tweet['in_reply_to_status_id_str']);
  const replyToUser = idOf(tweet['in_reply_to_user_id_str']);
  const begin = wordsBegin(text, replyTo !== undefined, whole['display_text_range']);
  const mentions = fieldsIn(at(whole['entities'], 'user_mentions')).filter((one) => (startOf(one) ?? begin) >= begin);
  const urls = [...urlsIn(whole['entities']), ...fieldsIn(at(whole['entities'], 'media'))];
  return {
    ...{ id, replyTo, replyToUser, conversation: replyTo ?? id, attachments: attachmentsOf(whole) },
    author: { id: author, name: textOf(at(tweet['user'], 'name')) ?? textOf(at(tweet['user'], 'screen_name')) },
    atMs: instantOf(tweet['timestamp_ms']) ?? instantOf(tweet['created_at']),
    text: readableText(text, urls),
    ownWords: readableText([...text].slice(begin).join(''), urls),
    mentioned: mentions.flatMap((one) => idIn(one) ?? []),
    quotesAccount: idIn(at(tweet['quoted_status'], 'user')) === account,
  };
}

/** Mentions, replies, quotes, reposts and posts of the account itself come in one list. */
function tweets(list: unknown, origin: Origin): readonly ChannelEvent[] {
  return fieldsIn(list).map((tweet, index) => {
    const name = idIn(tweet) ?? `${origin.bodyHash}:${index}`;
    if (fieldsOf(tweet['retweeted_status']) !== undefined) {
      return dropped(origin, name, 'X_EVENT_NOT_USED');
    }
    const post = postOf(tweet, origin.account);
    return post === undefined
      ? unrecognised(origin, name, 'X_EVENT_INCOMPLETE')
      : eventOfPost(post, { ...origin, price: POST_EVENT });
  });
}

function messages(body: Fields, origin: Origin): readonly ChannelEvent[] {
  const told = { ...origin, users: body['users'] };
  return eventsOfMessages(body['direct_message_events'], told).map(
    (event, index) => event ?? unrecognised(origin, `${origin.bodyHash}:${index}`, 'X_EVENT_INCOMPLETE'),
  );
}

function deletions(list: unknown, origin: Origin): readonly ChannelEvent[] {
  return fieldsIn(list).flatMap((one): readonly ChannelEvent[] => {
    const id = idOf(at(one, 'status', 'id'));
    return id === undefined
      ? []
      : [{ ...accountEvent(origin, `deleted:${id}`), action: 'note', about: postName(id), reason: 'X_ANSWER_DELETED' }];
  });
}

/** The citizen read everything up to that message. */
function receipts(list: unknown, origin: Origin): readonly ChannelEvent[] {
  return fieldsIn(list).flatMap((one): readonly ChannelEvent[] => {
    const [last, reader] = [idOf(one['last_read_event_id']), idOf(one['sender_id'])];
    return last === undefined || reader === undefined || reader === origin.account
      ? []
      : [
          {
            ...{
              channel: 'x',
              account: origin.account,
              key: `read:${last}`,
              conversation: privateConversation(reader),
            },
            ...{ action: 'delivery', occurredAtMs: instantOf(one['created_timestamp']) ?? origin.receivedAtMs },
            receipt: { status: 'read', messageId: messageName(last) },
          },
        ];
  });
}

function revocation(body: Fields, { receivedAtMs, bodyHash }: Origin): readonly ChannelEvent[] {
  const revoke = at(body, 'user_event', 'revoke');
  const account = idOf(at(revoke, 'source', 'user_id'));
  const name = textOf(at(revoke, 'date_time'))?.slice(0, 40) ?? bodyHash;
  return account === undefined
    ? []
    : [
        {
          ...accountEvent({ account, receivedAtMs }, `ops:${name}`),
          ...{ action: 'ops', reason: 'X_ACCESS_REVOKED', stopsAccount: 'token' },
        },
      ];
}

/**
 * Reads one body of the account activity API, which X calls deprecated (`x-api/account-activity/introduction.mdx`): lists
 * by kind. What is in no list that we read is counted as one thing.
 */
export function splitAccountActivity(body: Fields, about: Omit<Origin, 'account'>): readonly ChannelEvent[] {
  const origin = { ...about, account: idOf(body['for_user_id']) ?? 'unknown' };
  const events = [
    ...tweets(body['tweet_create_events'], origin),
    ...messages(body, origin),
    ...deletions(body['tweet_delete_events'], origin),
    ...receipts(body['direct_message_mark_read_events'], origin),
    ...revocation(body, origin),
  ];
  return events.length > 0 ? events : [dropped(origin, origin.bodyHash, 'X_EVENT_NOT_USED')];
}
