import type { Attachment } from '../../adapter-sdk/index.js';
import { isFileType, type FileType, type MediaPolicy, type MediaState } from '../../domain/media.js';

/** What begins to be kept of one attachment. */
export interface NewMedia {
  /** Place in the message, from 1. */
  readonly n: number;
  readonly type: Attachment['type'];
  readonly policy: MediaPolicy;
  readonly state: MediaState;
  readonly code: string | null;
}

export interface KeptAttachments {
  /** As they are stored with the message. */
  readonly attachments: readonly Attachment[];
  readonly media: readonly NewMedia[];
}

const NOTHING: KeptAttachments = { attachments: [], media: [] };
/** More stands in no message of a platform that we know; the rest of a made-up one is left out. */
const MAX_ATTACHMENTS = 100;

function beginning(attachment: Attachment, n: number, policyOf: (type: FileType) => MediaPolicy): NewMedia {
  const { type } = attachment;
  const policy = isFileType(type) ? policyOf(type) : 'link';
  const canBeAsked = attachment.url !== undefined || attachment.mediaId !== undefined;
  switch (policy) {
    case 'tombstone':
      return { n, type, policy, state: 'tombstone', code: 'MEDIA_NOT_TAKEN' };
    case 'copy':
      return { n, type, policy, state: canBeAsked ? 'due' : 'linked', code: null };
    case 'link':
      return { n, type, policy, state: 'linked', code: null };
  }
}

/** Divides the attachments of a message by policy. Of what is not to be taken only its type is stored. */
export function keepAttachments(
  attachments: readonly Attachment[],
  policyOf: (type: FileType) => MediaPolicy,
): KeptAttachments {
  if (attachments.length === 0) {
    return NOTHING;
  }
  const taken = attachments.slice(0, MAX_ATTACHMENTS);
  const media = taken.map((attachment, index) => beginning(attachment, index + 1, policyOf));
  return {
    attachments: taken.map((attachment, index) =>
      media[index]?.state === 'tombstone' ? { type: attachment.type } : attachment,
    ),
    media,
  };
}
