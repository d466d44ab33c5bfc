import { randomBytes } from 'node:crypto';
import { type Channel, type ChannelModel, connect, type GetMessage } from 'amqplib';

/** The real RabbitMQ that the tests run against. A missing one is a failure, never a skip. */
export function brokerUrl(): string {
  const url = process.env['SCHAKEL_TEST_AMQP_URL'];
  if (url === undefined || url === '') {
    throw new Error(
      'SCHAKEL_TEST_AMQP_URL is not set: start the test servers with `node scripts/servers.mjs start` and export what it prints',
    );
  }
  return url;
}

/** The same broker behind another port, for a proxy. */
export function brokerUrlOn(port: number): string {
  const url = new URL(brokerUrl());
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
}

export function brokerPort(): number {
  return Number(new URL(brokerUrl()).port || '5672');
}

export interface BrokerView {
  readonly channel: Channel;
  /** Takes one message off a queue, waiting for it for a while. */
  take(queue: string): Promise<GetMessage>;
  count(queue: string): Promise<number>;
  /** Deletes what a test with this prefix declared. */
  cleanUp(): Promise<void>;
}

export function uniquePrefix(): string {
  return `test-${randomBytes(6).toString('hex')}.`;
}

/** Polls until it is true; a test that waits for ever says what it waited for. */
export async function eventually(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > endMs) {
      throw new Error(`waited ${withinMs} ms in vain until ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function takeFrom(channel: Channel, queue: string): Promise<GetMessage> {
  for (let tries = 0; tries < 300; tries += 1) {
    const message = await channel.get(queue, { noAck: true });
    if (message !== false) {
      return message;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no message came in the queue ${queue}`);
}

/** A second pair of eyes on the broker, past the code under test. */
export async function viewBroker(prefix: string): Promise<BrokerView> {
  const model: ChannelModel = await connect(brokerUrl());
  const channel = await model.createChannel();
  return {
    channel,
    take: (queue) => takeFrom(channel, queue),
    count: async (queue) => (await channel.checkQueue(queue)).messageCount,
    cleanUp: async () => {
      for (const queue of ['tickets.1700', 'tickets.1700.rejected', 'answers', 'answers.rejected']) {
        await channel.deleteQueue(`${prefix}schakel.${queue}`);
      }
      await channel.deleteExchange(`${prefix}schakel.tickets`);
      await channel.deleteExchange(`${prefix}schakel.answers`);
      await model.close();
    },
  };
}
