import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  type BrokerView,
  brokerPort,
  brokerUrlOn,
  eventually,
  uniquePrefix,
  viewBroker,
} from '../../../test/support/amqp-broker.js';
import { type FaultProxy, faultProxy } from '../../../test/support/fault-proxy.js';
import { createLog } from '../log/log.js';
import { type AmqpLink, openAmqpLink } from './amqp-link.js';
import type { AnswerVerdict, AnswersHandler, IncomingAnswer } from './answer-consumer.js';

jest.setTimeout(40_000);

const log = createLog({ level: 'silent' });

describe('answers from the contact center', () => {
  let prefix: string;
  let proxy: FaultProxy;
  let broker: BrokerView;
  let link: AmqpLink;
  let seen: string[];
  let handler: AnswersHandler;

  const queue = (): string => `${prefix}schakel.answers`;
  const rejected = (): string => `${prefix}schakel.answers.rejected`;
  const isConnected = (): boolean => link.state().status === 'connected';
  const isEmpty = async (name: string): Promise<boolean> => (await broker.count(name)) === 0;
  const send = (text: string, options: object = {}): void => {
    broker.channel.publish(queue(), 'any.key', Buffer.from(text), { persistent: true, ...options });
  };

  function storing(verdictOf: (answer: IncomingAnswer) => AnswerVerdict = () => 'stored'): AnswersHandler {
    return (answers) => {
      seen.push(...answers.map((answer) => answer.body.toString()));
      return Promise.resolve(answers.map(verdictOf));
    };
  }

  beforeEach(async () => {
    prefix = uniquePrefix();
    seen = [];
    handler = storing();
    proxy = await faultProxy({ targetPort: brokerPort() });
    broker = await viewBroker(prefix);
    link = openAmqpLink({
      url: brokerUrlOn(proxy.port),
      log,
      namePrefix: prefix,
      onAnswers: (answers) => handler(answers),
    });
    await eventually('the link is up', isConnected);
  });

  afterEach(async () => {
    await link.close();
    await proxy.close();
    await broker.cleanUp();
  });

  it('is handed over as raw bytes and acknowledged once stored', async () => {
    const answers: IncomingAnswer[] = [];
    handler = (batch) => {
      answers.push(...batch);
      return Promise.resolve(batch.map(() => 'stored'));
    };
    send('dag', { messageId: 'a-1', contentType: 'application/cloudevents+json' });
    await eventually('it was handed over', () => answers.length === 1);
    expect(answers).toEqual([
      { body: Buffer.from('dag'), messageId: 'a-1', contentType: 'application/cloudevents+json', isRedelivered: false },
    ]);
    await link.close();
    expect(await broker.count(queue())).toBe(0);
  });

  it('comes in batches of at most 100, one at a time, in order', async () => {
    const sizes: number[] = [];
    let underWay = 0;
    handler = async (batch) => {
      underWay += 1;
      sizes.push(underWay === 1 ? batch.length : -1);
      seen.push(...batch.map((answer) => answer.body.toString()));
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay -= 1;
      return batch.map(() => 'stored');
    };
    for (let index = 0; index < 1_000; index += 1) {
      send(String(index));
    }
    await eventually('all have come', () => seen.length === 1_000);
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_, index) => String(index)));
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(Math.max(...sizes)).toBe(100);
  });

  it('is set aside with the reason when it is rejected, and does not hold up the next', async () => {
    handler = storing((answer) =>
      answer.body.toString() === 'bad' ? { reject: 'het is stuk: /data', code: 'NOT_JSON' } : 'stored',
    );
    send('bad', { messageId: 'x'.repeat(250), headers: { deep: { odd: [1, null] } } });
    send('good');
    const copy = await broker.take(rejected());
    expect(copy.content.toString()).toBe('bad');
    expect(copy.properties.headers).toMatchObject({
      'x-schakel-reason': 'het is stuk: /data',
      'x-schakel-code': 'NOT_JSON',
    });
    expect(copy.properties.messageId).toBe('x'.repeat(80));
    await eventually('the good one came too', () => seen.includes('good'));
    await eventually('nothing is left', () => isEmpty(queue()));
    expect(await broker.count(rejected())).toBe(0);
  });

  it('is not acknowledged when the rejected copy cannot be kept', async () => {
    handler = storing(() => ({ reject: 'no', code: 'NO' }));
    await broker.channel.deleteQueue(rejected());
    send('bad');
    await eventually('it came again on a new connection, which declared the queue', () => seen.length >= 2);
    const copy = await broker.take(rejected());
    expect(copy.content.toString()).toBe('bad');
  });

  it('is tried again while the handler fails, without giving up, and is stored once', async () => {
    let calls = 0;
    const stored = storing();
    handler = (answers) => {
      calls += 1;
      return calls <= 4 ? Promise.reject(new Error('the store is away')) : stored(answers);
    };
    send('one');
    await eventually('it is stored', () => seen.length > 0);
    await eventually('the queue is empty', () => isEmpty(queue()));
    expect(seen).toEqual(['one']);
    expect(await broker.count(rejected())).toBe(0);
  });

  it('goes to the rejected queue after the delivery limit when only it makes the handler fail', async () => {
    const stored = storing();
    handler = (answers) =>
      answers.some((answer) => answer.body.toString() === 'poison')
        ? Promise.reject(new Error('cannot be handled'))
        : stored(answers);
    send('poison');
    let sent = 0;
    await eventually(
      'it was set aside',
      async () => {
        send(`good ${(sent += 1)}`);
        return !(await isEmpty(rejected()));
      },
      35_000,
    );
    const dead = await broker.take(rejected());
    expect(dead.content.toString()).toBe('poison');
    await eventually('all others are stored', () => seen.length === sent);
    expect(new Set(seen).size).toBe(sent);
  });

  it('gives verdicts for too few as a failure, and loses nothing', async () => {
    let calls = 0;
    const stored = storing();
    handler = (answers) => ((calls += 1) === 1 ? Promise.resolve([]) : stored(answers));
    send('one');
    send('two');
    await eventually('both are stored', () => seen.length === 2);
    expect([...seen].sort()).toEqual(['one', 'two']);
  });

  it('keeps coming after the connection was cut', async () => {
    send('before');
    await eventually('the first came', () => seen.includes('before'));
    proxy.cut();
    await eventually('the link noticed', () => !isConnected());
    send('during');
    await eventually('the second came', () => seen.includes('during'));
    expect(isConnected()).toBe(true);
  });

  it('comes again when the connection broke before it was acknowledged', async () => {
    const redelivered: boolean[] = [];
    handler = async (answers) => {
      redelivered.push(...answers.map((answer) => answer.isRedelivered));
      if (redelivered.length === 1) {
        proxy.cut();
        await eventually('the link noticed', () => !isConnected());
      }
      return answers.map(() => 'stored');
    };
    send('one');
    await eventually('it came twice', () => redelivered.length === 2);
    expect(redelivered).toEqual([false, true]);
    await eventually('the queue is empty', () => isEmpty(queue()));
  });

  it('recovers when somebody deletes the queue', async () => {
    await broker.channel.deleteQueue(queue());
    await eventually('it comes again', () => {
      send('after');
      return seen.includes('after');
    });
  });

  it('finishes the batch in hand before it closes, and leaves the rest in the queue', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    handler = async (answers) => {
      seen.push(...answers.map((answer) => answer.body.toString()));
      await held;
      return answers.map(() => 'stored');
    };
    send('in hand');
    await eventually('it is in hand', () => seen.length === 1);
    send('not begun');
    const closing = link.close();
    release();
    await closing;
    expect(seen).toEqual(['in hand']);
    expect((await broker.take(queue())).content.toString()).toBe('not begun');
    expect(await broker.count(queue())).toBe(0);
  });
});
