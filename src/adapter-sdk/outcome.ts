/** The private conversation that a private answer to a public message began, or went on in. */
export interface PrivateConversation {
  readonly conversation: string;
  readonly aliases: readonly { readonly kind: string; readonly value: string }[];
}

/**
 * What became of one attempt to tell something to the outside. The set is closed: the delivery engine only reads the
 * verdict, and each verdict says whose turn it is.
 */
export type SendOutcome =
  /** The other side has it. `remoteId` is its id there, `remoteTicketId` the record that now stands for our ticket. */
  | {
      readonly kind: 'delivered';
      readonly remoteId?: string;
      readonly remoteTicketId?: string;
      /** For a private answer to a public message: where the citizen writes on. */
      readonly privately?: PrivateConversation;
      /** A code of something that is wrong there all the same; operators find it in the log. */
      readonly warning?: string;
    }
  /** It surely did not arrive, and trying again later makes sense. `afterMs` is the other side's own wish. */
  | {
      readonly kind: 'retry';
      readonly code: string;
      readonly afterMs?: number;
      readonly detail?: string;
      /** True where that wish is about all that the account sends, as a rate limit's is: then nothing of it goes before. */
      readonly holdsAccount?: boolean;
    }
  /** The target cannot take anything now (token, permission, payment): keep all its work until a person acts. */
  | { readonly kind: 'park'; readonly code: string; readonly detail?: string }
  /** This message will never be accepted, and repeating cannot help. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail?: string }
  /** The other side chokes on this message for a reason that points at us: a person must look. */
  | { readonly kind: 'quarantined'; readonly code: string; readonly detail?: string }
  /** The request left and no clear answer came: look before repeating. */
  | { readonly kind: 'unknown'; readonly code: string; readonly detail?: string };

/** What a look at the other side showed about an attempt with an unknown outcome. */
export type LookUpOutcome =
  | {
      readonly kind: 'found';
      readonly remoteId?: string;
      readonly remoteTicketId?: string;
      readonly privately?: PrivateConversation;
    }
  | { readonly kind: 'absent' }
  /** It cannot be told yet; look again after `afterMs`. */
  | { readonly kind: 'unsure'; readonly afterMs: number; readonly code: string }
  /** The other side shows nothing and drops no repetition, so no look will ever tell: a person decides, at once. */
  | { readonly kind: 'untellable'; readonly code: string };
