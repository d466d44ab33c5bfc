/** An answer of the API, before it is put on the wire. */
export interface RestReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** True for a call that did something people can see. */
  readonly isSend?: boolean;
}

/** What LinkedIn says beside a status. Service numbers as callers of the real API wrote them down. */
const KNOWN: Readonly<Record<number, { readonly code: string; readonly serviceErrorCode?: number }>> = {
  400: { code: 'ILLEGAL_ARGUMENT' },
  401: { code: 'INVALID_ACCESS_TOKEN', serviceErrorCode: 65600 },
  403: { code: 'ACCESS_DENIED', serviceErrorCode: 100 },
  404: { code: 'NOT_FOUND' },
  426: { code: 'NONEXISTENT_VERSION' },
  429: { code: 'TOO_MANY_REQUESTS', serviceErrorCode: 101 },
  500: { code: 'INTERNAL_SERVER_ERROR' },
};

export function refuse(
  status: number,
  message: string,
  more: { readonly code?: string; readonly serviceErrorCode?: number } = {},
): RestReply {
  return { status, body: { status, ...KNOWN[status], ...more, message } };
}

/** A part of a list, with what LinkedIn tells about the rest of it. */
export function listOf<T>(
  all: readonly T[],
  range: { readonly start: number; readonly count: number },
  show: (one: T) => unknown,
): RestReply {
  const { start, count } = range;
  const hasNext = start + count < all.length;
  return {
    status: 200,
    body: {
      elements: all.slice(start, start + count).map((one) => show(one)),
      paging: { start, count, links: hasNext ? [{ type: 'application/json', rel: 'next', href: '/rest/next' }] : [] },
    },
  };
}
