import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { expireLeases } from '../../src/handling/deliver/claim.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { pipelineOn } from './pipeline.js';
import { CHANNEL } from './small-settings.js';

let db: Database;
beforeAll(async () => {
  db = await newestDatabase();
});
afterAll(() => db.close());

it('a worker that was held up until its claims are old sends nothing, and who comes after it looks first', async () => {
  const sentTo: string[] = [];
  const pipeline = await pipelineOn(db, ({ delivery }) => {
    sentTo.push(delivery.target);
    return [{ kind: 'delivered' }];
  });
  const place = { channel: CHANNEL, account: 'page-alfa', conversation: 'c1', occurredAtMs: pipeline.nowMs - 60_000 };
  const message = { id: 'm1', text: 'Mijn stoep is stuk', attachments: [], isPublic: false };
  await pipeline.post({ events: [{ ...place, key: 'm1', action: 'open', message }] });
  await pipeline.split();
  await pipeline.decide();

  await expect(pipeline.deliver(0)).rejects.toThrow('too old to send by');
  expect(sentTo).toEqual([]);
  await expireLeases(db.handling);
  const states = (): Promise<unknown[]> => db.handling.query('select state, code from delivery');
  expect(await states()).toEqual([{ state: 'unknown', code: 'LEASE_EXPIRED' }]);

  await pipeline.deliver();
  expect(await states()).toEqual([expect.objectContaining({ state: 'delivered' })]);
  expect(sentTo).toEqual([]);
});
