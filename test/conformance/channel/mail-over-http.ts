import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type {
  HttpClient,
  HttpResult,
  MailboxRead,
  MailboxRequest,
  MailClient,
  MailGreeted,
  MailSent,
  OutgoingMail,
  ReceivedMail,
} from '../../../src/adapter-sdk/index.js';

const GARBAGE = 'an answer that is none';

function fieldsOf(result: HttpResult): Readonly<Record<string, unknown>> | undefined {
  const value = result.kind === 'answer' ? jsonOf(result.text) : undefined;
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

function sentBy(result: HttpResult): MailSent {
  if (result.kind !== 'answer') {
    return { kind: result.kind, cause: result.cause };
  }
  const fields = fieldsOf(result);
  const code = fields?.['responseCode'];
  if (typeof code === 'number' && code >= 400) {
    return { kind: 'refused', stage: code === 535 ? 'login' : 'envelope', responseCode: code };
  }
  return result.status === 200 && fields?.['accepted'] === true
    ? { kind: 'accepted', rejected: [] }
    : { kind: 'no-answer', cause: GARBAGE };
}

function greetedBy(result: HttpResult): MailGreeted {
  const sent = sentBy(result);
  switch (sent.kind) {
    case 'accepted':
      return { kind: 'welcome' };
    case 'no-answer':
      return { kind: 'not-sent', cause: sent.cause };
    default:
      return sent;
  }
}

function isMail(value: unknown): value is ReceivedMail {
  return typeof value === 'object' && value !== null && 'uid' in value && typeof value.uid === 'number';
}

function readBy(result: HttpResult, { after }: MailboxRequest): MailboxRead {
  if (result.kind !== 'answer') {
    return { kind: 'failed', cause: result.cause };
  }
  const fields = fieldsOf(result);
  const [numbering, mails] = [fields?.['numbering'], fields?.['mails']];
  if (result.status === 401) {
    return { kind: 'login-refused' };
  }
  if (result.status !== 200 || typeof numbering !== 'string' || !Array.isArray(mails)) {
    return { kind: 'failed', cause: GARBAGE };
  }
  const all = mails.filter((mail) => isMail(mail));
  const endUid = Math.max(0, ...all.map(({ uid }) => uid));
  if (after !== null && after.numbering !== numbering) {
    return { kind: 'renumbered', numbering, endUid };
  }
  const news = all.filter(({ uid }) => after !== null && uid > after.uid);
  const lastUid = news.at(-1)?.uid ?? after?.uid ?? endUid;
  return { kind: 'read', numbering, mails: news, lastUid, endUid, hasMore: false, hasMoved: true };
}

/** Mail servers whose conversations are calls over HTTP, so that what is checked of calls is checked of them. */
export function mailOverHttp(http: HttpClient, baseUrl: string): MailClient {
  return {
    async sendMail(mail: OutgoingMail) {
      const { timeoutMs } = mail;
      return sentBy(await http({ method: 'POST', url: `${baseUrl}/smtp`, body: JSON.stringify(mail), timeoutMs }));
    },
    async greetServer(_server, timeoutMs) {
      return greetedBy(await http({ method: 'GET', url: `${baseUrl}/smtp`, timeoutMs }));
    },
    async readMailbox(request) {
      const { timeoutMs } = request;
      return readBy(await http({ method: 'GET', url: `${baseUrl}/imap`, timeoutMs }), request);
    },
    openFile: () => Promise.resolve({ kind: 'failed', cause: GARBAGE }),
    watchMailbox: () => Promise.resolve({ kind: 'lost', cause: GARBAGE }),
  };
}
