import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import { keepAttachments, type KeptAttachments, type NewMedia } from '../media/keep-attachments.js';
import type { Draft } from './draft.js';
import type { Rules } from './rules.js';
import { placeOf } from './world.js';

type NewRow = Draft['messages'][number];

export interface MessageWithMedia extends NewRow {
  readonly kept: KeptAttachments;
}

/** The messages of a batch, with what is to be kept of their attachments. */
export function withMedia(messages: readonly NewRow[], rules: Rules): readonly MessageWithMedia[] {
  return messages.map((row) => {
    const { event, ticket, message } = row;
    const { channel } = placeOf(event, ticket.state);
    return {
      ...row,
      kept: keepAttachments(message.attachments, (type) => rules.mediaPolicy(event.tenant, channel, type)),
    };
  });
}

interface MediaRow {
  readonly row: MessageWithMedia;
  readonly one: NewMedia;
}

const insertRows = insertInto<MediaRow>('media', {
  message_id: ['uuid', ({ row }) => row.message.id],
  n: ['smallint', ({ one }) => one.n],
  tenant: ['text', ({ row }) => row.event.tenant],
  channel: ['text', ({ row: { event, ticket } }) => placeOf(event, ticket.state).channel],
  account: ['text', ({ row: { event, ticket } }) => placeOf(event, ticket.state).account],
  type: ['text', ({ one }) => one.type],
  policy: ['text', ({ one }) => one.policy],
  state: ['text', ({ one }) => one.state],
  code: ['text', ({ one }) => one.code],
});

/** One statement a batch, none where nobody sent more than words. */
export async function insertMedia(sql: Sql, messages: readonly MessageWithMedia[]): Promise<void> {
  const rows = messages.flatMap((row) => row.kept.media.map((one): MediaRow => ({ row, one })));
  await insertRows(sql, rows, undefined);
}

const END = `
  update media set state = 'tombstone', code = 'MEDIA_MESSAGE_DELETED', detail = null, lease_until = null
  where message_id = any($1::uuid[]) and code is distinct from 'MEDIA_MESSAGE_DELETED'`;

/** Nothing is left of what a citizen took back; the loop `media` removes the bytes. */
export async function endMedia(sql: Sql, messageIds: readonly string[]): Promise<void> {
  await sql.query(END, [messageIds]);
}
