export interface WrittenMail {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  readonly headers?: readonly string[];
}

function raw(lines: readonly string[]): string {
  return lines.join('\r\n');
}

/** A mail as a program of a citizen writes it. */
export function writeMail({ id, from, to, subject = 'Vraag', text, headers = [] }: WrittenMail): string {
  return raw([
    ...[`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: ${id}`, ...headers],
    ...['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text],
  ]);
}

/** A mail in HTML with one file of so many bytes. */
export function writeMailWithFile(mail: WrittenMail, file: { readonly name: string; readonly bytes: number }): string {
  const boundary = 'grens-42';
  return raw([
    ...[`From: ${mail.from}`, `To: ${mail.to}`, `Subject: ${mail.subject ?? 'Vraag'}`, `Message-ID: ${mail.id}`],
    ...['MIME-Version: 1.0', `Content-Type: multipart/mixed; boundary="${boundary}"`, ''],
    ...[`--${boundary}`, 'Content-Type: text/html; charset=utf-8', '', `<p>${mail.text}</p>`, `--${boundary}`],
    ...[
      'Content-Type: image/jpeg',
      `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(file.name)}`,
    ],
    ...['Content-Transfer-Encoding: base64', '', Buffer.alloc(file.bytes, 7).toString('base64'), `--${boundary}--`, ''],
  ]);
}

/** A mail in HTML with a picture in its words and a file beside them, as telephones write it. */
export function writeMailWithPictures(
  mail: WrittenMail,
  { picture, file, name }: { readonly picture: Buffer; readonly file: Buffer; readonly name: string },
): string {
  const [outer, inner] = ['grens-buiten', 'grens-binnen'];
  const bytes = (content: Buffer): string => content.toString('base64').replace(/.{76}/g, '$&\r\n');
  return raw([
    ...[`From: ${mail.from}`, `To: ${mail.to}`, `Subject: ${mail.subject ?? 'Vraag'}`, `Message-ID: ${mail.id}`],
    ...['MIME-Version: 1.0', `Content-Type: multipart/mixed; boundary="${outer}"`, '', `--${outer}`],
    ...[`Content-Type: multipart/related; boundary="${inner}"`, '', `--${inner}`],
    ...['Content-Type: text/html; charset=utf-8', '', `<p>${mail.text}</p><img src="cid:1">`, `--${inner}`],
    ...[
      'Content-Type: image/png',
      'Content-ID: <1>',
      'Content-Disposition: inline',
      'Content-Transfer-Encoding: base64',
    ],
    ...['', bytes(picture), `--${inner}--`, `--${outer}`, `Content-Type: application/octet-stream; name="${name}"`],
    ...[`Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '', bytes(file)],
    ...[`--${outer}--`, ''],
  ]);
}

/** What a mail server sends when it cannot hand a mail over (RFC 3464), with the fields of that mail. */
export function writeBounce({
  to,
  of,
  status,
}: {
  readonly to: string;
  readonly of: string;
  readonly status: string;
}): string {
  const boundary = 'rapport-42';
  return raw([
    ...['From: Mail Delivery System <MAILER-DAEMON@mx.test>', `To: ${to}`, 'Subject: Undelivered Mail'],
    ...[`Message-ID: <bounce-of-${of.slice(1, 20)}@mx.test>`, 'Auto-Submitted: auto-replied', 'MIME-Version: 1.0'],
    ...[`Content-Type: multipart/report; report-type=delivery-status;\r\n boundary="${boundary}"`, ''],
    ...[`--${boundary}`, 'Content-Type: text/plain; charset=us-ascii', '', 'Sorry.', '', `--${boundary}`],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.test', ''],
    ...['Final-Recipient: rfc822; weg@burger.test', 'Action: failed', `Status: ${status}`, '', `--${boundary}`],
    ...[
      'Content-Type: text/rfc822-headers',
      '',
      'Subject: Re: Vraag',
      `Message-ID:\r\n ${of}`,
      '',
      `--${boundary}--`,
      '',
    ],
  ]);
}
