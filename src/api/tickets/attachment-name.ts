/** The ending by which a computer opens a file, by what its bytes are; never the one that the sender gave it. */
const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/apng': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'image/avif': 'avif',
  'video/mp4': 'mp4',
  'video/x-m4v': 'm4v',
  'video/3gpp': '3gp',
  'video/3gpp2': '3g2',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/ogg': 'ogv',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'audio/ogg': 'ogg',
  'audio/opus': 'opus',
  'application/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/x-m4a': 'm4a',
  'audio/mp4': 'm4a',
  'audio/flac': 'flac',
  'audio/x-flac': 'flac',
  'audio/webm': 'weba',
  'application/pdf': 'pdf',
  'application/rtf': 'rtf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'text/plain': 'txt',
};

const MAX_CHARACTERS = 80;
/** What means something in a header, what cannot be seen, and marks that turn the direction of reading. */
const UNFIT = /[:*?"<>|\s\p{C}\p{Zl}\p{Zp}]+/gu;

/** The name without folders, ending and leading dots. */
function bareName(name: string): string {
  const [last = ''] = name.split(/[\\/]/).slice(-1);
  return last
    .replace(/\.[^.]*$/, '')
    .replace(UNFIT, ' ')
    .replace(/^[. ]+/, '')
    .slice(0, MAX_CHARACTERS)
    .trim();
}

/** The name under which a copy is saved: that of the citizen, with the ending of what it is. */
export function attachmentName(name: string | null, mimeType: string): string {
  const bare = bareName(name ?? '');
  return `${bare === '' ? 'bijlage' : bare}.${ENDINGS[mimeType] ?? 'bin'}`;
}
