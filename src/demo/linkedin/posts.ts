/** A comment under a post. Replies name the top-level comment, for there are two levels. */
export interface Comment {
  /** Digits, unique on the whole platform. */
  readonly number: string;
  readonly post: string;
  /** URN of the top-level comment that it stands under. */
  readonly parent: string | undefined;
  readonly actor: string;
  readonly text: string;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  /** The API shows it from then on; the list of notifications may tell of it before. */
  readonly readableAtMs?: number;
}

/** What a page or a person published. */
export interface Post {
  /** `urn:li:activity:…` for posts of a page, `urn:li:share:…` for those of people. */
  readonly urn: string;
  readonly author: string;
  readonly text: string;
}

/** What happened to the content of a page or named it, as `organizationalEntityNotifications` tells it. */
export interface Notice {
  readonly number: number;
  readonly organization: string;
  readonly action: string;
  readonly sourcePost: string | undefined;
  readonly generatedActivity: string;
  readonly atMs: number;
  /** LinkedIn lists it from then on; it may be later than what it tells of. */
  readonly shownAtMs: number;
  /** True where the list leaves out what it is about. */
  readonly isBare: boolean;
}

export function urnOf(comment: Pick<Comment, 'post' | 'number'>): string {
  return `urn:li:comment:(${comment.post},${comment.number})`;
}

/** The other way in which LinkedIn writes the same URN, and the one that notifications have. */
export function shortUrnOf(comment: Pick<Comment, 'post' | 'number'>): string {
  return `urn:li:comment:(${comment.post.replace('urn:li:', '')},${comment.number})`;
}

/** A comment as the API shows it. */
export function commentBody(comment: Comment): object {
  const urn = urnOf(comment);
  return {
    ...{ $URN: urn, commentUrn: urn, id: comment.number, object: comment.post, actor: comment.actor },
    message: { attributes: [], text: comment.text },
    created: { actor: comment.actor, time: comment.createdAtMs },
    lastModified: { actor: comment.actor, time: comment.changedAtMs },
    ...(comment.parent === undefined ? {} : { parentComment: comment.parent }),
  };
}
