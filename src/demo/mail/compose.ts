/** What a citizen writes; `photo` names the picture that goes along. */
export interface Letter {
  readonly from: { readonly address: string; readonly name: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly photo?: { readonly name: string; readonly bytes: Buffer };
  /** Fields as they stand in the mail, such as `Auto-Submitted: auto-replied`. */
  readonly fields?: readonly string[];
}

/** A mail as IMAP shows it: its sections (`''` is all of it) and its structure. */
export interface ComposedMail {
  readonly sections: ReadonlyMap<string, Buffer>;
  readonly structure: string;
}

const BOUNDARY = 'demo-grens';
const CRLF = '\r\n';

/** RFC 2047, for names and subjects with more than ASCII. */
function word(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

/** No field may begin another one. */
function line(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}

function quoted(text: string): string {
  return `"${text.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function folded(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join(CRLF);
}

function headOf(letter: Letter, type: string): string {
  const { from, to, subject, messageId, inReplyTo, fields = [] } = letter;
  return [
    `From: ${word(line(from.name))} <${line(from.address)}>`,
    ...[`To: ${line(to)}`, `Subject: ${word(line(subject))}`, `Message-ID: ${line(messageId)}`],
    ...(inReplyTo === undefined ? [] : [`In-Reply-To: ${line(inReplyTo)}`, `References: ${line(inReplyTo)}`]),
    ...fields.map((field) => line(field)),
    ...['MIME-Version: 1.0', type, '', ''],
  ].join(CRLF);
}

const TEXT_TYPE = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'].join(CRLF);

function textStructure(body: string): string {
  const lines = body.split(CRLF).length;
  return `("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "BASE64" ${body.length} ${lines} NIL NIL NIL NIL)`;
}

function withPhoto(letter: Letter, text: string, photo: NonNullable<Letter['photo']>): ComposedMail {
  const bytes = folded(photo.bytes);
  const name = quoted(photo.name);
  const photoHead = [
    `Content-Type: image/png; name=${name}`,
    `Content-Disposition: attachment; filename=${name}`,
    'Content-Transfer-Encoding: base64',
  ].join(CRLF);
  const parts = [
    ...[`--${BOUNDARY}`, TEXT_TYPE, '', text],
    ...[`--${BOUNDARY}`, photoHead, '', bytes, `--${BOUNDARY}--`, ''],
  ].join(CRLF);
  const head = headOf(letter, `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`);
  const photoStructure = `("IMAGE" "PNG" ("NAME" ${name}) NIL NIL "BASE64" ${bytes.length} NIL ("ATTACHMENT" ("FILENAME" ${name})) NIL NIL)`;
  return {
    sections: sectionsOf(head, parts, [
      ['1.MIME', TEXT_TYPE + CRLF + CRLF],
      ['1', text],
      ['2.MIME', photoHead + CRLF + CRLF],
      ['2', bytes],
    ]),
    structure: `(${textStructure(text)}${photoStructure} "MIXED" ("BOUNDARY" "${BOUNDARY}") NIL NIL NIL)`,
  };
}

function sectionsOf(
  head: string,
  body: string,
  parts: readonly (readonly [name: string, text: string])[],
): ReadonlyMap<string, Buffer> {
  const all = [['', head + body], ['HEADER', head], ['TEXT', body], ...parts] as const;
  return new Map(all.map(([name, text]) => [name, Buffer.from(text)]));
}

export function composeLetter(letter: Letter): ComposedMail {
  const text = folded(Buffer.from(letter.text));
  if (letter.photo !== undefined) {
    return withPhoto(letter, text, letter.photo);
  }
  return { sections: sectionsOf(headOf(letter, TEXT_TYPE), text, [['1', text]]), structure: textStructure(text) };
}
