import { deriveId } from '../../domain/ids.js';
import { normaliseText } from '../../domain/text.js';
import type { NewMessage } from '../batch/decision.js';
import type { ClaimedEvent } from '../batch/world.js';

/** What an operator said to the citizen, or noted for colleagues. */
export function spokenMessage(event: ClaimedEvent, text: string, author: string, as: 'operator' | 'note'): NewMessage {
  return {
    id: deriveId(event.id, 'message'),
    author: as,
    authorName: normaliseText(author),
    platformId: null,
    text: normaliseText(text),
    attachments: [],
    isPublic: false,
  };
}
