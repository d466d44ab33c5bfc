/** What a caller gets. A text as the body is HTML. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: unknown, status = 200): Reply {
  return { status, body };
}

/** Problems of X have a title, a detail and an address that names their kind. */
export function problem(status: number, kind: string, detail: string): Reply {
  const type = kind === '' ? 'about:blank' : `https://api.x.com/2/problems/${kind}`;
  return { status, body: { title: kind === '' ? 'Forbidden' : kind, type, status, detail } };
}
