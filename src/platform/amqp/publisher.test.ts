import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { ConfirmChannel } from 'amqplib';
import type { LoopClock } from '../loop/clock.js';
import { Publisher } from './publisher.js';

/** A clock that only moves when told. */
function handClock(): LoopClock & { pass(ms: number): void } {
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    after: (delayMs, callback) => {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass: (ms) => {
      nowMs += ms;
      for (const timer of [...timers].filter((each) => each.atMs <= nowMs)) {
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}

type Confirm = (error: Error | null) => void;

/** The border with amqplib: what was written, and its callbacks. The real thing is in publish.test.ts. */
function channelOnPaper(isFull = false) {
  const written: { readonly id: string; readonly confirm: Confirm }[] = [];
  const events = new EventEmitter();
  type PublishArguments = [string, string, Buffer, { messageId: string }, Confirm];
  const publish = (...[, , , options, confirm]: PublishArguments): boolean => {
    written.push({ id: options.messageId, confirm });
    return !isFull;
  };
  return { written, channel: Object.assign(events, { publish }) as unknown as ConfirmChannel };
}

const one = [{ id: 'd-1', routingKey: 'ticket.opened.44021', body: Buffer.from('x') }];
const two = [...one, { id: 'd-2', routingKey: 'ticket.opened.44021', body: Buffer.from('y') }];
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a publisher', () => {
  it('waits while the broker has a resource alarm, and sends nothing when the alarm outlasts the limit', async () => {
    const clock = handClock();
    const { channel, written } = channelOnPaper();
    const publisher = new Publisher(channel, clock);
    publisher.setBlocked(true);
    const publishing = publisher.publish('x', one, 1_000);
    await settled();
    clock.pass(1_000);
    expect(await publishing).toEqual(['not-sent']);
    expect(written).toEqual([]);
  });

  it('sends when the alarm ends in time', async () => {
    const { channel, written } = channelOnPaper();
    const publisher = new Publisher(channel, handClock());
    publisher.setBlocked(true);
    const publishing = publisher.publish('x', one, 1_000);
    await settled();
    publisher.setBlocked(false);
    await settled();
    written[0]?.confirm(null);
    expect(await publishing).toEqual(['confirmed']);
  });

  it('writes no more than the socket takes, and goes on when it drained', async () => {
    const { channel, written } = channelOnPaper(true);
    const publisher = new Publisher(channel, handClock());
    const publishing = publisher.publish('x', two, 1_000);
    await settled();
    expect(written.map((each) => each.id)).toEqual(['d-1']);
    channel.emit('drain');
    await settled();
    expect(written.map((each) => each.id)).toEqual(['d-1', 'd-2']);
    for (const each of written) {
      each.confirm(null);
    }
    expect(await publishing).toEqual(['confirmed', 'confirmed']);
  });

  it('tells what it does not know from what it did not send when the channel closes', async () => {
    const { channel, written } = channelOnPaper(true);
    const publisher = new Publisher(channel, handClock());
    const publishing = publisher.publish('x', two, 1_000);
    await settled();
    written[0]?.confirm(new Error('channel closed'));
    channel.emit('close');
    expect(await publishing).toEqual(['unknown', 'not-sent']);
    expect(publisher.inFlight).toBe(0);
  });

  it('takes an id again once its late confirm came', async () => {
    const clock = handClock();
    const { channel, written } = channelOnPaper();
    const publisher = new Publisher(channel, clock);
    const first = publisher.publish('x', one, 1_000);
    await settled();
    clock.pass(1_000);
    expect(await first).toEqual(['unknown']);
    expect(await publisher.publish('x', one, 1_000)).toEqual(['not-sent']);
    written[0]?.confirm(null);
    const second = publisher.publish('x', one, 1_000);
    await settled();
    written[1]?.confirm(null);
    expect(await second).toEqual(['confirmed']);
  });

  it('refuses a name that AMQP cannot carry before anything is written', async () => {
    const { channel, written } = channelOnPaper();
    const publisher = new Publisher(channel, handClock());
    const tooLong = [...one, { id: 'é'.repeat(128), routingKey: 'k', body: Buffer.from('x') }];
    await expect(publisher.publish('x', tooLong, 1_000)).rejects.toThrow('at most 255 bytes');
    expect(written).toEqual([]);
  });
});
