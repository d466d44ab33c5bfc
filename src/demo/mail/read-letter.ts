/** What the transcript shows of a mail that was handed over: its fields, and its words where it is plain text. */
export interface ReadLetter {
  readonly messageId: string;
  readonly subject: string;
  readonly inReplyTo?: string;
  readonly text: string;
}

function bytesOfQuoted(text: string): Buffer {
  const plain = text.replaceAll(/=\r\n/g, '').replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => {
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  return Buffer.from(plain, 'latin1');
}

/** RFC 2047; two words that follow each other are one. */
function decodedWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, word: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : bytesOfQuoted(word.replaceAll('_', ' ')).toString('utf8'),
    );
}

function bodyOf(body: string, encoding: string): string {
  switch (encoding) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return bytesOfQuoted(body).toString('utf8');
    default:
      return Buffer.from(body, 'latin1').toString('utf8');
  }
}

/** @param raw each byte one sign */
export function readLetter(raw: string): ReadLetter {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end === -1 ? raw.length : end).replaceAll(/\r\n[ \t]+/g, ' ');
  const field = (name: string): string | undefined => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim();
  const inReplyTo = field('In-Reply-To');
  const encoding = field('Content-Transfer-Encoding')?.toLowerCase() ?? '';
  return {
    messageId: field('Message-ID') ?? '',
    subject: decodedWords(field('Subject') ?? ''),
    text: end === -1 ? '' : bodyOf(raw.slice(end + 4), encoding).trim(),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
  };
}
