import { addressIn, writerOf } from './address.js';
import { headerOf, idsIn, tokenOf, type Headers } from './headers.js';
import { fieldsOf, type Fields } from './payloads.js';
import { readOurId } from './thread.js';

/** What sort of mail it is. What is made by a program is never answered, so that two programs never answer each other. */
export type MailKind = 'citizen' | 'delivery-report' | 'read-receipt' | 'bounce' | 'auto-reply' | 'list' | 'own';

const AUTO_PRECEDENCE: ReadonlySet<string> = new Set(['bulk', 'junk', 'auto_reply']);
const DAEMON = /^(?:mailer-daemon|postmaster)@/;

function reportType(headers: Headers): string | undefined {
  const value = headerOf(headers, 'content-type') ?? '';
  const [, type] = /\breport-type\s*=\s*"?([\w-]+)/i.exec(value) ?? [];
  return /^\s*multipart\/report\b/i.test(value) ? type?.toLowerCase() : undefined;
}

function isOwn(mail: Fields, headers: Headers, account: string): boolean {
  const isFromUs = addressIn(fieldsOf(mail['from'])) === account.toLowerCase() && writerOf(mail, account) === undefined;
  const ids = [...idsIn(headers, 'x-schakel-message'), ...idsIn(headers, 'message-id')];
  return isFromUs || ids.some((id) => readOurId(id, account) !== undefined);
}

/** RFC 3834, and what came before it and beside it. */
function isAutomatic(headers: Headers): boolean {
  const submitted = tokenOf(headers, 'auto-submitted') ?? 'no';
  return (
    submitted !== 'no' ||
    headers.has('x-autoreply') ||
    headers.has('x-autorespond') ||
    headers.has('x-auto-response-suppress') ||
    AUTO_PRECEDENCE.has(tokenOf(headers, 'precedence') ?? '') ||
    headerOf(headers, 'return-path')?.trim() === '<>'
  );
}

function isOfList(headers: Headers): boolean {
  return headers.has('list-id') || headers.has('list-unsubscribe') || tokenOf(headers, 'precedence') === 'list';
}

/** By its fields alone. Reports go first: they are automatic as well. */
export function kindOf(mail: Fields, headers: Headers, account: string): MailKind {
  const report = reportType(headers);
  if (report === 'delivery-status') {
    return 'delivery-report';
  }
  if (report === 'disposition-notification') {
    return 'read-receipt';
  }
  if (isOwn(mail, headers, account)) {
    return 'own';
  }
  if (isOfList(headers)) {
    return 'list';
  }
  if (!isAutomatic(headers)) {
    return 'citizen';
  }
  const isFromServer = DAEMON.test(addressIn(fieldsOf(mail['from'])) ?? '');
  return isFromServer ? 'bounce' : 'auto-reply';
}
