import { headerOf, headersIn, idsIn, tokenOf, type Headers } from './headers.js';
import { fieldsIn, textOf, type Fields } from './payloads.js';
import { readOurId } from './thread.js';

/** Which of our mails a report is about. */
export interface Reported {
  readonly messageId: string;
  readonly conversation: string;
  readonly reference: string;
}

export interface DeliveryFacts {
  readonly status: 'failed' | 'delayed' | 'delivered' | 'sent' | 'read';
  /** The enhanced code of RFC 3463, such as `5.1.1`. */
  readonly enhancedCode?: string;
}

const ACTIONS: ReadonlyMap<string, DeliveryFacts['status']> = new Map([
  ['failed', 'failed'],
  ['delayed', 'delayed'],
  ['delivered', 'delivered'],
  // It went on to a server that reports nothing any more.
  ['relayed', 'sent'],
  ['expanded', 'sent'],
]);
const ORIGINALS: ReadonlySet<unknown> = new Set(['message/rfc822', 'text/rfc822-headers']);

function partsOf(mail: Fields, isWanted: (mimeType: unknown) => boolean): readonly string[] {
  return fieldsIn(mail['machineParts'])
    .filter((part) => isWanted(part['mimeType']))
    .map((part) => textOf(part['text']) ?? '');
}

function ours(ids: readonly string[], account: string): Reported | undefined {
  const found = ids.flatMap((messageId) => {
    const read = readOurId(messageId, account);
    return read === undefined ? [] : [{ messageId, ...read }];
  });
  return found[0];
}

/** By the fields of the mail that came back, then by what a read receipt says, then by what the report answers. */
export function reportedIn(mail: Fields, headers: Headers, account: string): Reported | undefined {
  const originals = partsOf(mail, (type) => ORIGINALS.has(type)).map((text) => text.split(/\r?\n\r?\n/, 1)[0] ?? '');
  const receipts = partsOf(mail, (type) => type === 'message/disposition-notification');
  return ours(
    [
      // Some servers put an id of their own in the place of ours; our field stays.
      ...originals.flatMap((text) =>
        ['x-schakel-message', 'message-id'].flatMap((name) => idsIn(headersIn(text), name)),
      ),
      ...receipts.flatMap((text) => idsIn(headersIn(text), 'original-message-id')),
      ...idsIn(headers, 'in-reply-to'),
      ...idsIn(headers, 'references'),
    ],
    account,
  );
}

function actionIn(block: Headers): DeliveryFacts | undefined {
  const action = ACTIONS.get(tokenOf(block, 'action') ?? '');
  const [enhancedCode] = /^[245]\.\d{1,3}\.\d{1,3}/.exec(headerOf(block, 'status')?.trim() ?? '') ?? [];
  const byCode = enhancedCode?.startsWith('5') === true ? 'failed' : undefined;
  const status = action ?? byCode;
  return status === undefined ? undefined : { status, ...(enhancedCode === undefined ? {} : { enhancedCode }) };
}

/** What a delivery report says of the mail. Of several recipients the one that failed counts. */
export function deliveryIn(mail: Fields): DeliveryFacts | undefined {
  const blocks = partsOf(mail, (type) => type === 'message/delivery-status').flatMap((text) =>
    text.split(/\r?\n\s*\r?\n/).slice(0, 50),
  );
  const told = blocks.map((block) => actionIn(headersIn(block))).filter((one) => one !== undefined);
  return told.find(({ status }) => status === 'failed') ?? told[0];
}

/** Whether somebody opened the mail; a program that threw it away sends a receipt too (RFC 8098). */
export function isRead(mail: Fields): boolean {
  const receipts = partsOf(mail, (type) => type === 'message/disposition-notification');
  return receipts.some((text) => /;\s*displayed\b/i.test(headerOf(headersIn(text), 'disposition') ?? ''));
}
