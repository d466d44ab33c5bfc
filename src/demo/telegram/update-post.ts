/** No answer came: refused, reset or too late. */
export const NO_ANSWER = 0;

export interface UpdatePost {
  readonly url: string;
  readonly body: string;
  /** Undefined sends the header not at all, as for a webhook that was set without a secret. */
  readonly secretToken: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface UpdateAnswer {
  readonly status: number;
  readonly retryAfterSeconds: number;
}

/** One attempt to bring an update. Whatever prevented an answer counts as none. */
export async function postUpdate(post: UpdatePost): Promise<UpdateAnswer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (post.secretToken !== undefined) {
    headers['x-telegram-bot-api-secret-token'] = post.secretToken;
  }
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      headers,
      body: post.body,
      redirect: 'manual',
      signal: AbortSignal.any([post.signal, AbortSignal.timeout(post.timeoutMs)]),
    });
    await response.body?.cancel();
    const retryAfter = Number(response.headers.get('retry-after') ?? '0');
    return { status: response.status, retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : 0 };
  } catch {
    return { status: NO_ANSWER, retryAfterSeconds: 0 };
  }
}

export function isAcknowledged(status: number): boolean {
  return status >= 200 && status < 300;
}
