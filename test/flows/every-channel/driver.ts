/** What a channel does not have, and why, in one sentence. */
export interface Impossible {
  readonly impossible: string;
}

/** What somebody asked, as the platform names it. */
export interface Question {
  readonly id: string;
  /** Who asked; on the counter the session of the browser. */
  readonly citizen: string;
}

type Deed<Work> = Work | Impossible;

/** A trouble of the platform, and the code that Schakel gives to what it stops. */
export interface Trouble {
  readonly code: string;
  begin(): void;
}

/** A trouble that holds until somebody ends it. */
export interface LastingTrouble extends Trouble {
  /** What nobody may read in logs or answers of the API. */
  readonly secrets: readonly string[];
  end(): void;
}

/**
 * What the table asks of a channel. Every entry is there or says why it cannot be, so that a trouble that nobody thought of
 * fails the type check. A question comes from a citizen of its own, and answers are found by their text.
 */
export interface ChannelDriver {
  readonly account: string;
  ask(text: string): Promise<Question>;
  /** The platform tells of one question two times. */
  askTwice: Deed<(text: string) => Promise<Question>>;
  /** After the opening one message is written before another and arrives after it, as part of the same ticket. */
  reorder: Deed<
    (written: { readonly opening: string; readonly early: string; readonly late: string }) => Promise<void>
  >;
  edit: Deed<(question: Question, text: string) => Promise<void>>;
  remove: Deed<(question: Question) => Promise<void>>;
  /** Asks what cannot be answered any more. */
  closeWindow: Deed<{ readonly code: string; ask(text: string): Promise<Question> }>;
  /** The platform refuses the next answer and says when to come back. */
  throttle: Deed<Trouble>;
  token: Deed<LastingTrouble>;
  /** The citizen gets or reads an answer, and the platform tells so. */
  receipt: Deed<(question: Question, text: string) => Promise<void>>;
  /** The platform takes the next answer, shows it and stays silent. */
  hang: Deed<() => void>;
  /** What a person decides, as the platform can never be asked what became of an answer. */
  afterCrash: 'answered' | 'left to a person';
  /** How often citizens see an answer. */
  answersSeen(text: string): Promise<number>;
}

export function isPossible<Work extends object>(deed: Deed<Work>): deed is Work {
  return !('impossible' in deed);
}

/** The asset of the demonstration that a driver stands on. */
export function needed<Asset>(asset: Asset | undefined): Asset {
  if (asset === undefined) {
    throw new Error('The demonstration has no account on this channel any more.');
  }
  return asset;
}
