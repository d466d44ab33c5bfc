import type { Static } from 'typebox';
import { instantOrNull } from '../fields.js';
import type { ATTACHMENT } from './attachment-schema.js';

type Answered = Static<typeof ATTACHMENT>;

/** A row of `media`, as PostgreSQL puts it into JSON. */
export interface MediaJson {
  readonly n: number;
  readonly type: Answered['type'];
  readonly state: Answered['state'];
  readonly code: string | null;
  readonly mime_type: string | null;
  readonly bytes: number | null;
  readonly keep_until: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textIn(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
}

function numberIn(fields: Fields, name: string): number | null {
  const value = fields[name];
  return typeof value === 'number' ? value : null;
}

/** What a browser may open; a platform that was fooled could tell any scheme. */
function webAddressIn(fields: Fields): string | null {
  const url = textIn(fields, 'url');
  return url !== null && /^https?:\/\//i.test(url) ? url : null;
}

/** An attachment as it is shown. Nothing that the platform told is shown of what is gone. */
export function attachmentAnswer(messageId: string, told: readonly unknown[], media: MediaJson): Answered {
  const { n, type, state, code, bytes } = media;
  const fields = state === 'tombstone' ? {} : fieldsOf(told[n - 1]);
  return {
    ...{ id: `${messageId}.${n}`, type, state, code, bytes },
    name: textIn(fields, 'name'),
    mimeType: media.mime_type ?? textIn(fields, 'mimeType'),
    keptUntil: state === 'fetched' && media.keep_until !== null ? instantOrNull(new Date(media.keep_until)) : null,
    url: state === 'linked' ? webAddressIn(fields) : null,
    latitude: numberIn(fields, 'latitude'),
    longitude: numberIn(fields, 'longitude'),
  };
}
