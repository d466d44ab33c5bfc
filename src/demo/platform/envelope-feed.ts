import type { PublicItem } from './threads.js';
import type { Update } from './updates.js';

export type FeedVerb = 'add' | 'edited' | 'remove' | 'hide' | 'unhide';

/** A change on a page. A removal carries neither text nor author. */
export function feedUpdate(item: PublicItem, verb: FeedVerb, photo?: string): Update {
  const isRemoval = verb === 'remove';
  return {
    object: 'page',
    entryId: item.account,
    list: 'changes',
    field: 'feed',
    item: {
      field: 'feed',
      value: {
        item: item.kind,
        verb,
        post_id: item.postId,
        ...(item.kind === 'comment' ? { comment_id: item.id, parent_id: item.parentId } : {}),
        ...(isRemoval || item.author === undefined ? {} : { from: item.author }),
        created_time: Math.floor(item.atMs / 1000),
        ...(isRemoval || item.text === '' ? {} : { message: item.text }),
        ...(photo === undefined ? {} : { photo }),
      },
    },
  };
}

/** The page was named elsewhere. Real traffic does not say by whom. */
export function mentionUpdate(
  account: string,
  mention: { readonly postId: string; readonly commentId: string; readonly text: string; readonly atMs: number },
): Update {
  return {
    object: 'page',
    entryId: account,
    list: 'changes',
    field: 'mention',
    item: {
      field: 'mention',
      value: {
        item: 'comment',
        verb: 'add',
        post_id: mention.postId,
        comment_id: mention.commentId,
        created_time: Math.floor(mention.atMs / 1000),
        message: mention.text,
      },
    },
  };
}

/** Instagram tells of new comments only: no event for an edit or a removal is known. */
export function instagramComment(item: PublicItem): Update {
  const from = item.author === undefined ? {} : { from: { id: item.author.id, username: item.author.name } };
  return {
    object: 'instagram',
    entryId: item.account,
    list: 'changes',
    field: 'comments',
    item: {
      field: 'comments',
      value: {
        id: item.id,
        ...(item.parentId === item.postId ? {} : { parent_id: item.parentId }),
        ...from,
        text: item.text,
        media: { id: item.postId, media_product_type: 'FEED' },
      },
    },
  };
}
