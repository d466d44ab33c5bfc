import { types } from 'node:util';
import { pino, type Logger } from 'pino';
import { errorFields } from './error-fields.js';
import { CENSOR, redactPaths } from './redaction.js';

/** From loud to quiet: `error` wakes somebody, `warn` needs a look this week, `info` is a change of state. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Facts of one line. Ids and codes only: no citizen text, name, handle, address or token. Errors go under `error`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A message is a constant sentence, so that lines can be grouped; what varies goes in the fields. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** A log whose lines all carry these fields too. */
  child(fields: LogFields): Log;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** Gets one JSON line at a time; default standard output, written at once so that a crash loses none. */
  readonly destination?: { write(line: string): void };
}

export function isLogLevel(text: string): text is LogLevel {
  return LOG_LEVELS.some((level) => level === text);
}

function withReadableErrors(fields: Record<string, unknown>): Record<string, unknown> {
  const readable: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    readable[key] = types.isNativeError(value) ? errorFields(value) : value;
  }
  return readable;
}

function wrap(logger: Logger): Log {
  return {
    debug: (fields, message) => {
      logger.debug(fields, message);
    },
    info: (fields, message) => {
      logger.info(fields, message);
    },
    warn: (fields, message) => {
      logger.warn(fields, message);
    },
    error: (fields, message) => {
      logger.error(fields, message);
    },
    child: (fields) => wrap(logger.child(withReadableErrors(fields))),
  };
}

/** One JSON object a line: time (ISO, UTC), level, message and fields. */
export function createLog(options: LogOptions): Log {
  const settings = {
    level: options.level,
    base: null,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: withReadableErrors },
    redact: { paths: redactPaths(), censor: CENSOR },
  };
  return wrap(options.destination === undefined ? pino(settings) : pino(settings, options.destination));
}
