import type {
  ChannelContext,
  MailSent,
  MailServer,
  OutgoingPart,
  SendOutcome,
} from '../../../src/adapter-sdk/index.js';
import { textOf } from './payloads.js';
import { mailSubject, mailText } from './texts.js';

const TIMEOUT_MS = 30_000;

export interface Recipient {
  readonly number: string;
  readonly address: string;
}

/** In one alias, so that an address that two people typed never makes them one citizen. */
export function emailAlias(conversation: string, { number, address }: Recipient): { kind: string; value: string } {
  return { kind: 'email', value: `${conversation} ${number} ${address}` };
}

/** To whom an answer in this conversation goes by e-mail too: who left an address in the form. */
export function recipientOf({ conversation, citizenAliases }: OutgoingPart): Recipient | undefined {
  const own = citizenAliases.find(({ kind, value }) => kind === 'email' && value.startsWith(`${conversation} `));
  const [, number, address] = own?.value.split(' ') ?? [];
  return number === undefined || address === undefined ? undefined : { number, address };
}

interface Sender {
  readonly from: { readonly address: string; readonly name?: string };
  readonly server: MailServer;
}

function securityOf(value: unknown): MailServer['security'] {
  return value === 'tls' || value === 'plain' ? value : 'starttls';
}

/** Undefined where the counter sends no mail. */
function senderOf(settings: Readonly<Record<string, unknown>>): Sender | undefined {
  const [host, address, name] = [
    textOf(settings['smtpHost']),
    textOf(settings['mailFrom']),
    textOf(settings['mailName']),
  ];
  const [user, password] = [textOf(settings['smtpUser']), textOf(settings['smtpPassword'])];
  if (host === undefined || address === undefined) {
    return undefined;
  }
  return {
    from: { address, ...(name === undefined ? {} : { name }) },
    server: {
      ...{ host, port: Number(settings['smtpPort'] ?? 587), security: securityOf(settings['smtpSecurity']) },
      ...(user === undefined ? {} : { login: { kind: 'password', user, password: password ?? '' } }),
    },
  };
}

export function sendsMail({ settings }: Pick<ChannelContext, 'settings'>): boolean {
  return senderOf(settings) !== undefined;
}

function refusal(sent: Extract<MailSent, { kind: 'refused' }>): SendOutcome {
  const { stage, responseCode, enhancedCode } = sent;
  const detail = `${stage} ${responseCode ?? ''} ${enhancedCode ?? ''}`.trim();
  if (stage === 'login' || stage === 'connect') {
    return { kind: 'park', code: 'COUNTER_MAIL_LOGIN_REFUSED', detail };
  }
  return responseCode !== undefined && responseCode < 500
    ? { kind: 'retry', code: 'COUNTER_MAIL_NOT_NOW', detail }
    : { kind: 'refused', code: 'COUNTER_MAIL_REFUSED', detail };
}

/** Schakel sends to one address, so one that was rejected leaves nobody. */
function outcomeOf(sent: MailSent, remoteId: string): SendOutcome {
  switch (sent.kind) {
    case 'accepted':
      return sent.rejected.length === 0
        ? { kind: 'delivered', remoteId }
        : { kind: 'refused', code: 'COUNTER_MAIL_REFUSED', detail: `envelope ${sent.rejected[0]?.responseCode ?? ''}` };
    case 'refused':
      return refusal(sent);
    case 'not-sent':
      return { kind: 'retry', code: 'COUNTER_MAIL_NOT_REACHED', detail: sent.cause };
    case 'no-answer':
      return { kind: 'unknown', code: 'COUNTER_MAIL_NO_ANSWER', detail: sent.cause };
  }
}

/** One mail with the answer. It is the same mail, under the same id, each time it is tried. */
export async function mailAnswer(part: OutgoingPart, to: Recipient, context: ChannelContext): Promise<SendOutcome> {
  const sender = senderOf(context.settings);
  if (sender === undefined || context.mail === undefined) {
    return { kind: 'delivered', remoteId: part.reference };
  }
  const { from, server } = sender;
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const mail = {
    ...{ from, to: [to.address], subject: mailSubject(to.number), text: mailText(part.text, to.number) },
    messageId: `<${part.reference.replace(':', '.')}@${domain}>`,
    headers: { 'X-Schakel-Message': part.reference },
    ...{ writtenAtMs: part.firstAttemptAtMs, timeoutMs: TIMEOUT_MS },
  };
  return outcomeOf(await context.mail.sendMail(mail, server), part.reference);
}
