export const CENSOR = '[redacted]';

/** Keys whose value never belongs in a log. The first line of defence is not to log them. */
const SECRET_OR_PERSONAL_KEYS = [
  // secrets
  'authorization',
  'Authorization',
  'cookie',
  'token',
  'accessToken',
  'refreshToken',
  'access_token',
  'apiKey',
  'password',
  'secret',
  'signature',
  // what citizens write
  'text',
  'body',
  'raw',
  'payload',
  'excerpt',
  // who citizens are
  'name',
  'displayName',
  'handle',
  'email',
  'phone',
  'address',
  'author',
  'citizen',
  'nationalNumber',
] as const;

/** Pino's wildcard stands for one level, so each depth is written out. */
const DEPTHS = ['', '*.', '*.*.', '*.*.*.'] as const;

export function redactPaths(): string[] {
  return DEPTHS.flatMap((depth) => SECRET_OR_PERSONAL_KEYS.map((key) => `${depth}${key}`));
}
