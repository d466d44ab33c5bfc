import type { Attachment, ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { textOfHtml } from './html-text.js';
import { fieldsIn, idOf, present, textOf, webAddressOf, type Fields } from './payloads.js';
import { isPublic, messageIdOf, visibilityOf } from './visibility.js';

type Content = NonNullable<ChannelEvent['message']>;

const MEDIA: ReadonlyMap<unknown, Attachment['type']> = new Map<unknown, Attachment['type']>([
  ['image', 'image'],
  ['gifv', 'video'],
  ['video', 'video'],
  ['audio', 'audio'],
]);

/** Mastodon allows four; others more. */
const MAX_ATTACHMENTS = 50;

function attachmentOf(media: Fields): Attachment {
  return {
    type: MEDIA.get(media['type']) ?? 'file',
    ...present({
      // The instance keeps a copy; where it does not, only the address on the citizen's own instance is told.
      url: webAddressOf(media['url']) ?? webAddressOf(media['remote_url']),
      mediaId: idOf(media['id']),
      name: textOf(media['description']),
    }),
  };
}

/** What a status says. The warning comes first, as readers see it; a status with nothing to show is a placeholder. */
export function contentOf(status: Fields, id: string): Content {
  const visibility = visibilityOf(status['visibility']);
  const words = textOf(textOfHtml(textOf(status['content']) ?? ''));
  const text = [textOf(status['spoiler_text']), words].filter((part) => part !== undefined).join('\n\n');
  const attachments = fieldsIn(status['media_attachments']).slice(0, MAX_ATTACHMENTS).map(attachmentOf);
  return {
    id: messageIdOf(visibility, id),
    text,
    attachments,
    isPublic: isPublic(visibility),
    ...(text === '' && attachments.length === 0 ? { isPlaceholder: true } : {}),
  };
}
