/** A mailbox of a municipality: its address is the name to log in with. */
export interface OwnMailbox {
  readonly address: string;
  readonly password: string;
}

export interface FakeMailOptions {
  readonly mailboxes: readonly OwnMailbox[];
  /** Of the control routes; IMAP and SMTP take the two after it. 0 (default) takes any free ports. */
  readonly port?: number;
  readonly nowMs?: () => number;
}
