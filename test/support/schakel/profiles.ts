import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillDataFolder } from '../embedded-database.js';
import { newestDatabaseUrl } from '../newest-database.js';
import { temporaryFolder } from '../temporary-folder.js';
import { freePort, runCommand, SchakelProcess, type ProcessEnvironment } from './process.js';

/** `server`: one process on a real PostgreSQL and nothing else, as a partnership of municipalities may run it. */
export type ProfileName = 'embedded' | 'server' | 'cluster';

export interface Installation {
  readonly profile: ProfileName;
  readonly webhookUrl: string;
  readonly apiUrl: string;
  readonly schedulerUrl: string;
  readonly key: string;
  /** Empty but on the cluster profile. */
  readonly amqpPrefix: string;
  readonly processes: ReadonlyMap<string, SchakelProcess>;
  readonly configFolder: string;
  /** Empty on the embedded profile. */
  readonly databaseUrl: string;
  /** Where copies of citizens' files are. */
  readonly blobFolder: string;
  /** Runs a command of the program on the same data; on the embedded profile Schakel must be stopped first. */
  command(args: readonly string[], extra?: ProcessEnvironment): ReturnType<typeof runCommand>;
  /** Changes something small in the configuration folder, so that applying it is a change. */
  touchConfiguration(): void;
  /** Starts what is not running. */
  start(): Promise<void>;
  /** From now on the process of a role dies at a commit (`handling.batch:before`), also when it starts later; undefined ends that. */
  arm(role: string, death: string | undefined): void;
  stop(signal?: NodeJS.Signals): Promise<void>;
  kill(role: string): Promise<void>;
}

export interface InstallationOptions {
  readonly configFolder: string;
  readonly platformUrl: string;
  readonly environment?: ProcessEnvironment;
}

interface Plan {
  readonly name: string;
  readonly args: readonly string[];
  readonly port: number;
}

function demanded(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(
      `${name} is not set. Run the tests with "npm test", or start servers with "node scripts/servers.mjs start".`,
    );
  }
  return value;
}

/** A Redis database of its own, as far as there are: tests that run at once do not ring each other's bells. */
function redisUrl(): string {
  const url = new URL(demanded('SCHAKEL_TEST_REDIS_URL'));
  url.pathname = `/${(randomBytes(1)[0] ?? 0) % 15}`;
  return url.toString();
}

async function serversFor(profile: ProfileName, amqpPrefix: string): Promise<ProcessEnvironment> {
  if (profile === 'embedded') {
    return {};
  }
  const database = {
    SCHAKEL_DATABASE_URL: await newestDatabaseUrl(),
    SCHAKEL_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  };
  return profile === 'server'
    ? database
    : {
        ...database,
        SCHAKEL_REDIS_URL: redisUrl(),
        SCHAKEL_AMQP_URL: demanded('SCHAKEL_TEST_AMQP_URL'),
        SCHAKEL_AMQP_PREFIX: amqpPrefix,
      };
}

async function planFor(profile: ProfileName): Promise<readonly Plan[]> {
  const roles = profile === 'cluster' ? ['intake', 'worker', 'api', 'scheduler'] : ['all'];
  return Promise.all(
    roles.map(async (name) => ({
      name,
      args: name === 'all' ? ['serve'] : ['serve', '--role', name],
      port: await freePort(),
    })),
  );
}

/** An installation of the built program: one process for all roles, or a process for each role on real servers. */
export async function install(profile: ProfileName, options: InstallationOptions): Promise<Installation> {
  const plan = await planFor(profile);
  const key = `test-key-${randomBytes(12).toString('hex')}`;
  const amqpPrefix = profile === 'cluster' ? `t${randomBytes(5).toString('hex')}.` : '';
  const blobFolder = temporaryFolder('media');
  const dataFolder = temporaryFolder('data');
  const environment: ProcessEnvironment = {
    SCHAKEL_DATA_DIR: dataFolder,
    SCHAKEL_BLOB_URL: blobFolder,
    SCHAKEL_META_BASE_URL: options.platformUrl,
    // Nobody is looked at or probed outside this machine; a test with a platform of its own says where it is.
    SCHAKEL_MASTODON_BASE_URL: options.platformUrl,
    SCHAKEL_TELEGRAM_BASE_URL: options.platformUrl,
    SCHAKEL_X_BASE_URL: options.platformUrl,
    SCHAKEL_LINKEDIN_BASE_URL: options.platformUrl,
    SCHAKEL_BLUESKY_BASE_URL: options.platformUrl,
    SCHAKEL_EMAIL_BASE_URL: 'imap://127.0.0.1:9?smtp=9',
    SCHAKEL_ALLOW_PRIVATE_TARGETS: 'yes',
    SCHAKEL_BOOTSTRAP_KEY: key,
    ...(await serversFor(profile, amqpPrefix)),
    ...options.environment,
  };
  const processes = new Map<string, SchakelProcess>();
  const urlOf = (role: string): string => {
    const one = plan.find(({ name }) => name === role || name === 'all');
    return `http://127.0.0.1:${one?.port ?? 0}`;
  };
  const command = (args: readonly string[], extra: ProcessEnvironment = {}): ReturnType<typeof runCommand> =>
    runCommand(args, { ...environment, ...extra });

  async function prepare(): Promise<void> {
    if (profile === 'embedded') {
      await fillDataFolder(dataFolder);
    }
    // The newest schema is there: its making is tested with the stores and with the first start.
    const { code, output } = await command(['config', 'apply', '--config', options.configFolder]);
    if (code !== 0) {
      throw new Error(`schakel config apply failed:\n${output}`);
    }
  }

  const deaths = temporaryFolder('deaths');
  const deathOf = (name: string): string => join(deaths, name);

  async function start(): Promise<void> {
    const started = plan
      .filter(({ name }) => processes.get(name)?.hasEnded !== false)
      .map(({ name, args, port }) => {
        const own = { SCHAKEL_PORT: String(port), SCHAKEL_FAILPOINT: `file:${deathOf(name)}` };
        const one = new SchakelProcess(name, args, { ...environment, ...own });
        processes.set(name, one);
        return one.ready(`http://127.0.0.1:${port}`);
      });
    await Promise.all(started);
  }

  await prepare();
  await start();
  return {
    ...{ profile, key, amqpPrefix, blobFolder, processes, command, start, configFolder: options.configFolder },
    databaseUrl: environment['SCHAKEL_DATABASE_URL'] ?? '',
    arm: (role, death) => {
      if (death === undefined) {
        rmSync(deathOf(role), { force: true });
      } else {
        writeFileSync(deathOf(role), death);
      }
    },
    touchConfiguration: () => {
      const path = join(options.configFolder, 'targets.yaml');
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace(/maxInFlight: (\d+)/, (_, n: string) => `maxInFlight: ${Number(n) + 1}`),
      );
    },
    webhookUrl: urlOf('intake'),
    apiUrl: urlOf('api'),
    schedulerUrl: urlOf('scheduler'),
    stop: async (signal = 'SIGTERM') => {
      await Promise.all([...processes.values()].map((one) => one.kill(signal)));
    },
    kill: async (role) => {
      await (processes.get(role) ?? processes.get('all'))?.kill('SIGKILL');
    },
  };
}
