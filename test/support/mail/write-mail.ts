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
