import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HookItem } from '../../../src/adapter-sdk/index.js';
import { exampleDelivery, exampleTicket } from '../../../test/conformance/crm/example-delivery.js';
import { quickHttp } from '../../../test/conformance/crm/crm-conformance.js';
import { type FaultyServer, faultyServer } from '../../../test/support/faulty-server.js';
import { type FakeZammad, startFakeZammad } from '../../../test/support/fakes/zammad/fake-zammad.js';
import { adapter } from './index.js';

const SETTINGS = { token: 't', group: 'G', integrationUserId: 3, webhookToken: 'w' };

describe('a colleague at work in Zammad', () => {
  let zammad: FakeZammad;
  let receiver: FaultyServer;
  let items: HookItem[];
  let deliveries: unknown[];
  let ticketId: number;

  beforeEach(async () => {
    items = [];
    deliveries = [];
    receiver = await faultyServer((request) => {
      if (adapter.hooks?.verify(request, SETTINGS, 0).ok !== true) {
        return { status: 401, body: '' };
      }
      deliveries.push(request.headers['x-zammad-delivery']);
      items.push(...(adapter.hooks?.split(request, SETTINGS, 0) ?? []));
      return { status: 200, body: '' };
    });
    const hook = { url: receiver.url, token: 'w', retryUnitMs: 1 };
    zammad = await startFakeZammad({ token: 't', integrationUserId: 3, groups: ['G'], hook });
    const settings = { ...SETTINGS, url: zammad.url };
    const outcome = await adapter.deliver(exampleDelivery('opened'), { http: quickHttp().http, settings, nowMs: 0 });
    ticketId = outcome.kind === 'delivered' ? Number(outcome.remoteTicketId) : 0;
  });
  afterEach(async () => {
    await zammad.close();
    await receiver.close();
  });

  const events = () => items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));

  it('answers the citizen, notes and closes', async () => {
    await zammad.agent.write(ticketId, { body: '<p>Morgen.</p>', html: true });
    await zammad.agent.write(ticketId, { body: 'lastig', internal: true });
    await zammad.agent.setState(ticketId, 'closed');
    expect(events().map(({ type, text, status }) => [type, text ?? status])).toEqual([
      ['reply', 'Morgen.'],
      ['note', 'lastig'],
      ['status', 'closed'],
    ]);
    expect(new Set(events().map((event) => event.ticketId))).toEqual(new Set([exampleTicket.id]));
  });

  it('is heard under one key when we were away for four attempts', async () => {
    for (const _attempt of [1, 2, 3]) {
      receiver.fault({ kind: 'answer', hasEffect: false, answer: { status: 503, body: '' } });
    }
    receiver.fault({ kind: 'answer', hasEffect: true, answer: { status: 500, body: '' } });
    await zammad.agent.write(ticketId, { body: 'Morgen.' });
    expect(zammad.hookAttempts.map((attempt) => attempt.status)).toEqual([503, 503, 503, 500, 200]);
    expect(new Set(deliveries).size).toBe(1);
    expect(events()).toHaveLength(2);
    expect(new Set(events().map((event) => event.key)).size).toBe(1);
  });

  it('is lost after five failures, as Zammad does', async () => {
    for (const _attempt of [1, 2, 3, 4, 5]) {
      receiver.fault({ kind: 'answer', hasEffect: false, answer: { status: 503, body: '' } });
    }
    expect(await zammad.agent.write(ticketId, { body: 'Morgen.' })).toBe(false);
    expect(events()).toEqual([]);
  });
});
