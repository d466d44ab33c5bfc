import type { Shelf } from './history.js';
import { dataOf } from './history.js';
import { fieldsOf, idOf, instantOf, present, textOf, type Fields } from './read.js';

/**
 * What Meta keeps, in the order and shape in which it would have posted it. Fields by
 * https://developers.facebook.com/docs/graph-api/reference/page/feed, …/reference/comment, …/reference/conversation and
 * https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/comments (read 2026-11-27).
 */

function seconds(at: unknown): number | undefined {
  const atMs = instantOf(at);
  return atMs === undefined ? undefined : Math.trunc(atMs / 1000);
}

function changes(field: string) {
  return (account: string, items: readonly Fields[]): Fields => ({
    id: account,
    changes: items.map((value) => ({ field, value })),
  });
}

function photoOf(comment: Fields): unknown {
  const media = fieldsOf(fieldsOf(comment['attachment'])?.['media']);
  return fieldsOf(media?.['image'])?.['src'];
}

const COMMENT_FIELDS = 'id,message,created_time,from,parent,attachment';

/** Posts on a page, with all comments under each. A post tells when it was changed, and a comment changes it. */
export const PAGE_FEED: Shelf = {
  list: (account) => ({
    path: [account, 'feed'],
    query: {
      fields: `id,message,created_time,updated_time,from,comments.filter(stream).order(reverse_chronological).limit(100){${COMMENT_FIELDS}}`,
      limit: '25',
    },
  }),
  ...{ edge: 'comments', fields: COMMENT_FIELDS, saidAt: (comment) => comment['created_time'] },
  thingItem: (post, account) => {
    const from = fieldsOf(post['from']);
    // What the page wrote itself is only context.
    return from === undefined || idOf(from['id']) === account
      ? undefined
      : {
          ...{ item: 'post', verb: 'add', post_id: post['id'], from },
          ...present({ message: textOf(post['message']), created_time: seconds(post['created_time']) }),
        };
  },
  sayingItems: (comment, post) => [
    {
      ...{ item: 'comment', verb: 'add', post_id: post, comment_id: comment['id'] },
      parent_id: idOf(fieldsOf(comment['parent'])?.['id']) ?? post,
      ...present({
        from: fieldsOf(comment['from']),
        message: textOf(comment['message']),
        created_time: seconds(comment['created_time']),
        photo: textOf(photoOf(comment)),
      }),
    },
  ],
  envelope: changes('feed'),
};

function attachmentOf(file: Fields): Fields {
  const image = fieldsOf(file['image_data']);
  const video = fieldsOf(file['video_data']);
  const url = textOf(image?.['url']) ?? textOf(video?.['url']) ?? textOf(file['file_url']);
  const type = image === undefined ? (video === undefined ? 'file' : 'video') : 'image';
  return { type, payload: present({ url }) };
}

const MESSAGE_FIELDS = 'id,message,created_time,from,to,attachments{id,mime_type,name,image_data,video_data,file_url}';

/** Conversations, the one that moved last first, with the newest messages of each; their ids are those of the posts. */
export function conversations(platform: 'messenger' | 'instagram'): Shelf {
  return {
    list: (account) => ({
      path: [account, 'conversations'],
      query: { platform, fields: `id,updated_time,messages.limit(50){${MESSAGE_FIELDS}}`, limit: '20' },
    }),
    ...{ edge: 'messages', fields: MESSAGE_FIELDS, saidAt: (message) => message['created_time'] },
    movedAt: (conversation) => conversation['updated_time'],
    sayingItems: (message, _conversation, account) => {
      const sender = idOf(fieldsOf(message['from'])?.['id']);
      const recipient = dataOf(message['to']).map((one) => idOf(one['id']))[0];
      const attachments = dataOf(message['attachments']).map((file) => attachmentOf(file));
      return sender === undefined
        ? []
        : [
            {
              sender: { id: sender },
              recipient: { id: recipient ?? account },
              timestamp: instantOf(message['created_time']),
              message: {
                mid: message['id'],
                ...present({ text: textOf(message['message']) }),
                ...(attachments.length === 0 ? {} : { attachments }),
                ...(sender === account ? { is_echo: true } : {}),
              },
            },
          ];
    },
    envelope: (account, items) => ({ id: account, messaging: items }),
  };
}

const REPLY_FIELDS = 'id,text,timestamp,from,username,user';

function instagramComment(comment: Fields, media: string, parent: string | undefined): Fields {
  const from = fieldsOf(comment['user']) ?? fieldsOf(comment['from']);
  return {
    ...{ id: comment['id'], media: { id: media } },
    ...present({ from, text: textOf(comment['text']), created_time: textOf(comment['timestamp']), parent_id: parent }),
  };
}

/** Media of an account, newest first, with the comments under each and the answers under those. */
export const INSTAGRAM_MEDIA: Shelf = {
  list: (account) => ({
    path: [account, 'media'],
    query: {
      fields: `id,timestamp,comments.limit(50){${REPLY_FIELDS},replies.limit(50){${REPLY_FIELDS}}}`,
      limit: '25',
    },
  }),
  ...{ edge: 'comments', fields: `${REPLY_FIELDS},replies.limit(50){${REPLY_FIELDS}}` },
  // An answer can be newer than what it answers, so each comment is looked through; its key tells whether it is known.
  saidAt: (comment) =>
    [comment, ...dataOf(comment['replies'])]
      .map((one) => textOf(one['timestamp']) ?? '')
      .toSorted()
      .at(-1),
  sayingItems: (comment, media) => {
    const id = idOf(comment['id']);
    const replies = dataOf(comment['replies']).map((reply) => instagramComment(reply, media, id));
    return [instagramComment(comment, media, undefined), ...replies];
  },
  envelope: changes('comments'),
};
