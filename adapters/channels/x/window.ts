import type { ReplyWindow, WindowFacts } from '../../../src/adapter-sdk/index.js';
import type { Mode } from './prices.js';

const NOT_INVITED: ReplyWindow = { open: false, code: 'REPLY_NOT_INVITED' };

function opened(mode: Mode): ReplyWindow {
  return { open: true, mode, closesAtMs: null, ...(mode === 'dm' ? {} : { warning: 'link-costs-more' }) };
}

/**
 * X sets no time. Since 2026-02-23 it takes a reply only to who mentioned the account or quoted one of its posts, unless
 * there is an Enterprise contract (`x-api/posts/manage-tweets/integrate.mdx`). An encrypted message it takes no answer to.
 */
export function replyWindow({ isPublic, isAnswerable = true, settings }: WindowFacts): ReplyWindow {
  if (!isPublic) {
    return isAnswerable ? opened('dm') : NOT_INVITED;
  }
  if (isAnswerable) {
    return opened('summoned');
  }
  return settings['answersAnyone'] === true ? opened('reply') : NOT_INVITED;
}
