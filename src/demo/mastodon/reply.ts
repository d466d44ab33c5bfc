/** What a caller gets. A text as the body is HTML. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, body, headers };
}

/** Errors of Mastodon are one sentence. */
export function refuse(status: number, error: string): Reply {
  return { status, body: { error } };
}

export const NOT_FOUND = refuse(404, 'Record not found');
