import type PostalMime from 'postal-mime';
import type { Address, Email } from 'postal-mime';
import type { MailAddress, MailFile, ReceivedMail } from '../../adapter-sdk/mail.js';

const MAX_HEADERS = 200;
const MAX_HEADER = 4_000;
const MAX_TEXT = 200_000;
const MAX_HTML = 1_000_000;
const MAX_MACHINE_PARTS = 5;
const MAX_MACHINE_PART = 16_000;
const FOR_MACHINES: ReadonlySet<string> = new Set([
  ...['message/delivery-status', 'message/disposition-notification', 'text/rfc822-headers', 'message/rfc822'],
]);

/** What the mailbox tells of a mail beside its bytes. */
export interface MailFacts {
  readonly uid: number;
  readonly sizeBytes: number;
  readonly arrivedAtMs?: number;
  readonly files: readonly MailFile[];
}

function addressOf(address: Address | undefined): MailAddress | undefined {
  if (address?.address === undefined) {
    return undefined;
  }
  return { address: address.address, ...(address.name === '' ? {} : { name: address.name }) };
}

/** Text of the HTML of a mail, for people. It is not HTML any more: whoever shows it escapes it. */
async function textOfHtml(html: string): Promise<string> {
  const { convert } = await import('html-to-text');
  return convert(html.slice(0, MAX_HTML), {
    wordwrap: false,
    limits: { maxInputLength: MAX_HTML, maxDepth: 100, maxChildNodes: 5_000 },
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      { selector: 'img', format: 'skip' },
    ],
  });
}

async function wordsOf(text: string, html: string): Promise<string> {
  const words = text.trim() === '' && html !== '' ? await textOfHtml(html) : text;
  return words.slice(0, MAX_TEXT).trim();
}

function machinePartsOf({ attachments }: Email): ReceivedMail['machineParts'] {
  return attachments
    .filter(({ mimeType }) => FOR_MACHINES.has(mimeType))
    .slice(0, MAX_MACHINE_PARTS)
    .map(({ mimeType, content }) => ({
      mimeType,
      text: typeof content === 'string' ? content.slice(0, MAX_MACHINE_PART) : '',
    }));
}

const NOTHING: Email = { headers: [], headerLines: [], attachments: [] };

/** The fields alone of a mail that cannot be read: it was built to be too deep or too long, and is kept and shown all the same. */
async function fieldsAlone(parser: typeof PostalMime, bytes: Buffer): Promise<Email> {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, Math.min(end === -1 ? bytes.length : end, MAX_TEXT));
  try {
    return await parser.parse(Buffer.concat([Buffer.from('X-Unreadable: yes\r\n'), head]));
  } catch {
    return NOTHING;
  }
}

async function parsed(bytes: Buffer): Promise<Email> {
  const { default: parser } = await import('postal-mime');
  try {
    return await parser.parse(bytes, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' });
  } catch {
    return fieldsAlone(parser, bytes);
  }
}

function mailOf(email: Email, facts: MailFacts, text: string): ReceivedMail {
  const [from, replyTo] = [addressOf(email.from), addressOf(email.replyTo?.[0])];
  return {
    ...facts,
    headers: email.headers.slice(0, MAX_HEADERS).map(({ key, value }) => [key, value.slice(0, MAX_HEADER)] as const),
    ...(from === undefined ? {} : { from }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(email.subject === undefined ? {} : { subject: email.subject.slice(0, MAX_HEADER) }),
    text,
    machineParts: machinePartsOf(email),
  };
}

/** Reads a whole mail. */
export async function parseMail(source: Buffer, facts: MailFacts): Promise<ReceivedMail> {
  const email = await parsed(source);
  const text = await wordsOf(email.text ?? '', email.html ?? '');
  return { ...mailOf(email, facts, text), source: source.toString('base64') };
}

/** Reads a mail of which only the fields and the part with the words were fetched. */
export async function parsePartly(
  head: Buffer,
  words: { readonly text: string; readonly isHtml: boolean },
  facts: MailFacts,
): Promise<ReceivedMail> {
  // What stands in the fields about the body is about one that is not there.
  const fields = await parsed(head);
  const text = words.isHtml ? await wordsOf('', words.text) : await wordsOf(words.text, '');
  return mailOf({ ...fields, attachments: [] }, facts, text);
}
