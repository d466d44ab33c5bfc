import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * JSON as Meta puts it on the wire: non-ASCII as lowercase \uXXXX and slashes as \/. A receiver that hashes the parsed
 * and rewritten body gets another signature, and finds out only when a text has an accent, an emoji or a link.
 */
export function wireJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');
}

export function hubSignature(appSecret: string, body: string | Buffer): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

export function appsecretProof(appSecret: string, token: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex');
}

export function isSame(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
