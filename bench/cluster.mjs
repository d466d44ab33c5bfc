import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { connect } from 'amqplib';
import pg from 'pg';
import { chooseFreePorts } from '../test/support/servers/wire.mjs';
import { runSchakel, startSchakel, stop, untilReady } from './processes.mjs';

const ROLES = ['intake', 'worker', 'api', 'scheduler'];

async function onServer(url, statement) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withPath(url, path) {
  const other = new URL(url);
  other.pathname = `/${path}`;
  return other.href;
}

/** Schakel as it runs on a cluster: PostgreSQL, Redis and RabbitMQ, and a process for each role, all on this machine. */
export class Cluster {
  #urls;
  #name = `bench_${randomBytes(5).toString('hex')}`;
  #environment;
  #ports;
  #processes = new Map();
  #others = [];
  #broker;

  /** @param urls of the servers: `postgres`, `redis`, `amqp` */
  constructor(urls, folder) {
    this.#urls = urls;
    this.#environment = {
      SCHAKEL_DATA_DIR: join(folder, 'data'),
      SCHAKEL_DATABASE_URL: withPath(urls.postgres, this.#name),
      SCHAKEL_REDIS_URL: urls.redis,
      SCHAKEL_AMQP_URL: urls.amqp,
      SCHAKEL_AMQP_PREFIX: `${this.#name.replace('_', '-')}.`,
      SCHAKEL_BLOB_URL: join(folder, 'media'),
      SCHAKEL_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    };
  }

  get databaseUrl() {
    return this.#environment.SCHAKEL_DATABASE_URL;
  }

  get encryptionKey() {
    return this.#environment.SCHAKEL_ENCRYPTION_KEY;
  }

  async start(configFolder) {
    await this.prepare(configFolder);
    this.#ports = await chooseFreePorts(ROLES.length);
    await Promise.all(ROLES.map((role) => this.startRole(role)));
  }

  /** Database, broker and configuration, and no process yet. */
  async prepare(configFolder) {
    await onServer(this.#urls.postgres, `create database ${this.#name}`);
    this.database = new pg.Pool({ connectionString: this.#environment.SCHAKEL_DATABASE_URL, max: 1 });
    this.database.on('error', () => {});
    this.#broker = await connect(this.#urls.amqp);
    this.channel = await this.#broker.createChannel();
    await this.#demand(['migrate']);
    await this.#demand(['config', 'apply', '--config', configFolder]);
  }

  /** One more process of a role, on a port of its own. */
  async startAnother(role) {
    const [port] = await chooseFreePorts(1);
    const started = startSchakel(['serve', '--role', role], { ...this.#environment, SCHAKEL_PORT: String(port) });
    this.#others.push(started);
    await untilReady(started, `http://127.0.0.1:${port}`);
    return started;
  }

  get intakePort() {
    return this.#ports[ROLES.indexOf('intake')];
  }

  get ticketsQueue() {
    return `${this.#environment.SCHAKEL_AMQP_PREFIX}schakel.tickets.1700`;
  }

  async startRole(role) {
    const port = this.#ports[ROLES.indexOf(role)];
    const started = startSchakel(['serve', '--role', role], { ...this.#environment, SCHAKEL_PORT: String(port) });
    this.#processes.set(role, started);
    await untilReady(started, `http://127.0.0.1:${port}`);
  }

  async stopRole(role) {
    await stop(this.#processes.get(role));
  }

  /** Gives the report of `schakel reconcile`. */
  reconcile() {
    return runSchakel(['reconcile'], this.#environment);
  }

  async stop() {
    await Promise.all([...this.#processes.values(), ...this.#others].map(stop));
  }

  /** Leaves nothing behind on servers that somebody else keeps. */
  async remove() {
    await this.stop();
    await this.database?.end();
    await this.#deleteQueues();
    await onServer(this.#urls.postgres, `drop database if exists ${this.#name} with (force)`);
  }

  async #deleteQueues() {
    const prefix = this.#environment.SCHAKEL_AMQP_PREFIX;
    for (const queue of ['tickets.1700', 'tickets.1700.rejected', 'answers', 'answers.rejected']) {
      await this.channel?.deleteQueue(`${prefix}schakel.${queue}`);
    }
    for (const exchange of ['tickets', 'answers']) {
      await this.channel?.deleteExchange(`${prefix}schakel.${exchange}`);
    }
    await this.#broker?.close();
  }

  async #demand(args) {
    const { ok, output } = await runSchakel(args, this.#environment);
    if (!ok) {
      throw new Error(`schakel ${args.join(' ')} failed:\n${output}`);
    }
  }
}
