import type { MessageStructureObject } from 'imapflow';
import type { MailFile } from '../../adapter-sdk/mail.js';

/** More files than anybody sends; a mail may be built to have a million. */
const MAX_FILES = 50;
/** Pictures that stand in the words: a photo or two, or the logos of a signature. */
const MAX_PICTURES = 10;
/** Parts that say something about the mail and are nothing for a person to open. */
const NO_FILES: ReadonlySet<string> = new Set([
  ...['message/delivery-status', 'message/disposition-notification', 'text/rfc822-headers'],
  ...['application/pgp-signature', 'application/pkcs7-signature', 'application/x-pkcs7-signature'],
]);

/** A part that holds no others. A picture of `multipart/related` stands in the words (RFC 2387). */
interface Leaf {
  readonly node: MessageStructureObject;
  readonly isPicture: boolean;
}

/** All of them, in their order. A mail in a mail counts as one part. */
function leaves(node: MessageStructureObject, isRelated = false): readonly Leaf[] {
  return node.type.startsWith('multipart/')
    ? (node.childNodes ?? []).flatMap((child) => leaves(child, isRelated || node.type === 'multipart/related'))
    : [{ node, isPicture: isRelated && node.type.startsWith('image/') }];
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
  const words = leaves(structure).flatMap(({ node }) => (isWords(node) ? [node] : []));
  return words.find(({ type }) => type === 'text/plain') ?? words[0];
}

/** IMAP calls the only part of a mail `1`. */
export function partOf(node: MessageStructureObject): string {
  return node.part ?? '1';
}

/** What came beside the words, the pictures in them included. */
export function filesOf(structure: MessageStructureObject | undefined): readonly MailFile[] {
  if (structure === undefined) {
    return [];
  }
  const all = leaves(structure).filter(({ node }) => !isWords(node) && !NO_FILES.has(node.type));
  const tooMany = new Set(all.filter(({ isPicture }) => isPicture).slice(MAX_PICTURES));
  const files = all.filter((leaf) => !tooMany.has(leaf)).slice(0, MAX_FILES);
  return files.map(({ node }) => {
    const name = nameOf(node);
    return {
      ...{ part: partOf(node), mimeType: node.type, sizeBytes: node.size ?? 0 },
      ...(name === undefined ? {} : { name }),
    };
  });
}

/** The part that IMAP calls so. */
export function partAt(
  structure: MessageStructureObject | undefined,
  part: string,
): MessageStructureObject | undefined {
  return structure === undefined ? undefined : leaves(structure).find(({ node }) => partOf(node) === part)?.node;
}
