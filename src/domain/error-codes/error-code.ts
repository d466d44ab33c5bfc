/**
 * Whose turn it is. `retry`: ours or the caller's, by itself. `park`: a person repairs configuration or a target.
 * `reject`: nobody's, it is refused for good. `quarantine`: a person looks at this one message. `note`: nobody's, it
 * is written down. `bug`: the developers'.
 */
export type ErrorKind = 'retry' | 'park' | 'reject' | 'quarantine' | 'note' | 'bug';

/** A code as it is stored, shown and told. HTTP statuses belong to the API. */
export interface ErrorCode {
  readonly code: string;
  readonly kind: ErrorKind;
  /** What it means to an operator and what can be done, in sentences. */
  readonly hint: string;
}
