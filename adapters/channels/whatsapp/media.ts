import { callGraph, locationOfCall, MESSAGE_POLICIES, metaSettings, textOf } from '../../vendors/meta/index.js';
import type { ChannelContext, MediaAccess, MediaLocation, MediaRequest } from '../../../src/adapter-sdk/index.js';

const MIB = 1024 * 1024;

/** From where the Cloud API gives bytes; nobody else may see the token. */
const HOSTS = ['lookaside.fbsbx.com'] as const;

/**
 * A media id of a webhook lives for seven days, the address behind it for five minutes, and both want the token. An address
 * that came with the webhook is not used: it is as old as the webhook. A 404 there means that it has ended, so the next
 * attempt asks for another one.
 */
async function locate({ account, attachment }: MediaRequest, context: ChannelContext): Promise<MediaLocation> {
  const { mediaId } = attachment;
  if (mediaId === undefined) {
    return { kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' };
  }
  const result = await callGraph({ path: [mediaId], query: { phone_number_id: account } }, context);
  const headers = { authorization: `Bearer ${metaSettings(context.settings).accessToken}` };
  return locationOfCall(result, (body) => {
    const url = textOf(body['url']);
    return url === undefined
      ? undefined
      : { kind: 'at', url, headers, hosts: HOSTS, refused: 'park', missing: 'retry' };
  });
}

/** Limits of the Cloud API: developers.facebook.com/docs/whatsapp/cloud-api/reference/media, as of August 2026. */
export const whatsappMedia: MediaAccess = {
  policies: MESSAGE_POLICIES,
  maxBytes: { image: 5 * MIB, video: 16 * MIB, audio: 16 * MIB, file: 100 * MIB, sticker: MIB / 2 },
  locate,
};
