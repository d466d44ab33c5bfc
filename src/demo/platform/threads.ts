import { BoundedMap } from '../basics/bounded-map.js';

export interface Author {
  readonly id: string;
  readonly name: string;
}

/** A post or a comment on a page or an Instagram account. A post is a comment without a parent. */
export interface PublicItem {
  readonly id: string;
  readonly channel: 'facebook' | 'instagram';
  readonly kind: 'post' | 'comment';
  readonly account: string;
  /** The post (Facebook) or media (Instagram) it stands under; itself for a post. */
  readonly postId: string;
  readonly parentId: string;
  /** What the transcript calls this conversation: the top comment, or the post when a visitor wrote it. */
  readonly conversation: string;
  /** Undefined when the platform does not disclose who wrote it. */
  readonly author: Author | undefined;
  readonly atMs: number;
  text: string;
  isRemoved: boolean;
  isHidden: boolean;
  privateReplyUsed: boolean;
}

const MOST_ITEMS = 20_000;

export class Threads {
  private readonly items = new BoundedMap<PublicItem>(MOST_ITEMS);

  find(id: string): PublicItem | undefined {
    return this.items.get(id);
  }

  add(item: PublicItem): void {
    this.items.set(item.id, item);
  }

  repliesTo(parentId: string): readonly PublicItem[] {
    return this.items
      .values()
      .filter((item) => item.parentId === parentId && item.kind === 'comment' && !item.isRemoved)
      .toSorted((left, right) => left.atMs - right.atMs);
  }

  /** Everything under a post or a medium, answers to answers included; newest first. */
  under(postId: string): readonly PublicItem[] {
    return this.items
      .values()
      .filter((item) => item.postId === postId && item.kind === 'comment' && !item.isRemoved)
      .toSorted((left, right) => right.atMs - left.atMs);
  }

  postsOf(account: string): readonly PublicItem[] {
    return this.items
      .values()
      .filter((item) => item.account === account && item.kind === 'post' && !item.isRemoved)
      .toSorted((left, right) => right.atMs - left.atMs);
  }
}
