import { createHash } from 'node:crypto';

/**
 * Names of a conversation at the counter. The citizen's browser holds a token of at least 128 random bits; we keep its hash
 * only, which is the conversation. All functions are pure: the same request gives the same names for ever.
 */

function hashOf(purpose: string, ...parts: readonly string[]): Buffer {
  return createHash('sha256')
    .update(['schakel counter', purpose, ...parts].join('\n'))
    .digest();
}

/** 22 characters of base64url are 128 bits. */
const TOKEN = /^[A-Za-z0-9_-]{22,64}$/;

export function isToken(text: unknown): text is string {
  return typeof text === 'string' && TOKEN.test(text);
}

export function conversationOf(account: string, token: string): string {
  return hashOf('conversation', account, token).toString('base64url');
}

/** The token of the conversation that a form begins: who knows the id of the form is who sent it. */
export function tokenOfForm(account: string, submissionId: string): string {
  return hashOf('form', account, submissionId).toString('base64url');
}

/** Digits and letters that are not taken for one another on paper or by telephone. As many as a prime. */
const SYMBOLS = '23456789AFHJKLMRUXY';
const PAYLOAD = 9;

/**
 * The weight of each place differs from its neighbour's, and sums are taken modulo a prime: so one wrong symbol and two that
 * changed places always give another check symbol.
 */
export function checkSymbol(payload: string): string {
  const sum = Array.from(payload).reduce((total, symbol, index) => total + (index + 1) * SYMBOLS.indexOf(symbol), 0);
  return SYMBOLS[sum % SYMBOLS.length] ?? '';
}

/** Ten symbols that a person can say, such as `7KF4H-2XM93`. It is a name and opens nothing. */
export function receiptNumber(conversation: string): string {
  let rest = BigInt(`0x${hashOf('receipt', conversation).toString('hex')}`);
  let payload = '';
  while (payload.length < PAYLOAD) {
    payload += SYMBOLS[Number(rest % BigInt(SYMBOLS.length))] ?? '';
    rest /= BigInt(SYMBOLS.length);
  }
  return `${payload.slice(0, 5)}-${payload.slice(5)}${checkSymbol(payload)}`;
}
