import { Type } from 'typebox';
import { ATTACHMENT_TYPES, MEDIA_STATES } from '../../domain/media.js';
import { exact, INSTANT, nullable } from '../fields.js';

export const ATTACHMENT = exact(
  {
    id: Type.String({ description: 'Asks for its copy: /tickets/{id}/attachments/{attachmentId}.' }),
    type: Type.Enum([...ATTACHMENT_TYPES]),
    state: Type.Enum([...MEDIA_STATES], {
      description:
        'due: to be fetched. fetched: a copy can be asked for. linked: only what the platform told is kept. tombstone: gone or never taken; "code" says why.',
    }),
    code: nullable(Type.String({ description: 'Why there is no copy, or not yet.' })),
    name: nullable(Type.String({ description: 'As the citizen or the platform calls it.' })),
    mimeType: nullable(Type.String({ description: 'Of a copy by its bytes, else as the platform told.' })),
    bytes: nullable(Type.Integer({ description: 'Size of the copy that is or was kept.' })),
    keptUntil: nullable(INSTANT),
    url: nullable(
      Type.String({ description: 'Of what is linked: its address at the platform, which may have ended.' }),
    ),
    latitude: nullable(Type.Number()),
    longitude: nullable(Type.Number()),
  },
  'Attachment',
);
