import { ControlError } from '../basics/control-error.js';
import type { Page } from './options.js';
import { urnOf, type Comment } from './posts.js';
import {
  addComment,
  changeComment,
  nextNumber,
  notify,
  numberFor,
  organizationUrn,
  removeComment,
  type LinkedInState,
  type Named,
  type Telling,
} from './state.js';

/** What was published under a key before is not published again. */
export interface PublishInput extends Named {
  readonly organization: string;
  readonly text: string;
}

/** What was written under a key before is not written again. */
export interface CommentInput extends Telling, Named {
  /** `urn:li:person:…` of a citizen, or `urn:li:organization:…` of a page. */
  readonly actor: string;
  /** URN of a post, or the key that it was published under. */
  readonly post: string;
  readonly text: string;
  /** URN or key of the comment that is answered; a reply to a reply joins the same tree. */
  readonly replyTo?: string;
}

export interface ChangeInput extends Telling {
  readonly urn: string;
  readonly text: string;
}

export interface DeleteInput extends Telling {
  readonly urn: string;
}

export interface MentionInput extends Telling {
  readonly actor: string;
  readonly organization: string;
  readonly text: string;
}

export interface LikeInput {
  readonly actor: string;
  readonly post: string;
}

const ACTOR = /^urn:li:(?:person:[\w-]+|organization:\d+)$/;
const COMMENT_URN = /^urn:li:comment:\((?:urn:li:)?(?:activity|share):\d+,(\d+)\)$/;

export function pageNamed(state: LinkedInState, organization: string): Page {
  const found = state.pages.find((page) => page.organization === organization);
  if (found === undefined) {
    throw new ControlError(`There is no page ${organization}.`);
  }
  return found;
}

function actorOf(urn: string): string {
  if (!ACTOR.test(urn)) {
    throw new ControlError(`${urn} is neither a person nor an organisation.`);
  }
  return urn;
}

/** The comment of a URN in either form. Undefined for one that never was or is gone. */
export function commentOf(state: LinkedInState, urn: string): Comment | undefined {
  const [, number] = COMMENT_URN.exec(urn) ?? [];
  return number === undefined ? undefined : state.comments.get(number);
}

function knownComment(state: LinkedInState, urn: string): Comment {
  const found = commentOf(state, urn);
  if (found === undefined) {
    throw new ControlError(`There is no comment ${urn}.`);
  }
  return found;
}

/** Does something once for each key. */
function once(state: LinkedInState, { key }: Named, work: () => string): string {
  const known = key === undefined ? undefined : state.keys.get(key);
  const urn = known ?? work();
  if (key !== undefined) {
    state.keys.set(key, urn);
  }
  return urn;
}

function named(state: LinkedInState, urnOrKey: string): string {
  return state.keys.get(urnOrKey) ?? urnOrKey;
}

/** A page publishes something that people can comment on. */
export function publish(state: LinkedInState, input: PublishInput): { readonly post: string } {
  const author = organizationUrn(pageNamed(state, input.organization));
  const post = once(state, input, () => {
    const urn = `urn:li:activity:${numberFor(state, input)}`;
    state.posts.set(urn, { urn, author, text: input.text });
    state.transcript.add({ post: urn, urn, who: 'page', author, text: input.text });
    return urn;
  });
  return { post };
}

/** The author lets nobody comment any more, or lets people comment again. */
export function closeComments(state: LinkedInState, post: string, isClosed: boolean): void {
  if (!state.posts.has(post)) {
    throw new ControlError(`There is no post ${post}.`);
  }
  state.closed[isClosed ? 'add' : 'delete'](post);
}

/** Somebody comments or replies in LinkedIn's own app; a colleague may do so as the page. */
export function comment(state: LinkedInState, input: CommentInput): { readonly urn: string } {
  const actor = actorOf(input.actor);
  const post = named(state, input.post);
  if (!state.posts.has(post)) {
    throw new ControlError(`There is no post ${input.post}.`);
  }
  const answered = input.replyTo === undefined ? undefined : knownComment(state, named(state, input.replyTo));
  const parent = answered === undefined ? undefined : (answered.parent ?? urnOf(answered));
  return { urn: once(state, input, () => urnOf(addComment(state, { actor, parent, post, text: input.text }, input))) };
}

export function edit(state: LinkedInState, input: ChangeInput): void {
  changeComment(state, knownComment(state, input.urn), input.text, input);
}

export function remove(state: LinkedInState, input: DeleteInput): void {
  removeComment(state, knownComment(state, input.urn), input);
}

/** Somebody names the page in a post of their own. */
export function mention(state: LinkedInState, input: MentionInput): { readonly post: string } {
  const author = actorOf(input.actor);
  const { organization } = pageNamed(state, input.organization);
  const urn = `urn:li:share:${nextNumber(state)}`;
  state.posts.set(urn, { urn, author, text: input.text });
  state.transcript.add({ post: urn, urn, who: 'citizen', author, text: input.text });
  notify(state, { organization, action: 'SHARE_MENTION', sourcePost: undefined, generatedActivity: urn }, input);
  return { post: urn };
}

export function like(state: LinkedInState, input: LikeInput): void {
  const author = state.posts.get(input.post)?.author;
  const page = state.pages.find((one) => organizationUrn(one) === author);
  if (page === undefined) {
    throw new ControlError(`There is no post of a page ${input.post}.`);
  }
  const generatedActivity = `urn:li:like:(${actorOf(input.actor)},${input.post})`;
  notify(state, { organization: page.organization, action: 'LIKE', sourcePost: input.post, generatedActivity });
}
