import { types } from 'node:util';

const MAX_CHARACTERS = 200;

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function partsOf(error: Error): readonly unknown[] {
  return 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
}

/**
 * Says in one line why a call failed. Never the URL: with some platforms it carries the token. An error for several
 * addresses has no text of its own, only those of its parts.
 */
export function failureCause(error: unknown): string {
  // Errors of Node's core are no instance of this realm's Error when code runs in a context of its own.
  if (!types.isNativeError(error)) {
    return 'the call failed without a reason';
  }
  const text =
    error.message === ''
      ? partsOf(error)
          .map((part) => failureCause(part))
          .join('; ')
      : error.message;
  const code = codeOf(error);
  return (code === '' || text.includes(code) ? text : `${code}: ${text}`).slice(0, MAX_CHARACTERS);
}
