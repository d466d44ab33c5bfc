import type { ErrorCode } from './error-code.js';

/** Events in the inbox. The reason of an event. A parked event goes on by itself, a quarantined one waits for a person, a note or rejection is final. */
export const EVENT_CODES = [
  {
    code: 'ACCOUNT_UNASSIGNED',
    kind: 'park',
    hint: 'No municipality claims this account. Add the account to a municipality file and apply the configuration; the events then go on.',
  },
  {
    code: 'TENANT_NOT_CONFIGURED',
    kind: 'park',
    hint: 'The municipality of this event is not in the configuration in force. Apply a configuration that holds it.',
  },
  {
    code: 'PLATFORM_PRICE_MISSING',
    kind: 'park',
    hint: 'The rate card of the platform that holds on that day lacks the item that the receipt tells. Add it to that version in "platform-prices" and apply the configuration; the cost is then charged.',
  },
  {
    code: 'NO_ROUTE',
    kind: 'park',
    hint: 'No route rule matched. Give the municipality a last rule without conditions and apply the configuration.',
  },
  {
    code: 'NO_SLA_VERSION',
    kind: 'park',
    hint: 'The SLA policy has no version for the day on which the clock started. Add one with an earlier "validFrom".',
  },
  {
    code: 'NO_SLA_RULE',
    kind: 'park',
    hint: 'No rule of the SLA policy matched. Give the policy a last rule without conditions.',
  },
  {
    code: 'NO_OPEN_TIME',
    kind: 'park',
    hint: 'The calendar has too few opening hours to reach the deadline. Correct the calendar and apply the configuration.',
  },
  {
    code: 'STATUTORY_TERMS_UNKNOWN',
    kind: 'reject',
    hint: 'The municipality file names no terms for this procedure. Add them under "statutory" and apply the configuration.',
  },
  {
    code: 'STATUTORY_ALREADY_STARTED',
    kind: 'reject',
    hint: 'The procedure runs for this ticket already. Note its steps instead of starting it again.',
  },
  {
    code: 'STATUTORY_NOT_STARTED',
    kind: 'reject',
    hint: 'The procedure does not run for this ticket. Start it first.',
  },
  {
    code: 'STATUTORY_STEP_UNKNOWN',
    kind: 'reject',
    hint: 'The terms of this procedure do not know this step: it has no acknowledgement, or cannot be extended.',
  },
  {
    code: 'REGISTRATION_DATE_INVALID',
    kind: 'reject',
    hint: 'The date of registration does not exist, or lies in the future.',
  },
  {
    code: 'NO_OPEN_CLOCK',
    kind: 'note',
    hint: 'A crisis or other terms reached a ticket on which no clock runs any more. Nothing to do.',
  },
  {
    code: 'NOTHING_DUE',
    kind: 'note',
    hint: 'A clock was looked at, and what would have been due was settled meanwhile. Nothing to do.',
  },
  {
    code: 'TEXT_TIME_OVER',
    kind: 'reject',
    hint: 'It waited, parked or quarantined, for longer than the text of a citizen may be kept, and lost its content. See the guide on storage terms; look sooner at what waits.',
  },
  {
    code: 'SPLIT_FAILED',
    kind: 'quarantine',
    hint: 'An adapter failed on a whole post; the bytes are kept. Read the log line with the intake id and report it.',
  },
  {
    code: 'CONTENT_UNREADABLE',
    kind: 'quarantine',
    hint: 'The content does not open with this encryption key. Check that every process has the same SCHAKEL_ENCRYPTION_KEY.',
  },
  {
    code: 'DECISION_FAILED',
    kind: 'quarantine',
    hint: 'Deciding this event failed. Read the log line with the event id and report it.',
  },
  {
    code: 'WRITE_REFUSED',
    kind: 'quarantine',
    hint: 'The database refused what this event wanted to write. Read the log line with the event id and report it.',
  },
  {
    code: 'MESSAGE_MISSING',
    kind: 'quarantine',
    hint: 'The event or delivery should carry a message and does not. Compare the payload with the adapter.',
  },
  {
    code: 'TICKET_UNKNOWN',
    kind: 'quarantine',
    hint: 'There is no ticket with this id. Tell the sender; the ticket may belong to another installation.',
  },
  {
    code: 'COMMAND_INCOMPLETE',
    kind: 'quarantine',
    hint: 'An answer lacks what its type needs, such as a text. Tell the sender.',
  },
  {
    code: 'CHANNEL_NOT_CONFIGURED',
    kind: 'reject',
    hint: 'The answer cannot leave, because the channel of the ticket is not configured any more.',
  },
  {
    code: 'TARGET_UNKNOWN',
    kind: 'reject',
    hint: 'There is no such target for this municipality. Use the id of a target in targets.yaml that may serve it.',
  },
  {
    code: 'FORWARD_TO_UNKNOWN_TARGET',
    kind: 'note',
    hint: 'Somebody forwarded to a target that does not exist; it stands on the ticket. Tell who did it which targets there are.',
  },
  { code: 'REPLY_EMPTY', kind: 'reject', hint: 'The answer has no text. Write one.' },
  {
    code: 'REPLY_TOO_LONG',
    kind: 'reject',
    hint: 'The answer is too long for the channel, also in parts. Shorten it.',
  },
  {
    code: 'REPLY_WINDOW_CLOSED',
    kind: 'reject',
    hint: 'The channel takes no more answers in this conversation. Answer on another channel, or wait until the citizen writes again.',
  },
  {
    code: 'PUBLIC_WAY_MISSING',
    kind: 'reject',
    hint: 'The conversation is private, so an answer cannot be public. Answer in private.',
  },
  {
    code: 'PRIVATE_WAY_MISSING',
    kind: 'reject',
    hint: 'The channel lets nobody answer a public message in private, or the account for it is not configured. Answer in public, without personal data.',
  },
  {
    code: 'PRIVATE_REPLY_USED',
    kind: 'reject',
    hint: 'The one private answer to this public message was given. Wait until the citizen answers in private, or answer in public.',
  },
  {
    code: 'PRIVATE_REPLY_TOO_LATE',
    kind: 'reject',
    hint: 'The public message is too old for a private answer. Answer in public.',
  },
  {
    code: 'MESSAGE_NOT_PUBLIC',
    kind: 'reject',
    hint: 'Only a public message of a citizen can be hidden. Choose another one.',
  },
  {
    code: 'HIDING_NOT_POSSIBLE',
    kind: 'reject',
    hint: 'This channel cannot hide messages. Hide it on the platform itself.',
  },
  {
    code: 'INVITATION_NOT_POSSIBLE',
    kind: 'reject',
    hint: 'The channel knows no invitation to write again, or the account names no template for it. Reach the citizen on another channel.',
  },
  {
    code: 'INVITATION_NOT_NEEDED',
    kind: 'reject',
    hint: 'The channel still takes answers. Answer.',
  },
  {
    code: 'INVITATION_GIVEN',
    kind: 'reject',
    hint: 'The citizen was invited and did not write since. Wait, or reach the citizen on another channel.',
  },
  {
    code: 'REPLY_NOT_INVITED',
    kind: 'reject',
    hint: 'The channel takes no answer here by what the citizen did: on X, the account was not mentioned or the message is encrypted. Answer in the app of the channel itself.',
  },
  {
    code: 'TICKET_MERGED',
    kind: 'reject',
    hint: 'The ticket ended in a merge. The sentence names the ticket that goes on: give the command to that one.',
  },
  {
    code: 'TICKET_CLOSED',
    kind: 'reject',
    hint: 'A ticket cannot be merged into one that is closed. Reopen that one first, or choose another.',
  },
  {
    code: 'MERGE_INTO_ITSELF',
    kind: 'reject',
    hint: 'A ticket cannot be merged into itself. Give the number of another ticket.',
  },
  {
    code: 'MESSAGE_NOT_OF_TICKET',
    kind: 'reject',
    hint: 'A message that was chosen is on another ticket, or on its way there. Look at the ticket again.',
  },
  {
    code: 'MESSAGE_NOT_OF_CITIZEN',
    kind: 'reject',
    hint: 'Only what the citizen wrote can be split off. Leave answers and notes out.',
  },
  {
    code: 'SPLIT_OF_EVERYTHING',
    kind: 'reject',
    hint: 'A split must leave a message of the citizen in the ticket. Choose fewer.',
  },
  {
    code: 'SPLIT_OF_TWO_CONVERSATIONS',
    kind: 'reject',
    hint: 'Answers to a ticket go to one conversation. Split the messages of each conversation off by themselves.',
  },
  {
    code: 'GOES_ON_ELSEWHERE',
    kind: 'note',
    hint: 'The ticket was merged before it heard this. The ticket that goes on hears it in its place.',
  },
  {
    code: 'ABSORBED_MESSAGE_AMENDED',
    kind: 'note',
    hint: 'The citizen changed a message of a ticket that goes on in this one; the target was told.',
  },
  {
    code: 'ABSORBED_MESSAGE_REDACTED',
    kind: 'note',
    hint: 'The citizen took back a message of a ticket that goes on in this one; the target was told.',
  },
  { code: 'NOTHING_CHANGED', kind: 'note', hint: 'The event or command repeated what was so already.' },
  {
    code: 'NOTHING_ASKED',
    kind: 'note',
    hint: 'A gesture after the end of a conversation, such as a thumb. It opens no ticket.',
  },
  { code: 'ALREADY_KNOWN', kind: 'note', hint: 'The message was stored before under another key.' },
  {
    code: 'DELETED_BEFORE_IT_CAME',
    kind: 'note',
    hint: 'The citizen took the message back before Schakel had it. Its text was not stored.',
  },
  { code: 'OWN_MESSAGE', kind: 'note', hint: 'The echo of an answer that Schakel sent.' },
  {
    code: 'OUTSIDE_ANY_TICKET',
    kind: 'note',
    hint: "The municipality wrote in the platform's own app, in a conversation without a ticket.",
  },
  { code: 'RECEIPT_WITHOUT_MESSAGE', kind: 'note', hint: 'A receipt for a message that Schakel did not send.' },
  { code: 'IDENTITY_NOTED', kind: 'note', hint: 'The platform told something about an identity that links nothing.' },
  { code: 'IDENTITY_LINKED', kind: 'note', hint: 'Two identifiers turned out to be the same citizen.' },
  {
    code: 'RECOVERED_FROM_HISTORY',
    kind: 'note',
    hint: 'The platform could not tell of this message when it was written. It was read from the history later.',
  },
  {
    code: 'CONVERSATION_LINKED',
    kind: 'note',
    hint: 'A private conversation goes on in the ticket of a public message.',
  },
  {
    code: 'CONVERSATION_GOES_ON_ELSEWHERE',
    kind: 'note',
    hint: 'The citizen of this ticket turned out to be the one of another open ticket. New messages come there; the note names it.',
  },
  {
    code: 'CONVERSATION_JOINED',
    kind: 'note',
    hint: 'The citizen of this ticket turned out to be the one of another open ticket. New messages come here; the note names the other.',
  },
  {
    code: 'UNDECIDED',
    kind: 'note',
    hint: 'The decision of a command carries no code of its own; its state tells the outcome.',
  },
  { code: 'NOTE', kind: 'note', hint: 'Somebody added a note to a ticket.' },
  { code: 'NOTED', kind: 'note', hint: 'A platform told something about a ticket without a code of its own.' },
  { code: 'DROPPED', kind: 'note', hint: 'An event without effect and without a code of its own.' },
] as const satisfies readonly ErrorCode[];
