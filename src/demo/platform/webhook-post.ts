import { hubSignature } from './signature.js';

export interface WebhookPost {
  readonly url: string;
  readonly body: Buffer;
  /** Undefined sends the header not at all. */
  readonly signature: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** No answer came: refused, reset or too late. */
export const NO_ANSWER = 0;

/** One attempt. Gives the HTTP status; whatever prevented an answer counts as none, as it does for Meta. */
export async function postWebhook(post: WebhookPost): Promise<number> {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'user-agent': 'facebookexternalua' };
  if (post.signature !== undefined) {
    headers['x-hub-signature-256'] = post.signature;
  }
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      headers,
      body: new Uint8Array(post.body),
      redirect: 'manual',
      signal: AbortSignal.any([post.signal, AbortSignal.timeout(post.timeoutMs)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return NO_ANSWER;
  }
}

export function isAcknowledged(status: number): boolean {
  return status >= 200 && status < 300;
}

export type SignatureChoice = 'right' | 'wrong' | 'missing';

export function signatureFor(choice: SignatureChoice, appSecret: string, body: Buffer): string | undefined {
  switch (choice) {
    case 'right':
      return hubSignature(appSecret, body);
    case 'wrong':
      return hubSignature(`not ${appSecret}`, body);
    case 'missing':
      return undefined;
  }
}

/** The handshake: Meta shows the verify token and wants its challenge back, as raw text. */
export async function shakeHands(
  callbackUrl: string,
  verifyToken: string,
  challenge: string,
): Promise<{ readonly ok: boolean; readonly status: number }> {
  const url = new URL(callbackUrl);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', verifyToken);
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
    const text = await response.text();
    return { ok: response.status === 200 && text === challenge, status: response.status };
  } catch {
    return { ok: false, status: NO_ANSWER };
  }
}
