import { acctOf, type Person } from './people.js';
import { statusOf, type MastodonState, type Notification, type Status } from './state.js';
import { htmlOf } from './text.js';

/** What the instance tells of things, with the fields of Mastodon that a client may count on. */
export function accountEntity(state: MastodonState, person: Person): object {
  const { id, username, host, name, isBot } = person;
  return {
    ...{ id, username, acct: acctOf(person), display_name: name, locked: false, bot: isBot },
    url: `https://${host ?? state.host}/@${username}`,
    uri: `https://${host ?? state.host}/users/${username}`,
    ...{ note: '', avatar: `https://${state.host}/avatars/${id}.png`, emojis: [], fields: [] },
  };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

export function statusEntity(state: MastodonState, status: Status): object {
  const parent = status.inReplyTo === undefined ? undefined : statusOf(state, status.inReplyTo);
  const { id, uri, author, visibility, spoiler, editedAtMs } = status;
  return {
    ...{ id, uri, url: `https://${author.host ?? state.host}/@${author.username}/${id}` },
    created_at: timeText(status.createdAtMs),
    edited_at: editedAtMs === undefined ? null : timeText(editedAtMs),
    in_reply_to_id: parent?.id ?? null,
    in_reply_to_account_id: parent?.author.id ?? null,
    ...{ sensitive: spoiler !== '', spoiler_text: spoiler, visibility, language: 'nl' },
    content: htmlOf(status.text, status.mentions, state.host),
    account: accountEntity(state, author),
    media_attachments: status.media.map(({ description = null, ...media }) => ({
      ...media,
      ...{ preview_url: media.url, remote_url: null, meta: {}, description, blurhash: null },
    })),
    mentions: status.mentions.map((person) => ({
      ...{ id: person.id, username: person.username, acct: acctOf(person) },
      url: `https://${person.host ?? state.host}/@${person.username}`,
    })),
    ...{ reblog: null, tags: [], emojis: [], card: null, poll: null },
  };
}

/** Undefined when its status is gone: the notification went with it. */
export function notificationEntity(state: MastodonState, notification: Notification): object | undefined {
  const status = statusOf(state, notification.statusId);
  return status === undefined
    ? undefined
    : {
        ...{ id: notification.id, type: notification.type, created_at: timeText(notification.createdAtMs) },
        group_key: `ungrouped-${notification.id}`,
        account: accountEntity(state, notification.from),
        status: statusEntity(state, status),
      };
}
