import { holdsAddress } from '../../../src/adapter-sdk/index.js';

/** What X charges for, by `x-api/getting-started/pricing.mdx` of its documentation. */
export const POST_EVENT = 'x.post-event';
export const MESSAGE_EVENT = 'x.dm-event';
export const READ = 'x.read';

export const PRICE_ITEMS = [
  ...[POST_EVENT, MESSAGE_EVENT, READ],
  ...['x.reply', 'x.reply-summoned', 'x.post-with-url', 'x.dm'],
] as const;

/** How an answer leaves: in private, in private to a public post, to who mentioned or quoted the account, or to anybody under an Enterprise contract. */
export type Mode = 'dm' | 'private-reply' | 'summoned' | 'reply';

/** A post with a link costs about thirteen times as much as one without; a private message always the same. */
export function priceOf({ text, mode }: { readonly text: string; readonly mode: string }): string {
  if (mode === 'dm' || mode === 'private-reply') {
    return 'x.dm';
  }
  if (holdsAddress(text)) {
    return 'x.post-with-url';
  }
  return mode === 'summoned' ? 'x.reply-summoned' : 'x.reply';
}
