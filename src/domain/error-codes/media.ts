import type { ErrorCode } from './error-code.js';

/** What became of files that citizens sent. */
export const MEDIA_CODES = [
  {
    code: 'MEDIA_NOT_TAKEN',
    kind: 'note',
    hint: 'By policy nothing is kept of this kind of file on this channel. See "media" in the file of the municipality.',
  },
  {
    code: 'MEDIA_NOTHING_TO_FETCH',
    kind: 'note',
    hint: 'The platform gave neither an address nor an id of the file. Ask the citizen to send it again.',
  },
  {
    code: 'MEDIA_GONE',
    kind: 'note',
    hint: 'The platform does not have the file any more, or its address has ended. Ask the citizen to send it again.',
  },
  {
    code: 'MEDIA_TOO_LARGE',
    kind: 'reject',
    hint: 'The file is larger than the platform lets citizens send, or than Schakel takes. Ask for a smaller one.',
  },
  { code: 'MEDIA_EMPTY', kind: 'reject', hint: 'The file has no bytes. Ask the citizen to send it again.' },
  {
    code: 'MEDIA_TYPE_FORBIDDEN',
    kind: 'reject',
    hint: 'By its bytes the file is a program, markup or an archive. Such files are never kept. Ask for a picture or a document.',
  },
  {
    code: 'MEDIA_TYPE_MISMATCH',
    kind: 'reject',
    hint: 'By its bytes the file is something else than the platform said. It was not kept.',
  },
  {
    code: 'MEDIA_TYPE_UNKNOWN',
    kind: 'reject',
    hint: 'What the file is cannot be told from its bytes. It was not kept.',
  },
  {
    code: 'MEDIA_ADDRESS_REFUSED',
    kind: 'reject',
    hint: 'The address of the file is not one of the platform, not https, or not public. The detail says which. Nothing was fetched.',
  },
  {
    code: 'MEDIA_NOT_REACHED',
    kind: 'retry',
    hint: 'The server that has the file could not be reached. Check the network.',
  },
  {
    code: 'MEDIA_SERVER_ERROR',
    kind: 'retry',
    hint: 'The server that has the file failed. The detail has its status.',
  },
  {
    code: 'MEDIA_RATE_LIMITED',
    kind: 'retry',
    hint: 'The server that has the file limits the rate. Schakel waits as long as it says, six hours at most.',
  },
  {
    code: 'MEDIA_BROKEN_OFF',
    kind: 'retry',
    hint: 'The connection broke while the file came in, the time was over, or the copy could not be written. Check the disk when it lasts.',
  },
  {
    code: 'MEDIA_REFUSED',
    kind: 'park',
    hint: 'The platform refuses to give files of this account. Look at its token and permissions; files are tried again by themselves.',
  },
  {
    code: 'MEDIA_ACCOUNT_UNKNOWN',
    kind: 'park',
    hint: 'The account of the file is not in the configuration any more. Files are tried again by themselves once it is.',
  },
  {
    code: 'MEDIA_GIVEN_UP',
    kind: 'reject',
    hint: 'The file could not be fetched for eight days; the detail has the last code. Ask the citizen to send it again.',
  },
  {
    code: 'MEDIA_MESSAGE_DELETED',
    kind: 'note',
    hint: 'The citizen took the message back, so the copy was removed. Its size, type and keyed hash stay.',
  },
  {
    code: 'MEDIA_RETENTION_OVER',
    kind: 'note',
    hint: 'The copy was kept as long as the municipality wants ("keepDays"), and was removed.',
  },
  {
    code: 'MEDIA_TEXT_ERASED',
    kind: 'note',
    hint: 'The time for which its message may be kept is over, so the copy was removed. Its size, type and keyed hash stay.',
  },
  {
    code: 'MEDIA_COPY_LOST',
    kind: 'retry',
    hint: 'The copy is not in the blob store, as after a restore of an older disk. It is fetched again, if the platform still has it.',
  },
  { code: 'MEDIA_FETCH_FAILED', kind: 'bug', hint: 'Fetching a file threw. Report it with the log of that moment.' },
] as const satisfies readonly ErrorCode[];
