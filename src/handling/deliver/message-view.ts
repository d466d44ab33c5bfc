import type { MessageView } from '../../adapter-sdk/index.js';
import type { ErasureReason } from '../../domain/storage-term.js';

export interface ErasedMessage {
  readonly channel: string;
  readonly because: ErasureReason;
  readonly platformId: string | null;
}

/** What stands in the place of a text whose time is over. */
interface Erasures {
  readonly whyErased: (message: ErasedMessage) => string;
}

export interface MessageRow {
  readonly id: string;
  readonly ticket_id: string;
  readonly text: string;
  readonly author: MessageView['author'];
  readonly occurred_at: Date;
  readonly version: number;
  readonly redacted_at: Date | null;
  readonly erased_for: ErasureReason | null;
  readonly channel: string;
  readonly platform_id: string | null;
  readonly is_public: boolean;
  readonly attachments: MessageView['attachments'];
}

export const MESSAGE_COLUMNS = `
  id, ticket_id, text, author, occurred_at, version, redacted_at, erased_for, channel, platform_id, is_public, attachments`;

/** What a target that hears late is told: the text, or why there is none. */
function textOf(row: MessageRow, { whyErased }: Erasures): string {
  const { channel, platform_id: platformId, erased_for: because } = row;
  return because === null || row.redacted_at !== null ? row.text : whyErased({ channel, because, platformId });
}

export function messageView(row: MessageRow, settings: Erasures): MessageView {
  return {
    id: row.id,
    text: textOf(row, settings),
    author: row.author,
    version: row.version,
    isPublic: row.is_public,
    occurredAt: row.occurred_at.toISOString(),
    redacted: row.redacted_at !== null,
    attachments: row.attachments,
  };
}

/** Several as one, for a target that takes over a ticket halfway. */
export function joinedView(rows: readonly MessageRow[], settings: Erasures): MessageView | null {
  const [first] = rows;
  const text = rows.map((row) => textOf(row, settings)).join('\n\n');
  return first === undefined ? null : { ...messageView(first, settings), text };
}
