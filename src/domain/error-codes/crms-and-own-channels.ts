import type { ErrorCode } from './error-code.js';

/** CRMs and own channels. Codes of the CRM adapters and of the Standard Webhooks channel. */
export const CRM_AND_OWN_CHANNEL_CODES = [
  { code: 'CRM_UNREACHABLE', kind: 'retry', hint: 'The CRM could not be reached. Check its address and the network.' },
  {
    code: 'CRM_NO_ANSWER',
    kind: 'retry',
    hint: 'The CRM did not answer in time. Schakel looks before it repeats what it cannot repeat blindly.',
  },
  { code: 'CRM_FAILED', kind: 'retry', hint: 'The CRM answered with a server error. Look at the CRM.' },
  { code: 'CRM_BUSY', kind: 'retry', hint: 'The CRM asks to wait.' },
  {
    code: 'CRM_ANSWER_UNREADABLE',
    kind: 'retry',
    hint: 'The CRM said yes with a body that is not its own. Look for a proxy in between; Schakel looks before it repeats.',
  },
  {
    code: 'CRM_ACCESS_DENIED',
    kind: 'park',
    hint: 'The token of the CRM is refused. Renew it or its rights, apply the configuration, then redrive.',
  },
  {
    code: 'CRM_ADDRESS_WRONG',
    kind: 'park',
    hint: 'The address of the CRM answers with something else. Correct the address, then redrive.',
  },
  { code: 'CRM_REJECTED', kind: 'quarantine', hint: 'The CRM refused this message; its reason is in the detail.' },
  {
    code: 'CRM_CHANGE_IGNORED',
    kind: 'quarantine',
    hint: 'The CRM said yes and changed nothing. Check the rights of the integration on the field in the detail.',
  },
  { code: 'CRM_LOOK_UP_FAILED', kind: 'retry', hint: 'A look at the CRM failed. Schakel looks again.' },
  {
    code: 'CRM_MAY_STILL_WORK',
    kind: 'retry',
    hint: 'An earlier request may still be at work in the CRM. Schakel waits before it believes that it is absent.',
  },
  {
    code: 'REMOTE_TICKET_GONE',
    kind: 'reject',
    hint: 'The record of this ticket was removed from the CRM. Nothing more is told to it.',
  },
  {
    code: 'REMOTE_TICKET_UNKNOWN',
    kind: 'quarantine',
    hint: 'The CRM has no record of this ticket yet. Look at the delivery that should have made it.',
  },
  {
    code: 'SCHAKEL_REF_MISSING',
    kind: 'note',
    hint: 'Zammad has no ticket attribute "schakel_ref". Add it, or Schakel cannot find its tickets again.',
  },
  { code: 'TARGET_UNREACHABLE', kind: 'retry', hint: 'The address of the target could not be reached.' },
  {
    code: 'TARGET_NO_ANSWER',
    kind: 'retry',
    hint: 'The target did not answer in time. The same event is sent again; the target drops an id it knows.',
  },
  { code: 'TARGET_FAILED', kind: 'retry', hint: 'The target answered with a server error.' },
  { code: 'TARGET_BUSY', kind: 'retry', hint: 'The target asks to wait.' },
  {
    code: 'TARGET_ACCESS_DENIED',
    kind: 'park',
    hint: 'The target refuses us (401, 402, 403). Agree with its owner, then redrive.',
  },
  {
    code: 'TARGET_ADDRESS_WRONG',
    kind: 'park',
    hint: 'The address of the target does not exist (404, 405). Correct it, then redrive.',
  },
  {
    code: 'TARGET_DISABLED',
    kind: 'park',
    hint: 'The target switched this address off (410). Ask its owner, then redrive.',
  },
  {
    code: 'TARGET_REDIRECTS',
    kind: 'park',
    hint: 'The target redirects, which is not followed. Configure the address that it points at, then redrive.',
  },
  {
    code: 'TARGET_IS_A_PAGE',
    kind: 'park',
    hint: 'The target answers with a web page, such as a login. Correct the address, then redrive.',
  },
  {
    code: 'TARGET_SECRET_TOO_SHORT',
    kind: 'park',
    hint: 'The secret of the target is no "whsec_" secret of 24 to 64 bytes. Correct it, apply the configuration, then redrive.',
  },
  {
    code: 'TARGET_SAYS_NO',
    kind: 'quarantine',
    hint: 'The target answered 2xx with an error inside. Ask its owner whether it kept the event before you redrive.',
  },
  {
    code: 'TARGET_REJECTED',
    kind: 'quarantine',
    hint: 'The target refuses this event (another 4xx). Ask its owner why.',
  },
  { code: 'HOOK_NOT_JSON', kind: 'quarantine', hint: 'A post of the CRM is not JSON. Tell its owner.' },
  { code: 'HOOK_INVALID', kind: 'quarantine', hint: 'A post of the CRM does not fit the convention. Tell its owner.' },
  {
    code: 'HOOK_TYPE_UNKNOWN',
    kind: 'quarantine',
    hint: 'A post of the CRM has a type that Schakel does not know. Tell its owner.',
  },
  {
    code: 'HOOK_UNREADABLE',
    kind: 'quarantine',
    hint: "A post of Zammad is not its own payload. Set the webhook to Zammad's own payload.",
  },
  { code: 'NOT_A_TICKET_OF_OURS', kind: 'note', hint: 'A post of Zammad is about a ticket that Schakel did not make.' },
  { code: 'NOT_FROM_AN_AGENT', kind: 'note', hint: 'An article in Zammad was not written by an agent.' },
  { code: 'NO_TEXT', kind: 'note', hint: 'An article in Zammad has no text.' },
  { code: 'OWN_ARTICLE', kind: 'note', hint: 'An article in Zammad that Schakel wrote itself.' },
  { code: 'OWN_CHANGE', kind: 'note', hint: 'A change in Zammad that Schakel made itself.' },
  { code: 'STATE_FOLLOWS_FROM_ARTICLE', kind: 'note', hint: 'A state in Zammad that only follows from an answer.' },
  { code: 'STATE_WITHOUT_MEANING', kind: 'note', hint: 'A state in Zammad that says nothing about the ticket here.' },
  {
    code: 'STANDARD_BODY_UNREADABLE',
    kind: 'quarantine',
    hint: 'A post to the Standard Webhooks channel is not an object in JSON. Tell the sender.',
  },
  {
    code: 'STANDARD_TYPE_UNKNOWN',
    kind: 'quarantine',
    hint: 'A post has a type that the channel does not know. Tell the sender.',
  },
  {
    code: 'STANDARD_DATA_INCOMPLETE',
    kind: 'quarantine',
    hint: 'A post lacks something that its type needs. Tell the sender.',
  },
  {
    code: 'STANDARD_STATUS_UNKNOWN',
    kind: 'quarantine',
    hint: 'A delivery report has a status that the channel does not know. Tell the sender.',
  },
  { code: 'STANDARD_NOT_REACHED', kind: 'retry', hint: 'The address for answers could not be reached.' },
  {
    code: 'STANDARD_NO_ANSWER',
    kind: 'retry',
    hint: 'The address for answers did not reply in time. The answer is sent again under the same id.',
  },
  { code: 'STANDARD_BUSY', kind: 'retry', hint: 'The address for answers asks to wait or failed.' },
  {
    code: 'STANDARD_REPLY_NOT_CONFIGURED',
    kind: 'park',
    hint: 'The account has no valid "replyUrl" or "replySecret". Correct the configuration, then redrive.',
  },
  {
    code: 'STANDARD_REPLY_UNAUTHORISED',
    kind: 'park',
    hint: 'The address for answers refuses us. Agree on the secret, then redrive.',
  },
  {
    code: 'STANDARD_ENDPOINT_UNKNOWN',
    kind: 'park',
    hint: 'The address for answers does not exist. Correct "replyUrl", then redrive.',
  },
  {
    code: 'STANDARD_ENDPOINT_GONE',
    kind: 'park',
    hint: 'The address for answers was switched off. Ask its owner, then redrive.',
  },
  {
    code: 'STANDARD_ENDPOINT_MOVED',
    kind: 'park',
    hint: 'The address for answers redirects, which is not followed. Correct "replyUrl", then redrive.',
  },
  {
    code: 'STANDARD_REPLY_NOT_ACCEPTED',
    kind: 'quarantine',
    hint: 'The receiver refuses this answer. Ask its owner why.',
  },
] as const satisfies readonly ErrorCode[];
