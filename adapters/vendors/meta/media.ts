import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { FileType, HttpResult, MediaLocation, MediaPolicy, MediaRequest } from '../../../src/adapter-sdk/index.js';
import { detailOf, graphErrorOf, GRAPH_RULES, regainAccessMs, verdictOf } from './errors.js';
import { fieldsOf, type Fields } from './read.js';

const MIB = 1024 * 1024;

/** Meta's own servers for files. An address that a citizen could have named is on none of them. */
const CDN_HOSTS = ['*.fbcdn.net', '*.fbsbx.com', '*.cdninstagram.com'] as const;

/** Private messages: stickers ask nothing and belong to who drew them. */
export const MESSAGE_POLICIES = {
  image: 'copy',
  video: 'copy',
  audio: 'copy',
  file: 'copy',
  sticker: 'link',
} as const satisfies Readonly<Record<FileType, MediaPolicy>>;

/** What Messenger and Instagram let people send, at most 25 MB. */
export const MESSAGE_BYTES: Readonly<Partial<Record<FileType, number>>> = {
  image: 25 * MIB,
  video: 25 * MIB,
  audio: 25 * MIB,
  file: 25 * MIB,
};

/** The addresses of Facebook, Messenger and Instagram are signed, open to whoever has them, and end; nobody gives new ones. */
export function locateSigned({ attachment }: MediaRequest): Promise<MediaLocation> {
  const { url } = attachment;
  return Promise.resolve(
    url === undefined
      ? { kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' }
      : { kind: 'at', url, hosts: CDN_HOSTS, refused: 'gone', missing: 'gone' },
  );
}

type Answer = Extract<HttpResult, { kind: 'answer' }>;

function ofError(answer: Answer, body: Fields): MediaLocation | undefined {
  const error = graphErrorOf(body);
  if (error === undefined) {
    return undefined;
  }
  const verdict = verdictOf(error, answer.status, GRAPH_RULES);
  const { code } = verdict;
  const detail = detailOf(error);
  switch (verdict.kind) {
    case 'park':
      return { kind: 'park', code, detail };
    case 'throttled': {
      const wishMs = regainAccessMs(answer.headers['x-business-use-case-usage']);
      return { kind: 'retry', code, afterMs: wishMs ?? verdict.afterMs, detail };
    }
    case 'retry':
    case 'unknown':
      return { kind: 'retry', code, detail };
    case 'refused':
    case 'refused-when-repeated':
    case 'quarantined':
      // An id that Meta does not know is one that has ended.
      return { kind: 'gone', code: 'MEDIA_GONE', detail };
  }
}

/** What became of a call that asks where a file is. Nothing was changed by it, so doubt is a reason to ask again. */
export function locationOfCall(result: HttpResult, read: (body: Fields) => MediaLocation | undefined): MediaLocation {
  if (result.kind !== 'answer') {
    const code = result.kind === 'not-sent' ? 'META_NOT_REACHED' : 'META_NO_ANSWER';
    return { kind: 'retry', code, detail: result.cause };
  }
  const body = fieldsOf(jsonOf(result.text));
  const found = body === undefined ? undefined : (ofError(result, body) ?? read(body));
  return found ?? { kind: 'retry', code: 'META_ANSWER_UNREADABLE', detail: `status ${result.status}` };
}
