import type {
  ChannelContext,
  MailboxRead,
  MailClient,
  MailGreeted,
  Prober,
  ProbeOutcome,
  ProbeRequest,
  ProbeSubject,
} from '../../../src/adapter-sdk/index.js';
import { outcomeOfRefusal } from './errors.js';
import { grantEnds, passwordEnds } from './limits.js';
import { mailboxOf, type Mailbox } from './mailbox.js';

type NotWell = Exclude<ProbeOutcome, { kind: 'well' }>;

/** Two of these fit in the half minute of a probe. */
const TIMEOUT_MS = 12_000;

const SUBJECTS: ReadonlyMap<string, ProbeSubject> = new Map<string, ProbeSubject>([
  ['EMAIL_LOGIN_REFUSED', 'token'],
  ['EMAIL_SENDER_REFUSED', 'permission'],
]);

const LOGIN_REFUSED = { kind: 'dead', about: 'token', code: 'EMAIL_LOGIN_REFUSED' } as const;

function notReached(detail: string): NotWell {
  return { kind: 'unsure', code: 'EMAIL_NOT_REACHED', detail };
}

/** What a look at the mailbox says; undefined when it went well. A login that is refused without a code is refused all the same. */
function ofMailbox(read: MailboxRead): NotWell | undefined {
  switch (read.kind) {
    case 'read':
    case 'renumbered':
      return undefined;
    case 'login-refused':
      return { ...LOGIN_REFUSED, ...(read.cause === undefined ? {} : { detail: `imap ${read.cause}` }) };
    case 'folder-refused':
      return { kind: 'dead', about: 'account', code: 'EMAIL_FOLDER_MISSING' };
    case 'failed':
      return notReached(`imap ${read.cause}`);
  }
}

/** A refusal that we do not know would stop answers too. */
function ofSending(greeted: MailGreeted): NotWell | undefined {
  if (greeted.kind === 'welcome') {
    return undefined;
  }
  if (greeted.kind === 'not-sent') {
    return notReached(`smtp ${greeted.cause}`);
  }
  const { kind, code, detail } = outcomeOfRefusal(greeted);
  const told = { code, ...(detail === undefined ? {} : { detail: `smtp ${detail}` }) };
  return kind === 'retry'
    ? { kind: 'unsure', ...told }
    : { kind: 'dead', about: SUBJECTS.get(code) ?? 'account', ...told };
}

/** The folder is opened, and nothing in it is read. */
function lookInto({ folder, imap }: Mailbox, mail: MailClient): Promise<MailboxRead> {
  return mail.readMailbox({ folder, after: null, maxMails: 1, maxBytes: 1, timeoutMs: TIMEOUT_MS }, imap);
}

/** What is surely wrong is told before what only was not reached. */
function verdictOf(unread: NotWell | undefined, greeted: MailGreeted): ProbeOutcome {
  const unsent = ofSending(greeted);
  const notWell = unsent?.kind === 'dead' ? unsent : (unread ?? unsent);
  const endsAtMs = greeted.kind === 'welcome' ? greeted.grantEndsAtMs : undefined;
  return notWell ?? { kind: 'well', ...(endsAtMs === undefined ? {} : { expiresAtMs: endsAtMs }) };
}

async function probe({ account }: ProbeRequest, context: ChannelContext): Promise<ProbeOutcome> {
  const mailbox = mailboxOf(account, context);
  const { mail } = context;
  if (mailbox === undefined || mail === undefined) {
    return { kind: 'dead', about: 'token', code: 'EMAIL_NOT_CONFIGURED' };
  }
  const unread = ofMailbox(await lookInto(mailbox, mail));
  return unread?.kind === 'dead' ? unread : verdictOf(unread, await mail.greetServer(mailbox.smtp, TIMEOUT_MS));
}

/** Logs in where mail is read and where it is sent; nothing is read, and no mail is sent. Nobody posts mail to us. */
export const emailProber: Prober = {
  probe,
  knownEnds: (settings) => [...passwordEnds(settings), ...grantEnds(settings)],
};
