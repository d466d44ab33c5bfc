/** One grey pixel: what every photo of the demo shows. */
export const SAMPLE_IMAGE: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

const PROGRAM_BYTES = 4 * 1024;
const HUGE_BYTES = 6 * 1024 * 1024;

/** The beginning of a program for Windows, and nothing that runs. */
function program(): Buffer {
  const bytes = Buffer.alloc(PROGRAM_BYTES);
  bytes.write('MZ', 0, 'latin1');
  return bytes;
}

/** A picture that is larger than a platform lets citizens send. */
function hugeImage(): Buffer {
  return Buffer.concat([SAMPLE_IMAGE, Buffer.alloc(HUGE_BYTES)]);
}

/** What is sent under a name: a picture, unless the name begins with `program` or `huge`. */
export function bytesOf(name: string): Buffer {
  if (name.startsWith('program')) {
    return program();
  }
  return name.startsWith('huge') ? hugeImage() : SAMPLE_IMAGE;
}
