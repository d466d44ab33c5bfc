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

/** The way to mail servers. */
export interface MailClient {
  /** One attempt. Never throws for what a server can do. */
  sendMail(mail: OutgoingMail, server: MailServer): Promise<MailSent>;
}
