import { sqlStateOf } from './sql-state.js';

/**
 * True when the server refused what was written because of what it says (SQLSTATE class 22 data, 23 constraint),
 * so that the same statement will be refused again; false for anything that may pass (outage, deadlock, timeout).
 */
export function isDataError(error: unknown): boolean {
  return /^2[23]/.test(sqlStateOf(error) ?? '');
}
