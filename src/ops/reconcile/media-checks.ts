import type { Check } from './report.js';

/** What is kept of attachments. Whether the bytes are there too, the loop `media` compares once a day. */
export const MEDIA_CHECKS: readonly Check[] = [
  {
    check: 'message-media',
    sentence: 'Every attachment that a message came with has its row, and no other has one.',
    sql: `
      select coalesce(m.id, f.message_id)::text as example
      from message m
      full join (select message_id, count(*) as kept, max(n) as last from media group by message_id) f on f.message_id = m.id
      where m.id is null or coalesce(f.kept, 0) <> m.media or coalesce(f.last, 0) <> m.media`,
  },
  {
    check: 'attachment-media',
    sentence: 'A message that was not redacted still says what it came with.',
    sql: `
      select m.id::text as example from message m
      where m.redacted_at is null and jsonb_array_length(m.attachments) <> m.media`,
  },
  {
    check: 'media-message',
    sentence: 'What is kept of an attachment is of the municipality, channel and account of its message.',
    sql: `
      select f.message_id || ' ' || f.n as example from media f join message m on m.id = f.message_id
      where (f.tenant, f.channel, f.account) is distinct from (m.tenant, m.channel, m.account)`,
  },
  {
    check: 'media-state',
    sentence: 'A copy has its digest, size, type and time; what is gone says why; what is due was not fetched.',
    sql: `
      select f.message_id || ' ' || f.n as example from media f
      where case f.state
              when 'fetched' then f.digest is null or f.bytes is null or f.mime_type is null or f.fetched_at is null
                                  or f.keep_until is null or not f.has_copy or f.code is not null or f.lease_until is not null
              when 'tombstone' then f.code is null or f.lease_until is not null
              when 'due' then f.has_copy or f.policy <> 'copy'
              else f.has_copy or f.digest is not null
            end`,
  },
  {
    check: 'file-reads',
    sentence: 'A file was read as often as is written down.',
    sql: `
      select coalesce(f.message_id, r.message_id) || ' ' || coalesce(f.n, r.n) as example
      from media f
      full join (select message_id, n, sum(times) as told from file_read group by 1, 2) r
        on (r.message_id, r.n) = (f.message_id, f.n)
      where coalesce(f.reads, 0) <> coalesce(r.told, 0)`,
  },
  {
    check: 'redacted-media',
    sentence: 'Nothing is kept of the attachments of a message that the citizen deleted.',
    sql: `
      select f.message_id || ' ' || f.n as example from media f join message m on m.id = f.message_id
      where m.redacted_at is not null and (f.state <> 'tombstone' or f.code <> 'MEDIA_MESSAGE_DELETED')`,
  },
];
