import { fieldsOf, textOf, type Fields } from './payloads.js';

/** One that can stand in a field of a mail and in the envelope, and so is no list and hides no other. */
const ADDRESS = /^[^\s<>()[\]@",;:\\]{1,64}@[\p{L}\p{N}.-]{1,190}$/u;

/** In lower case: servers do not tell capitals apart, and people type both. */
export function addressOf(value: unknown): string | undefined {
  const address = textOf(value)?.trim().toLowerCase();
  return address !== undefined && ADDRESS.test(address) ? address : undefined;
}

export function addressIn(mailbox: Fields | undefined): string | undefined {
  return addressOf(mailbox?.['address']);
}

/** The part behind the `@`. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** `name+tag@domain`, which arrives where `name@domain` does. */
export function withTag(address: string, tag: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${tag}${address.slice(at)}`;
}

/** Whether mail to this address arrives in the mailbox of the account, tagged or not. */
function isOf(account: string, address: string): boolean {
  return address.replace(/\+[^@]*@/, '@') === account.toLowerCase();
}

/**
 * Whom an answer goes to: where the writer asks for it, else the sender. Never the account itself, which some forms give as
 * their sender and some programs as the place for answers.
 */
export function writerOf(
  mail: Fields,
  account: string,
): { readonly address: string; readonly mailbox: Fields } | undefined {
  for (const mailbox of [fieldsOf(mail['replyTo']), fieldsOf(mail['from'])]) {
    const address = addressIn(mailbox);
    if (mailbox !== undefined && address !== undefined && !isOf(account, address)) {
      return { address, mailbox };
    }
  }
  return undefined;
}
