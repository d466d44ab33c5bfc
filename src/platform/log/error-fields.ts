import { types } from 'node:util';

const MAX_MESSAGE_CHARACTERS = 500;
const MAX_CAUSES = 3;
const CREDENTIALS_IN_URL = /\/\/[^/\s@]*@/g;

export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorFields;
}

function clean(text: string): string {
  return text.replace(CREDENTIALS_IN_URL, '//').slice(0, MAX_MESSAGE_CHARACTERS);
}

/** The stack repeats the message in its first lines; only the frames are kept. */
function frames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}

/**
 * Only what helps to find the fault: a database error also carries the values of the row that it is about
 * (`detail`, `where`), and those can be a citizen's.
 */
export function errorFields(error: Error, depth = 1): ErrorFields {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: error.constructor.name,
    message: clean(error.message),
    ...(code === undefined ? {} : { code }),
    ...(error.stack === undefined ? {} : { stack: frames(error.stack) }),
    ...(types.isNativeError(error.cause) && depth < MAX_CAUSES ? { cause: errorFields(error.cause, depth + 1) } : {}),
  };
}
