import type { MediaAccess, MediaLocation, MediaRequest } from '../../../src/adapter-sdk/index.js';

/**
 * Files of a status are open to whoever has their address. Instances keep them on any host (a store, a cache, the citizen's own
 * instance), so none can be named; the guard lets public ones pass only.
 */
function locate({ attachment: { url } }: MediaRequest): Promise<MediaLocation> {
  return Promise.resolve(
    url === undefined
      ? { kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' }
      : { kind: 'at', url, hosts: 'any', refused: 'gone', missing: 'gone' },
  );
}

const MIB = 1024 * 1024;

/** A file of no known kind lies on another instance, which never gave its type: it is linked. */
export const mastodonMedia: MediaAccess = {
  policies: { image: 'copy', video: 'copy', audio: 'copy', file: 'link' },
  // `configuration.media_attachments` of mastodon.social, August 2026: 16 MiB for images, 99 MiB for films.
  maxBytes: { image: 16 * MIB, video: 99 * MIB, audio: 99 * MIB },
  locate,
};
