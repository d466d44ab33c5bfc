import type { Readable } from 'node:stream';

/** How to get an access token where a provider takes no passwords (Microsoft 365, Google Workspace). RFC 6749. */
export interface TokenGrant {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
  /** With it the grant is `refresh_token`, without it `client_credentials`. */
  readonly refreshToken?: string;
}

export type MailLogin =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly user: string; readonly accessToken: string }
  /** The token is asked for when it is needed, and kept in memory until it expires. */
  | { readonly kind: 'grant'; readonly user: string; readonly grant: TokenGrant };

/** A server for mail. Private addresses are refused unless the installation allows them, as for HTTP. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte, TLS before anything is said, or none: then the password is readable on the way. */
  readonly security: 'tls' | 'starttls' | 'plain';
  readonly login?: MailLogin;
}

export interface MailAddress {
  readonly name?: string;
  readonly address: string;
}

/** One mail in plain text. Ids stand in angle brackets. */
export interface OutgoingMail {
  readonly from: MailAddress;
  readonly to: readonly string[];
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  /** Made from what the mail says, so that sending it again gives the same mail: receivers mostly show it once. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  /** Fields beside those above, such as `Auto-Submitted`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where bounces go; an empty text for mail that must never bring one, such as an automatic answer. */
  readonly envelopeFrom?: string;
  /** The `Date` of the mail, UTC milliseconds; the first attempt, so that a second one is the same mail. */
  readonly writtenAtMs: number;
  /** All that connecting, logging in and sending may take together. */
  readonly timeoutMs: number;
}

/** How far a conversation with a server came. `data`: the mail itself left, in part or whole. */
export type MailStage = 'connect' | 'login' | 'envelope' | 'data';

/** What became of one attempt, in facts; what they mean is for the adapter to say. No text of it repeats an address. */
export type MailSent =
  | {
      readonly kind: 'accepted';
      /** The id that the server gave the mail in the place of ours, where it is known to do so (Microsoft 365). */
      readonly messageId?: string;
      /** Of several recipients some can be refused while the mail goes to the others. */
      readonly rejected: readonly { readonly address: string; readonly responseCode?: number }[];
    }
  /** The server said no, or nobody could be asked: the login lacks something, or an address is none. */
  | {
      readonly kind: 'refused';
      readonly stage: MailStage;
      readonly responseCode?: number;
      /** The enhanced code of RFC 3463, such as `5.7.30`. */
      readonly enhancedCode?: string;
    }
  /** The mail itself never left. */
  | { readonly kind: 'not-sent'; readonly cause: string }
  /** It left, and no answer came. */
  | { readonly kind: 'no-answer'; readonly cause: string };

/** What a server said to who logged in and sent nothing. */
export type MailGreeted =
  /** `grantEndsAtMs`: when the refresh token of the login ends, UTC milliseconds, where its provider tells. */
  | { readonly kind: 'welcome'; readonly grantEndsAtMs?: number }
  | Extract<MailSent, { readonly kind: 'refused' | 'not-sent' }>;

/** A file that came with a mail; `part` is where it stands in it, as IMAP numbers parts (`2`, `2.1`). */
export interface MailFile {
  readonly part: string;
  readonly name?: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
}

/** A mail as it lies in a mailbox. It can be written as JSON. */
export interface ReceivedMail {
  readonly uid: number;
  readonly sizeBytes: number;
  /** When the server took it, UTC milliseconds. */
  readonly arrivedAtMs?: number;
  /** Names in lower case, values unfolded and otherwise as they came, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly from?: MailAddress;
  readonly replyTo?: MailAddress;
  readonly subject?: string;
  /** The words: the plain text, or else the text of the HTML. */
  readonly text: string;
  /** Parts for machines: delivery reports, and the mail that they are about. */
  readonly machineParts: readonly { readonly mimeType: string; readonly text: string }[];
  readonly files: readonly MailFile[];
  /** All of it in base64; absent where it is longer than was asked for. */
  readonly source?: string;
}

export interface MailboxRequest {
  readonly folder: string;
  /** The numbering of the folder (UIDVALIDITY) and the last mail that was read in it; null finds where it ends. */
  readonly after: { readonly numbering: string; readonly uid: number } | null;
  /** Leaves out what came before, UTC milliseconds. */
  readonly sinceMs?: number;
  readonly maxMails: number;
  /** Of all mails together; one is given however long it is, without its source and files when it is very long. */
  readonly maxBytes: number;
  /** Moves these to another folder, which is made when it is not there. */
  readonly moves?: { readonly folder: string; readonly after: number; readonly upTo: number };
  readonly timeoutMs: number;
}

export type MailboxRead =
  | {
      readonly kind: 'read';
      readonly numbering: string;
      readonly mails: readonly ReceivedMail[];
      /** The last mail of the look, given or gone meanwhile; where it began when there was none. */
      readonly lastUid: number;
      /** The last mail of the folder when it was opened. */
      readonly endUid: number;
      readonly hasMore: boolean;
      readonly hasMoved: boolean;
    }
  /** The server numbered the folder anew, so nobody can tell what was read. */
  | { readonly kind: 'renumbered'; readonly numbering: string; readonly endUid: number }
  /** `cause` is the code of RFC 5530 where the server tells one, such as `EXPIRED`. */
  | { readonly kind: 'login-refused'; readonly cause?: string }
  | { readonly kind: 'folder-refused' }
  | { readonly kind: 'failed'; readonly cause: string };

/** Where a file of a mail lies. */
export interface MailFilePlace {
  readonly folder: string;
  /** The numbering of the folder (UIDVALIDITY), the mail in it, and the part of the mail. */
  readonly numbering: string;
  readonly uid: number;
  readonly part: string;
  /** As the mailbox told them when the mail was read. A part that differs is another file. */
  readonly mimeType?: string;
  readonly sizeBytes?: number;
  /**
   * The Message-ID, in angle brackets, of a mail that may have been moved or numbered anew. It is looked for in the folder
   * and in these others.
   */
  readonly messageId?: string;
  readonly otherFolders: readonly string[];
}

/** What became of opening a file. */
export type MailFileOpened =
  /** Its bytes as they were before they were packed into the mail. Who reads on or destroys it ends the connection. */
  | { readonly kind: 'open'; readonly body: Readable }
  /** The mail or the part is not there any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'login-refused' }
  | { readonly kind: 'folder-refused' }
  | { readonly kind: 'failed'; readonly cause: string };

export interface MailFileLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** How the watch of a mailbox ended. */
export type WatchEnded =
  | { readonly kind: 'login-refused' }
  | { readonly kind: 'folder-refused' }
  | { readonly kind: 'lost'; readonly cause: string };

/** The way to mail servers. Nothing of it throws for what a server can do. */
export interface MailClient {
  /** One attempt. */
  sendMail(mail: OutgoingMail, server: MailServer): Promise<MailSent>;
  /** Connects and logs in where mail is sent, and sends none. */
  greetServer(server: MailServer, timeoutMs: number): Promise<MailGreeted>;
  /** One look over a connection of its own. Reading marks nothing as read. */
  readMailbox(request: MailboxRequest, server: MailServer): Promise<MailboxRead>;
  /**
   * Opens one file over a connection of its own, one of a mailbox at a time. Waiting for the others counts in its time, and so
   * does reading: it breaks off then, or when the signal says so.
   */
  openFile(place: MailFilePlace, server: MailServer, limits: MailFileLimits): Promise<MailFileOpened>;
  /** Stays connected, and calls when something came, and once when it begins. Ends with the connection or the signal. */
  watchMailbox(folder: string, server: MailServer, onNews: () => void, signal: AbortSignal): Promise<WatchEnded>;
}
