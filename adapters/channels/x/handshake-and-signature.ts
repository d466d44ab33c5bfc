import { createHmac } from 'node:crypto';
import { hmacMatches } from '../../../src/adapter-sdk/index.js';
import type { HandshakeAnswer, RawRequest, ReceiverSecrets, Verification } from '../../../src/adapter-sdk/index.js';

const SIGNATURE = /^sha256=([A-Za-z0-9+/]{43}=)$/;
/**
 * Whoever asks for a handshake gets a signature over words of their own choice, made with the key that signs posts. So a
 * token is never something that could be a post, and a post never something that could be a token.
 */
const TOKEN = /^[A-Za-z0-9+/=_.-]{1,400}$/;
const POST_BEGINS = '{'.charCodeAt(0);

/** An empty secret would make a signature that anybody can compute. */
function keysOf({ signing }: ReceiverSecrets): readonly string[] {
  return signing.filter((secret) => secret !== '');
}

/** Answers X's challenge-response check with the first secret that is configured (`x-api/webhooks/introduction.mdx`). */
export function answerChallenge(
  query: Readonly<Record<string, string | undefined>>,
  secrets: ReceiverSecrets,
): HandshakeAnswer {
  const token = query['crc_token'];
  const [current] = keysOf(secrets);
  if (token === undefined || !TOKEN.test(token) || current === undefined) {
    return { status: 403, body: '' };
  }
  const response = createHmac('sha256', current).update(token).digest('base64');
  const body = JSON.stringify({ response_token: `sha256=${response}` });
  return { status: 200, body, contentType: 'application/json; charset=utf-8' };
}

/**
 * X signs with the OAuth 2.0 client secret of the app, or in the older header with its consumer secret; an app that has both may
 * get both (`x-api/webhooks/introduction.mdx`, read 2026-11-27). Which of them is configured is up to whoever runs Schakel.
 */
const HEADERS = ['x-twitter-webhooks-signature-oauth2', 'x-twitter-webhooks-signature'] as const;

/** X signs the bytes as they travel, in base64. One good signature is enough: each is made with a secret of ours. */
export function verifySignature(request: RawRequest, secrets: ReceiverSecrets): Verification {
  const given = HEADERS.flatMap((name) => request.headers[name] ?? []).filter((header) => header !== '');
  if (given.length === 0) {
    return { ok: false, code: 'SIGNATURE_MISSING' };
  }
  const signatures = given.flatMap((header) => SIGNATURE.exec(header)?.[1] ?? []);
  const matches =
    request.rawBody[0] === POST_BEGINS &&
    signatures.some((signature) =>
      hmacMatches('sha256', keysOf(secrets), request.rawBody, Buffer.from(signature, 'base64')),
    );
  return matches ? { ok: true } : { ok: false, code: 'SIGNATURE_WRONG' };
}
