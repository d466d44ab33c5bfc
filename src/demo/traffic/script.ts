/** The words of the sample: who does what, when. Data only; `play.ts` turns it into ids, times and webhooks. */
export interface Person {
  readonly name: string;
  /** For Instagram, and for WhatsApp users who hide their number. */
  readonly username?: string;
  /** WhatsApp: known by a user id only. */
  readonly hidesPhone?: boolean;
}

interface StepBase {
  /** When it happens, counted from the start of the script. */
  readonly second: number;
  /** Names the step, for edits and answers, and is what its ids are made of: never change it. */
  readonly key: string;
}

export type Step =
  | (StepBase & {
      readonly does: 'say';
      readonly nis: string;
      readonly channel: 'messenger' | 'instagram' | 'whatsapp';
      readonly by: string;
      readonly text?: string;
      readonly attachment?: 'image' | 'location' | 'sticker';
    })
  | (StepBase & {
      readonly does: 'comment';
      readonly nis: string;
      readonly channel: 'facebook' | 'instagram';
      readonly by: string;
      readonly text?: string;
      readonly hasPhoto?: boolean;
      /** The step whose comment is answered. */
      readonly under?: string;
    })
  | (StepBase & { readonly does: 'post'; readonly nis: string; readonly by: string; readonly text: string })
  | (StepBase & { readonly does: 'mention'; readonly nis: string; readonly text: string })
  | (StepBase & { readonly does: 'edit'; readonly of: string; readonly text: string })
  | (StepBase & { readonly does: 'remove'; readonly of: string })
  | (StepBase & {
      readonly does: 'telegram-say';
      readonly nis: string;
      readonly by: string;
      readonly text: string;
      readonly hasPhoto?: boolean;
    })
  | (StepBase & { readonly does: 'telegram-edit'; readonly of: string; readonly text: string })
  | (StepBase & {
      readonly does: 'mastodon-write';
      readonly nis: string;
      readonly by: string;
      readonly text: string;
      /** The step that is answered. */
      readonly under?: string;
      readonly isPrivate?: boolean;
    })
  | (StepBase & {
      readonly does: 'x-write';
      readonly nis: string;
      readonly by: string;
      /** Begins with a mention of the account, unless it is private. */
      readonly text: string;
      /** The step that is answered. */
      readonly under?: string;
      readonly isPrivate?: boolean;
    })
  /** The page of a municipality says something that people can comment on. */
  | (StepBase & { readonly does: 'linkedin-publish'; readonly nis: string; readonly text: string })
  | (StepBase & {
      readonly does: 'linkedin-comment';
      readonly by: string;
      readonly text: string;
      /** The step that published what the comment stands under. */
      readonly about: string;
      /** The step whose comment is answered. */
      readonly under?: string;
    })
  | (StepBase & {
      readonly does: 'bluesky-write';
      readonly nis: string;
      readonly by: string;
      /** Begins with a mention of the account, unless it is private. */
      readonly text: string;
      /** The step that is answered. */
      readonly under?: string;
      readonly isPrivate?: boolean;
    })
  | (StepBase & {
      readonly does: 'mail-write';
      readonly nis: string;
      readonly by: string;
      readonly subject: string;
      readonly text: string;
      readonly hasPhoto?: boolean;
    })
  | (StepBase & { readonly does: 'counter-submit'; readonly nis: string; readonly by: string; readonly text: string })
  /** A colleague answers in the app of the platform itself. */
  | (StepBase & { readonly does: 'answer-outside'; readonly of: string; readonly text: string });

export type SayStep = Extract<Step, { readonly does: 'say' }>;
export type TelegramStep = Extract<Step, { readonly does: 'telegram-say' | 'telegram-edit' }>;
export type MastodonStep = Extract<Step, { readonly does: 'mastodon-write' }>;
export type XStep = Extract<Step, { readonly does: 'x-write' }>;
export type LinkedInStep = Extract<Step, { readonly does: 'linkedin-publish' | 'linkedin-comment' }>;
export type BlueskyStep = Extract<Step, { readonly does: 'bluesky-write' }>;
export type MailStep = Extract<Step, { readonly does: 'mail-write' }>;
export type CounterStep = Extract<Step, { readonly does: 'counter-submit' }>;
export type CommentStep = Extract<Step, { readonly does: 'comment' }>;
