import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  type BrokerView,
  brokerPort,
  brokerUrl,
  brokerUrlOn,
  eventually,
  uniquePrefix,
  viewBroker,
} from '../../../test/support/amqp-broker.js';
import { type FaultProxy, faultProxy } from '../../../test/support/fault-proxy.js';
import { createLog } from '../log/log.js';
import { type AmqpLink, type LinkState, openAmqpLink } from './amqp-link.js';
import type { OutgoingMessage } from './publisher.js';

jest.setTimeout(30_000);

const log = createLog({ level: 'silent' });
const NIS_KEY = 'ticket.opened.44021';

function message(id: string, text = 'hello'): OutgoingMessage {
  return { id, routingKey: NIS_KEY, body: Buffer.from(text) };
}

describe('publishing to the contact center', () => {
  let prefix: string;
  let proxy: FaultProxy;
  let broker: BrokerView;
  let link: AmqpLink;
  let states: LinkState[];

  const isConnected = (): boolean => link.state().status === 'connected';

  beforeEach(async () => {
    prefix = uniquePrefix();
    proxy = await faultProxy({ targetPort: brokerPort() });
    broker = await viewBroker(prefix);
    states = [];
    link = openAmqpLink({
      url: brokerUrlOn(proxy.port),
      log,
      namePrefix: prefix,
      onState: (state) => states.push(state),
    });
    await eventually('the link is up', isConnected);
  });

  afterEach(async () => {
    proxy.heal();
    await link.close();
    await proxy.close();
    await broker.cleanUp();
  });

  it('confirms what the broker has in a queue, persistent and under its id', async () => {
    expect(await link.publish([message('d-1', 'één')], 5_000)).toEqual(['confirmed']);
    const got = await broker.take(`${prefix}schakel.tickets.1700`);
    expect(got.content.toString()).toBe('één');
    expect(got.fields.routingKey).toBe(NIS_KEY);
    expect(got.properties).toMatchObject({
      messageId: 'd-1',
      deliveryMode: 2,
      contentType: 'application/cloudevents+json',
    });
  });

  it('calls a message that no queue wants unroutable, although the broker confirms it', async () => {
    await broker.channel.unbindQueue(`${prefix}schakel.tickets.1700`, `${prefix}schakel.tickets`, 'ticket.#');
    expect(await link.publish([message('d-1'), message('d-2')], 5_000)).toEqual(['unroutable', 'unroutable']);
  });

  it('calls a message that a full queue refuses nacked', async () => {
    const full = `${prefix}full`;
    const queueArguments = { 'x-max-length': 1, 'x-overflow': 'reject-publish' };
    await broker.channel.assertQueue(full, { durable: true, arguments: queueArguments });
    await broker.channel.bindQueue(full, `${prefix}schakel.tickets`, '#');
    const results: string[] = [];
    for (const id of ['d-1', 'd-2', 'd-3']) {
      results.push(...(await link.publish([message(id)], 5_000)));
    }
    await broker.channel.deleteQueue(full);
    expect(results).toEqual(['confirmed', 'nacked', 'nacked']);
  });

  it('sends nothing while the connection is down, says so at once, and recovers', async () => {
    await proxy.down();
    await eventually('the link notices', () => !isConnected());
    const startedAtMs = Date.now();
    expect(await link.publish([message('d-1')], 5_000)).toEqual(['not-sent']);
    expect(Date.now() - startedAtMs).toBeLessThan(1_000);
    await proxy.up();
    await eventually('the link is up again', isConnected);
    expect(await link.publish([message('d-1')], 5_000)).toEqual(['confirmed']);
    expect(states.map((state) => state.status)).toEqual(['connected', 'connecting', 'connected']);
  });

  it('never hangs when the network swallows everything: the outcome is unknown after the time limit', async () => {
    proxy.blackhole();
    expect(await link.publish([message('d-1'), message('d-2')], 300)).toEqual(['unknown', 'unknown']);
    // The first attempt may still be under way, so the same id is not sent twice.
    expect(await link.publish([message('d-1')], 300)).toEqual(['not-sent']);
    proxy.cut();
  });

  it('gives every message of a batch a result when the connection is cut in the middle', async () => {
    const batch = Array.from({ length: 3_000 }, (_, index) => message(`d-${index}`, 'x'.repeat(2_000)));
    const publishing = link.publish(batch, 10_000);
    await eventually('some have arrived', async () => (await broker.count(`${prefix}schakel.tickets.1700`)) > 50);
    proxy.cut();
    const results = await publishing;
    expect(results).toHaveLength(3_000);
    const arrived = new Set<string>();
    await eventually('the link is up again', isConnected);
    const waiting = await broker.count(`${prefix}schakel.tickets.1700`);
    for (let index = 0; index < waiting; index += 1) {
      arrived.add(String((await broker.take(`${prefix}schakel.tickets.1700`)).properties.messageId));
    }
    const wrong = results.flatMap((result, index) => {
      const has = arrived.has(`d-${index}`);
      return (result === 'confirmed' && !has) || (result === 'not-sent' && has) ? [`${result} d-${index}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('declares its topology again after a reconnect', async () => {
    await broker.channel.deleteQueue(`${prefix}schakel.tickets.1700`);
    await broker.channel.deleteExchange(`${prefix}schakel.tickets`);
    proxy.cut();
    await eventually('the link has noticed', () => states.length >= 2);
    await eventually('the link is up again', isConnected);
    expect(await link.publish([message('d-1')], 5_000)).toEqual(['confirmed']);
  });

  it('recovers when somebody deletes the exchange under a live connection', async () => {
    await broker.channel.deleteExchange(`${prefix}schakel.tickets`);
    expect(await link.publish([message('d-1')], 5_000)).toEqual(['unknown']);
    await eventually('the link is up again', async () => {
      const [result] = await link.publish([message('d-2')], 1_000);
      return result === 'confirmed';
    });
  });

  it('confirms 5,000 messages in one batch', async () => {
    const body = 'x'.repeat(1_500);
    const batch = Array.from({ length: 5_000 }, (_, index) => message(`d-${index}`, body));
    const startedAtMs = performance.now();
    const results = await link.publish(batch, 30_000);
    const perSecond = Math.round(5_000 / ((performance.now() - startedAtMs) / 1_000));
    process.stdout.write(`5,000 confirmed publishes of 1.5 kB to a quorum queue: ${perSecond} a second\n`);
    expect(new Set(results)).toEqual(new Set(['confirmed']));
    expect(await broker.count(`${prefix}schakel.tickets.1700`)).toBe(5_000);
  });
});

describe('a link whose broker is away at the start', () => {
  it('keeps trying, answers meanwhile, and connects when the broker comes', async () => {
    const prefix = uniquePrefix();
    const proxy = await faultProxy({ targetPort: brokerPort() });
    await proxy.down();
    const link = openAmqpLink({ url: brokerUrlOn(proxy.port), log, namePrefix: prefix });
    await eventually('the first connect failed', () => link.state().cause !== null);
    expect(link.state().status).toBe('connecting');
    expect(await link.publish([message('d-1')], 1_000)).toEqual(['not-sent']);
    await proxy.up();
    await eventually('the link is up', () => link.state().status === 'connected');
    const broker = await viewBroker(prefix);
    await link.close();
    expect(link.state().status).toBe('closed');
    await proxy.close();
    await broker.cleanUp();
  });

  it('can be closed before it ever connected', async () => {
    const proxy = await faultProxy({ targetPort: brokerPort() });
    await proxy.down();
    const link = openAmqpLink({ url: brokerUrlOn(proxy.port), log });
    await link.close();
    await link.close();
    expect(link.state().status).toBe('closed');
    await proxy.close();
  });

  it('keeps trying when the broker refuses the password, and says why', async () => {
    const url = new URL(brokerUrl());
    url.password = 'wrong';
    const link = openAmqpLink({ url: url.href, log });
    await eventually('the refusal is known', () => /ACCESS_REFUSED|403/.test(link.state().cause ?? ''));
    await link.close();
  });

  it('refuses an address that is not AMQP', () => {
    expect(() => openAmqpLink({ url: 'http://localhost', log })).toThrow('must start with amqp://');
  });
});
