import { compileSchema } from '../adapter-sdk/index.js';
import type { LogLevel } from '../platform/log/log.js';

/** Where things are, and secrets. Everything else is configuration. This is the one file that reads the environment. */
export interface Environment {
  readonly config: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly amqpUrl: string | undefined;
  readonly bootstrapKey: string | undefined;
  readonly encryptionKey: string | undefined;
  readonly statementKey: string | undefined;
  /** Where copies of citizens' files are kept. */
  readonly blobUrl: string | undefined;
  readonly logLevel: LogLevel;
  /** Kills the process at a commit point; for failure tests. */
  readonly failpoint: string | undefined;
  /** Allows targets on private addresses; a CRM often stands in the own network. */
  readonly allowPrivateTargets: boolean;
  /** Prefix of the broker's names, for tests that share a broker. */
  readonly amqpPrefix: string;
  /** How long a claimed delivery may take before its outcome counts as unknown, milliseconds. */
  readonly leaseMs: number;
  /** Header in which the proxy in front tells who calls, in lower case; undefined where none is trusted. */
  readonly addressHeader: string | undefined;
  readonly values: Readonly<Record<string, string | undefined>>;
}

const text = (description: string): object => ({ type: 'string', minLength: 1, description });
const SCHEMA = {
  type: 'object',
  properties: {
    SCHAKEL_CONFIG: text('Folder with the configuration'),
    SCHAKEL_DATA_DIR: text('Folder for the embedded store and generated secrets'),
    SCHAKEL_HOST: text('Address to listen on'),
    SCHAKEL_PORT: { type: 'string', pattern: '^\\d{1,5}$', description: 'Port to listen on; 0 picks a free one' },
    SCHAKEL_DATABASE_URL: { type: 'string', pattern: '^postgres(ql)?://' },
    SCHAKEL_REDIS_URL: { type: 'string', pattern: '^rediss?://' },
    SCHAKEL_AMQP_URL: { type: 'string', pattern: '^amqps?://' },
    SCHAKEL_AMQP_PREFIX: { type: 'string', pattern: '^[a-z0-9.-]{1,40}$' },
    SCHAKEL_PUBLIC_URL: { type: 'string', pattern: '^https?://[^/?#]+/?$', description: 'Where platforms reach us' },
    SCHAKEL_BOOTSTRAP_KEY: { type: 'string', minLength: 16, description: 'An API key with all rights' },
    SCHAKEL_STATEMENT_KEY: {
      type: 'string',
      minLength: 43,
      description: 'Signs statements of use: 32 bytes as base64',
    },
    SCHAKEL_ENCRYPTION_KEY: { type: 'string', minLength: 43, description: '32 bytes as base64 or hex' },
    SCHAKEL_BLOB_URL: text("Folder for copies of citizens' files, as a path or a file: address"),
    SCHAKEL_LOG_LEVEL: { enum: ['debug', 'info', 'warn', 'error', 'silent'] },
    SCHAKEL_FAILPOINT: text('commit point:before|after:n, or file:path'),
    SCHAKEL_ALLOW_PRIVATE_TARGETS: { enum: ['yes', 'no'] },
    SCHAKEL_ADDRESS_HEADER: { type: 'string', pattern: '^[A-Za-z0-9-]{1,60}$' },
    SCHAKEL_LEASE_MS: { type: 'string', pattern: '^\\d{3,7}$' },
  },
} as const;

/** The variables that are known by themselves. */
export const VARIABLES: readonly string[] = Object.keys(SCHEMA.properties);

type Known = { readonly [Key in keyof (typeof SCHEMA)['properties']]?: string };

export type ReadEnvironment =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly errors: readonly string[] };

/** Reads the environment; an empty value counts as absent. All errors at once, as sentences. */
export function readEnvironment(values: Readonly<Record<string, string | undefined>>): ReadEnvironment {
  const given = Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => name.startsWith('SCHAKEL_') && value !== undefined && value !== '',
    ),
  );
  const checked = compileSchema<Known>(SCHEMA)(given);
  if (!checked.ok) {
    return { ok: false, errors: checked.errors.map((error) => `Environment: ${error.replace(/^\//, '')}`) };
  }
  const { value } = checked;
  return {
    ok: true,
    environment: {
      config: value.SCHAKEL_CONFIG,
      dataDir: value.SCHAKEL_DATA_DIR ?? '.schakel',
      host: value.SCHAKEL_HOST ?? '127.0.0.1',
      port: Number(value.SCHAKEL_PORT ?? '1700'),
      databaseUrl: value.SCHAKEL_DATABASE_URL,
      redisUrl: value.SCHAKEL_REDIS_URL,
      amqpUrl: value.SCHAKEL_AMQP_URL,
      amqpPrefix: value.SCHAKEL_AMQP_PREFIX ?? '',
      bootstrapKey: value.SCHAKEL_BOOTSTRAP_KEY,
      statementKey: value.SCHAKEL_STATEMENT_KEY,
      blobUrl: value.SCHAKEL_BLOB_URL,
      encryptionKey: value.SCHAKEL_ENCRYPTION_KEY,
      logLevel: (value.SCHAKEL_LOG_LEVEL ?? 'info') as LogLevel,
      failpoint: value.SCHAKEL_FAILPOINT,
      allowPrivateTargets: value.SCHAKEL_ALLOW_PRIVATE_TARGETS === 'yes',
      addressHeader: value.SCHAKEL_ADDRESS_HEADER?.toLowerCase(),
      leaseMs: Number(value.SCHAKEL_LEASE_MS ?? '90000'),
      values,
    },
  };
}
