import type { OutgoingMail } from '../../adapter-sdk/mail.js';

/** The bytes of a mail: text in UTF-8, headers folded and encoded. The same mail gives the same bytes. */
export async function composeMail(mail: OutgoingMail): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { from, to, replyTo, subject, text, messageId, inReplyTo, references, headers, writtenAtMs } = mail;
  const composer = new MailComposer({
    from: { name: from.name ?? '', address: from.address },
    to: [...to],
    ...(replyTo === undefined ? {} : { replyTo }),
    ...{ subject, text, messageId, date: new Date(writtenAtMs) },
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(references === undefined ? {} : { references: [...references] }),
    headers: { ...headers },
    // Nothing of a mail is ever read from a file or an address.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return composer.compile().build();
}

export function envelopeOf({ from, to, envelopeFrom }: OutgoingMail): { from: string; to: string[] } {
  return { from: envelopeFrom ?? from.address, to: [...to] };
}
