/**
 * The SQLSTATE of an error that the server gave, as five digits or capitals; undefined for any other error. Asked by
 * shape: the embedded store throws a class of its own, which `pg` does not know. Node's own codes (`EPIPE`) have no digit.
 */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return undefined;
  }
  return /^(?=.*\d)[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}
