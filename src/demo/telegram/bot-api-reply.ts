/** An answer of the Bot API, before it is put on the wire. */
export interface BotApiReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** True for a call that did something a citizen can see. */
  readonly isSend?: boolean;
}

export function ok(result: unknown, description?: string): BotApiReply {
  return { status: 200, body: { ok: true, result, ...(description === undefined ? {} : { description }) } };
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

/** The number stands in the status and in the body. Without a text the title of the number is all there is. */
export function refuse(code: number, text?: string, parameters?: Readonly<Record<string, number>>): BotApiReply {
  const title = TITLES[code] ?? 'Error';
  const description = text === undefined ? title : `${title}: ${text}`;
  return {
    status: code,
    body: { ok: false, error_code: code, description, ...(parameters === undefined ? {} : { parameters }) },
  };
}

/** Told in the body and in a header. */
export function tooMany(seconds: number): BotApiReply {
  return {
    ...refuse(429, `retry after ${String(seconds)}`, { retry_after: seconds }),
    headers: { 'retry-after': String(seconds) },
  };
}
