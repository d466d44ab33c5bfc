/** What a citizen can send beside words. */
export const ATTACHMENT_TYPES = ['image', 'video', 'audio', 'file', 'sticker', 'location', 'link', 'other'] as const;
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];

/** The types that have bytes to fetch. A place, a link and what we do not know are kept as they were told. */
export const FILE_TYPES = ['image', 'video', 'audio', 'file', 'sticker'] as const satisfies readonly AttachmentType[];
export type FileType = (typeof FILE_TYPES)[number];

export function isFileType(type: AttachmentType): type is FileType {
  return FILE_TYPES.some((one) => one === type);
}

/**
 * What is kept of an attachment: a copy of the bytes, what the platform told and no bytes, or only that there was one.
 */
export const MEDIA_POLICIES = ['copy', 'link', 'tombstone'] as const;
export type MediaPolicy = (typeof MEDIA_POLICIES)[number];

/**
 * Where an attachment stands: its bytes are to be fetched, they were, only what the platform told is kept, or it is
 * gone or was never taken, for a reason.
 */
export const MEDIA_STATES = ['due', 'fetched', 'linked', 'tombstone'] as const;
export type MediaState = (typeof MEDIA_STATES)[number];
