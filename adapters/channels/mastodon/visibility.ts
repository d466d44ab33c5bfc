/** Who may read a status: all, all but not in lists, the followers, or only who is mentioned. */
export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';

const VISIBILITIES: ReadonlyMap<unknown, Visibility> = new Map(
  (['public', 'unlisted', 'private', 'direct'] as const).map((one) => [one, one]),
);

/** What cannot be read is taken for the most private one, so that no answer is ever more public than the question. */
export function visibilityOf(value: unknown): Visibility {
  return VISIBILITIES.get(value) ?? 'direct';
}

export function isPublic(visibility: Visibility): boolean {
  return visibility === 'public' || visibility === 'unlisted';
}

/** A conversation is `<who reads it>:<its first status>:<the citizen's account>`; an answer copies what it says. */
const CONVERSATION = /^(open|private|direct):/;
const MESSAGE = /^(public|unlisted|private|direct):([A-Za-z0-9_-]{1,64})$/;

/** Public and unlisted words of one citizen in one thread are one conversation; what fewer may read is another. */
export function conversationOf(visibility: Visibility, root: string, citizen: string): string {
  return [isPublic(visibility) ? 'open' : visibility, root, citizen].join(':');
}

/** A message is called by its visibility and its id, so that whoever answers knows how public it was. */
export function messageIdOf(visibility: Visibility, id: string): string {
  return `${visibility}:${id}`;
}

/** The fields of an outgoing part that say what it answers. */
export interface Answering {
  readonly conversation: string;
  readonly inReplyTo?: string;
  readonly privateReplyTo?: string;
}

export interface Answered {
  readonly visibility: Visibility;
  /** The status that is answered; undefined where none is known. */
  readonly id: string | undefined;
}

/** Where the words of the same citizen in the same thread come in that only who is mentioned may read. */
export function privateSideOf(conversation: string): string {
  return conversation.replace(CONVERSATION, 'direct:');
}

/**
 * What an answer answers. The conversation decides: a message can make an open one unlisted only. A private answer to a
 * public status is for who is mentioned alone.
 */
export function answeredBy({ conversation, inReplyTo, privateReplyTo }: Answering): Answered {
  const [, audience = 'direct'] = CONVERSATION.exec(conversation) ?? [];
  const [, told, id] = MESSAGE.exec(privateReplyTo ?? inReplyTo ?? '') ?? [];
  if (privateReplyTo !== undefined) {
    return { visibility: 'direct', id };
  }
  if (audience !== 'open') {
    return { visibility: audience === 'private' ? 'private' : 'direct', id };
  }
  return { visibility: told === 'public' ? 'public' : 'unlisted', id };
}
