import { seededBase64, seededDigits } from '../random.js';

export interface IdMaker {
  messengerMessage(): string;
  instagramMessage(): string;
  whatsappMessage(): string;
  post(pageId: string): string;
  comment(postId: string): string;
  instagramObject(): string;
  trace(): string;
}

/** Comment ids repeat the second half of the post id, which tempts readers to take them apart. They must not. */
function commentId(postId: string, own: string): string {
  return `${postId.slice(postId.indexOf('_') + 1)}_${own}`;
}

export function createIdMaker(seed: string): IdMaker {
  let count = 0;
  function next(kind: string): string {
    count += 1;
    return `${seed}|${kind}|${String(count)}`;
  }
  return {
    messengerMessage: () => `m_${seededBase64(next('messenger'), 43)}`,
    instagramMessage: () => `aWdf${seededBase64(next('instagram'), 43)}`,
    whatsappMessage: () => `wamid.HBgL${seededBase64(next('whatsapp'), 32)}`,
    post: (pageId) => `${pageId}_${seededDigits(next('post'), 15)}`,
    comment: (postId) => commentId(postId, seededDigits(next('comment'), 15)),
    instagramObject: () => `180${seededDigits(next('instagram-object'), 14)}`,
    trace: () => `A${seededBase64(next('trace'), 22)}`,
  };
}

/** The Messenger id of somebody who commented: another number than the comment shows, always the same. */
export function pageScopedId(pageId: string, commenterId: string): string {
  return `61${seededDigits(`psid|${pageId}|${commenterId}`, 14)}`;
}

/** The business-scoped user id that WhatsApp gives every citizen since 2026, per business portfolio. */
export function businessScopedId(wabaId: string, phone: string): string {
  return `BE.${seededDigits(`bsuid|${wabaId}|${phone}`, 20)}`;
}
