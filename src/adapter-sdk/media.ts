import type { AttachmentType, FileType, MediaPolicy } from '../domain/media.js';
import type { ChannelContext } from './channel-context.js';
import type { MailFilePlace, MailServer } from './mail.js';

export type { AttachmentType, FileType, MediaPolicy } from '../domain/media.js';

export interface Attachment {
  readonly type: AttachmentType;
  /** A platform URL or media id; `MediaAccess` says how the bytes behind it are had. */
  readonly url?: string;
  readonly mediaId?: string;
  readonly mimeType?: string;
  readonly name?: string;
  readonly sizeBytes?: number;
  readonly latitude?: number;
  readonly longitude?: number;
}

export interface MediaRequest {
  readonly account: string;
  /** Platform id of the message; null where the platform gave none. */
  readonly messageId: string | null;
  readonly attachment: Attachment;
}

/** Where the bytes of an attachment are at this moment. The set is closed. */
export type MediaLocation =
  | {
      readonly kind: 'at';
      readonly url: string;
      /** May hold the token: they go to the host of `url` only, never along with a redirect to another one. */
      readonly headers?: Readonly<Record<string, string>>;
      /**
       * Hosts from which bytes are taken, redirects included: `lookaside.fbsbx.com`, `*.fbcdn.net`. The host of the base URL is
       * always allowed. `any` public host, where the platform has none of its own; no headers then.
       */
      readonly hosts: readonly string[] | 'any';
      /** What 401 and 403 mean there: the address has ended, or the account may not ask. */
      readonly refused: 'gone' | 'park';
      /** What 404 and 410 mean there: it is gone, or the address has ended and a new one can be asked for. */
      readonly missing: 'gone' | 'retry';
    }
  /** In a mail that lies in a mailbox. */
  | { readonly kind: 'in-mailbox'; readonly server: MailServer; readonly place: MailFilePlace }
  /** The platform does not have it any more, or will never give it. */
  | { readonly kind: 'gone'; readonly code: string; readonly detail?: string }
  /** It could not be told now. `afterMs` is the platform's own wish. */
  | { readonly kind: 'retry'; readonly code: string; readonly afterMs?: number; readonly detail?: string }
  /** The account may not ask (token, permission): its files wait until a person acts. */
  | { readonly kind: 'park'; readonly code: string; readonly detail?: string };

/** How to get what citizens send beside words. The platform of Schakel fetches, checks and keeps it. */
export interface MediaAccess {
  /**
   * What is kept of each type unless the municipality says otherwise, by the terms of the platform. A type that is not
   * named is only linked.
   */
  readonly policies: Readonly<Partial<Record<FileType, MediaPolicy>>>;
  /** Most bytes of a file that the platform lets citizens send, by type; what is larger is not taken. */
  readonly maxBytes: Readonly<Partial<Record<FileType, number>>>;
  /**
   * Finds out where the bytes are. Called right before they are fetched, so that an address of minutes is still good. One
   * attempt, bounded in time; never throws for what a platform can do, and never fetches the bytes itself.
   */
  locate(request: MediaRequest, context: ChannelContext): Promise<MediaLocation>;
}
