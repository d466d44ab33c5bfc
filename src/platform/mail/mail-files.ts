import type { MessageStructureObject } from 'imapflow';
import type { MailFile } from '../../adapter-sdk/mail.js';

/** More files than anybody sends; a mail may be built to have a million. */
const MAX_FILES = 50;
/** Parts that say something about the mail and are nothing for a person to open. */
const NO_FILES: ReadonlySet<string> = new Set([
  ...['message/delivery-status', 'message/disposition-notification', 'text/rfc822-headers'],
  ...['application/pgp-signature', 'application/pkcs7-signature', 'application/x-pkcs7-signature'],
]);

/** All parts that hold no others, in their order. A mail in a mail counts as one part. */
function leaves(node: MessageStructureObject): readonly MessageStructureObject[] {
  const isWhole = node.type.startsWith('multipart/');
  return isWhole ? (node.childNodes ?? []).flatMap(leaves) : [node];
}

function nameOf({ dispositionParameters, parameters }: MessageStructureObject): string | undefined {
  return dispositionParameters?.['filename'] ?? parameters?.['name'];
}

function isWords(node: MessageStructureObject): boolean {
  const isText = node.type === 'text/plain' || node.type === 'text/html';
  return isText && node.disposition !== 'attachment' && nameOf(node) === undefined;
}

/** The part that a person reads: plain text before HTML. */
export function wordsPart(structure: MessageStructureObject): MessageStructureObject | undefined {
  const words = leaves(structure).filter(isWords);
  return words.find(({ type }) => type === 'text/plain') ?? words[0];
}

/** IMAP calls the only part of a mail `1`. */
export function partOf(node: MessageStructureObject): string {
  return node.part ?? '1';
}

export function filesOf(structure: MessageStructureObject | undefined): readonly MailFile[] {
  if (structure === undefined) {
    return [];
  }
  const files = leaves(structure).filter((node) => !isWords(node) && !NO_FILES.has(node.type));
  return files.slice(0, MAX_FILES).map((node) => {
    const name = nameOf(node);
    return {
      ...{ part: partOf(node), mimeType: node.type, sizeBytes: node.size ?? 0 },
      ...(name === undefined ? {} : { name }),
    };
  });
}
