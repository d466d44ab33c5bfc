import type { DatedLimit } from '../domain/dated-limit.js';
import type { TextLimit } from '../domain/split-reply.js';
import type { EventAction, Way } from '../domain/vocabulary.js';
import type { ChannelContext } from './channel-context.js';
import type { History } from './history.js';
import type { Attachment, MediaAccess } from './media.js';
import type { LookUpOutcome, SendOutcome } from './outcome.js';
import type { WrittenByPerson } from './person.js';
import type { Prober, ProbeSubject } from './prober.js';
import type { Puller } from './puller.js';

/** A request as it came in over HTTP, before anybody parsed it. Header names are in lower case. */
export interface RawRequest {
  readonly rawBody: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The account in the path, for receivers whose path ends in one. */
  readonly account?: string;
}

/** Secrets of a receiver or of one account in its path, resolved from configuration. Empty lists refuse everything. */
export interface ReceiverSecrets {
  /** Current first, then the previous one while it may still be in use. */
  readonly signing: readonly string[];
  readonly verifyToken?: string;
}

export type Verification =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'SIGNATURE_MISSING' | 'SIGNATURE_WRONG' | 'SIGNATURE_STALE' };

/**
 * Reads what one or more channels gave us. Channels of one vendor share one receiver object (`adapters/vendors/<vendor>`).
 */
export interface Receiver {
  /** Kept with every body; tells later who splits it. */
  readonly id: string;
  /**
   * Splits one stored body into events, in the order they stand in. Pure and deterministic: the same bytes give the
   * same events and keys. It never throws on input: what it cannot read becomes an event with `unrecognised` set.
   * At least one event comes out of every body.
   */
  split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[];
}

export interface HandshakeAnswer {
  readonly status: number;
  readonly body: string;
  /** Plain text unless told otherwise. */
  readonly contentType?: string;
}

/** The front door of channels whose platform posts what happened: checks who is calling. A channel that is only pulled has none. */
export interface WebhookReceiver extends Receiver {
  /** `id` is the last part of the path: `/webhooks/<id>`, or `/webhooks/<id>/{account}` when `perAccount`. */
  readonly perAccount: boolean;
  /**
   * Answers a subscription handshake (GET). Must not echo anything before the token matched. Where the platform wants a
   * signature over its challenge instead, no signature given out here may be one that `verify` believes.
   */
  handshake?(query: Readonly<Record<string, string | undefined>>, secrets: ReceiverSecrets): HandshakeAnswer;
  /** Called on the raw bytes, before any parse, in constant time. A missing signature is refused. */
  verify(request: RawRequest, secrets: ReceiverSecrets, nowMs: number): Verification;
}

/** An identifier of a citizen, such as a telephone number. */
export interface CitizenAlias {
  readonly kind: string;
  readonly value: string;
  /**
   * Set where the platform may tell of the same conversation by this identifier alone, or by it and others. All that an
   * event names so are then one conversation, and `conversation` is only what it is called when none of them is known.
   * `always` belongs to one person for ever. `while-held` may pass to another one, as a telephone number does.
   */
  readonly namesConversation?: 'always' | 'while-held';
}

/** One fact from a platform, in the words of Schakel. Ids are the platform's own and opaque. */
export interface ChannelEvent {
  readonly channel: string;
  /** The municipality's page, number or account that it happened on. Decides the tenant. */
  readonly account: string;
  /** Stable over redelivery and unique within channel and account for ever; carries no personal text. */
  readonly key: string;
  /** Events of one conversation are decided in order; usually account-scoped citizen id or thread id. */
  readonly conversation: string;
  readonly action: EventAction;
  /** When it happened by the platform's clock, UTC milliseconds; the receipt time where the platform tells none. */
  readonly occurredAtMs: number;
  readonly citizen?: {
    /** Every identifier seen in this event; any of them may match a known citizen. */
    readonly aliases: readonly CitizenAlias[];
    readonly name?: string;
  };
  /** For `open`, `amend`, `outside`: the content. `id` is the platform's message id; an amendment names the original. */
  readonly message?: {
    readonly id: string;
    readonly text: string;
    readonly attachments: readonly Attachment[];
    /** Public content (a comment) gets a public answer; personal data must stay out of it. */
    readonly isPublic: boolean;
    readonly replyTo?: string;
    /** False where the platform takes no answer by what the citizen did here. The newest words of a conversation decide. */
    readonly answerable?: boolean;
    /** The API could not show the content; the operator should ask to resend. */
    readonly isPlaceholder?: boolean;
  };
  /** For `redact` and `note` on a message: the platform's id of the message meant. */
  readonly about?: string;
  /** For `delivery`, and for echoes of our own messages. */
  readonly receipt?: {
    readonly status: 'sent' | 'delivered' | 'read' | 'failed';
    /** Platform id of the message, where told. */
    readonly messageId?: string;
    /** The correlation text we sent along (`OutgoingPart.reference`), where the platform returns it. */
    readonly reference?: string;
    /** Everything we sent up to this instant, UTC milliseconds, where the platform tells only that. */
    readonly watermarkMs?: number;
    readonly code?: string;
    readonly detail?: string;
    /** What the platform will charge, verbatim. */
    readonly pricing?: unknown;
    /**
     * That the platform charges for this message, in the words of its rate card: `<channel>.<category>`. Told once it is
     * due, however often; absent where the message is free. The amount is looked up in `config/platform-prices`.
     */
    readonly price?: { readonly item: string };
  };
  /**
   * That the platform charges for telling this, in the words of its rate card: `<channel>.<category>`. It is charged with
   * the ticket that the event belongs to, once; what belongs to none is not passed on.
   */
  readonly price?: { readonly item: string };
  /** For `identity`: the alias that the citizen gave up for those in `citizen`. */
  readonly replaces?: CitizenAlias;
  /** For `open`: false when it joins a ticket but does not restart the response clock (a thumbs-up sticker). */
  readonly restartsClock?: boolean;
  /** For `open`: true when it extends the reply window (a message or tap of the citizen). Default true. */
  readonly opensWindow?: boolean;
  /** A constant code that says why, for `drop`, `ops` and `note`. */
  readonly reason?: string;
  /**
   * For `ops`: the platform tells that nothing goes for this account until a person acts, and this is what they have to look at. It is
   * unhealthy at once, under `reason`, and its answers wait. Only where a `prober` finds out when it is well again.
   */
  readonly stopsAccount?: ProbeSubject;
  /** Set when this item could not be read: a constant code. The item is kept, counted and shown (quarantined). */
  readonly unrecognised?: string;
}

/** One part of an answer, already cut to the channel's limit. */
export interface OutgoingPart {
  /** Sent along where the platform allows it, and matched when it comes back. */
  readonly reference: string;
  readonly account: string;
  readonly conversation: string;
  readonly text: string;
  /**
   * Where the citizen can be reached. On a channel whose aliases name conversations these are the ones that the newest words
   * of the citizen came with; elsewhere all that are known.
   */
  readonly citizenAliases: readonly { readonly kind: string; readonly value: string }[];
  /** Platform id of the citizen's message that is answered: the parent of a comment, the context of a WhatsApp reply. */
  readonly inReplyTo?: string;
  /** Where the channel cites its thread: platform ids of the citizen's messages in this ticket, the newest twenty, oldest first. */
  readonly thread?: readonly string[];
  /** Likewise: what the citizen wrote first in this ticket, as it is kept; absent where it was erased. */
  readonly question?: string;
  readonly replyMode: string;
  /** Who is to read it. A channel that knows both ways goes by this alone: what is private never goes out in public. */
  readonly way?: Way;
  /**
   * Platform id of the public message to which this is the private answer. `conversation` is the public one then: where
   * the citizen writes on is known from the outcome.
   */
  readonly privateReplyTo?: string;
  /** It only asks the citizen to write again, because the channel takes nothing else now. `text` is what it comes down to. */
  readonly invitation?: Invitation;
  /** That a person wrote it. An automatic answer has none, and nothing that a platform keeps for people is sent without it. */
  readonly person?: WrittenByPerson;
  /** UTC milliseconds of the first attempt of this part; look-ups need only look after it. */
  readonly firstAttemptAtMs: number;
}

export interface WindowFacts {
  /** Last thing the citizen did in this conversation, platform time, UTC milliseconds. */
  readonly lastCitizenAtMs: number;
  readonly nowMs: number;
  readonly isHumanAuthor: boolean;
  readonly isPublic: boolean;
  /** `message.answerable` of the newest words of the citizen; true unless told otherwise. */
  readonly isAnswerable?: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Whether an answer may leave now, decided before the call. `mode` is handed to `send` as `replyMode`. */
export type ReplyWindow =
  | {
      readonly open: true;
      readonly mode: string;
      readonly closesAtMs: number | null;
      /** What whoever types should know before. */
      readonly warning?: 'link-costs-more';
    }
  | { readonly open: false; readonly code: 'REPLY_WINDOW_CLOSED'; readonly closedAtMs: number }
  /** By what the citizen did, and it is not a matter of time: the ticket's promises stay as they are. */
  | { readonly open: false; readonly code: 'REPLY_NOT_INVITED' };

/** How a public message can be answered in private: once, and only while it is young. */
export interface PrivateReply {
  /** The channel that sends it and in which the citizen writes on, under the same account id. */
  readonly channel: string;
  /** Longest age, in milliseconds, of a public message that was written at this instant; `withoutTerm` where there is none. Pure. */
  withinMs(writtenAtMs: number): number;
  /** Whether the account takes part in private talk at all, by its settings there; true unless told otherwise. Pure. */
  isSetUp?(settings: Readonly<Record<string, unknown>>): boolean;
}

/** What an invitation to write again is about. */
export interface Invitation {
  readonly ticketNumber: string;
  readonly municipality: string;
}

/** Hides a public message, or shows it again. */
export interface HideRequest {
  readonly account: string;
  /** The platform's id of the message. */
  readonly messageId: string;
  readonly hidden: boolean;
  /** UTC milliseconds of the first attempt. */
  readonly firstAttemptAtMs: number;
}

export interface ChannelAdapter {
  /** The channel's name in configuration, metrics and the API; also its folder. */
  readonly id: string;
  readonly receiver: Receiver | WebhookReceiver;
  /** Where the platform does not post what happened, or not all of it. What it gives is split by `receiver`. */
  readonly puller?: Puller;
  /** Where the platform keeps what it posted, so that a gap can be filled. What it gives is split by `receiver`. */
  readonly history?: History;
  /** Where the platform can be asked how an account is. */
  readonly prober?: Prober;
  /** The rules of the platform with their dates: `text` at least, and what the code reads of windows and versions. */
  readonly limits?: readonly DatedLimit[];
  /**
   * By which app of the platform an account sends: the same text for all accounts of one app, of which only a hash is kept. Asked
   * of a channel with a rate of the scope `app`. Pure.
   */
  appOf?(settings: Readonly<Record<string, unknown>>): string | undefined;
  /**
   * Where what a citizen wrote stands on the platform: it is named where we may keep the text no longer. Asked of a channel with a
   * `text-storage`.
   */
  readonly original?: {
    readonly platform: string;
    /** The address of a message for a person, by the platform's id of it; undefined where there is none. Pure. */
    permalink(messageId: string): string | undefined;
  };
  /** Where the bytes of attachments can be had. Without it they are only linked. */
  readonly media?: MediaAccess;
  /** Longest text of one outgoing part. */
  readonly textLimit: TextLimit;
  /** The same of a public answer, where the channel knows both ways and the limits differ. */
  readonly publicTextLimit?: TextLimit;
  readonly privateReply?: PrivateReply;
  /** Its answers name what they answer, as mails do: `OutgoingPart.thread` and `question` are then filled. */
  readonly citesThread?: boolean;
  /** Name of the environment variable that moves the platform's API, its fallback, and the platform's own address. */
  readonly baseUrl: { readonly env: readonly string[]; readonly standard: string };
  /** Items of the platform's rate card that events, receipts or parts may name. A card that lacks one is refused. */
  readonly priceItems?: readonly string[];
  /** Pure. */
  replyWindow(facts: WindowFacts): ReplyWindow;
  /**
   * What the platform charges for a part that it took, as an item of its rate card, where it tells no receipt that says so.
   * `mode` is that of `replyWindow`, or `private-reply`. Pure.
   */
  priceOf?(part: { readonly text: string; readonly mode: string }): string | undefined;
  /**
   * What the citizen reads when invited to write again, on channels that take nothing else once their window is closed;
   * undefined while the settings of the account name no invitation. Pure.
   */
  invitation?(about: Invitation, settings: Readonly<Record<string, unknown>>): string | undefined;
  /** One attempt, no retries inside, bounded in time. Never throws for what a platform can do. */
  send(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome>;
  /** One attempt to hide a message of a citizen, or to show it again. Doing it twice must be the same as once. */
  hide?(request: HideRequest, context: ChannelContext): Promise<SendOutcome>;
  /** Finds out what became of an attempt whose outcome is unknown. */
  lookUp(part: OutgoingPart, context: ChannelContext): Promise<LookUpOutcome>;
}
