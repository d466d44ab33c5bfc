import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import type { Database } from '../../src/platform/store/store.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { newestDatabase } from '../support/newest-database.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL, CRM, SETTINGS, smallWorld } from './small-settings.js';

const NOW = Date.parse('2026-12-15T10:00:00Z');
const [PLAIN, LINK] = [`${CHANNEL}.reply`, `${CHANNEL}.post-with-url`];
const settings: Settings = {
  ...SETTINGS,
  platformPrices: [
    { platform: CHANNEL, validFrom: '2026-10-01', source: 'test', prices: { [PLAIN]: '0.01', [LINK]: '0.18' } },
  ],
};
const world = smallWorld(settings);
/** Whose answers were taken without an answer to our call. */
const lost = new Set<string>();

let db: Database;
let pipeline: Pipeline;
beforeAll(async () => {
  db = await newestDatabase();
  pipeline = await pipelineOn(
    db,
    ({ delivery, content }) => {
      const isLost = content.to === 'citizen' && lost.has(content.part.conversation);
      return delivery.target === CRM && delivery.kind === 'opened'
        ? [{ kind: 'delivered', remoteTicketId: `record-${delivery.ticketId}` }]
        : [isLost ? { kind: 'unknown', code: 'NO_ANSWER' } : { kind: 'delivered', remoteId: `remote-${delivery.id}` }];
    },
    {
      ...{ world: () => world, now: () => NOW },
      priceItemOf: ({ content }) => (content.to === 'citizen' && content.part.text.includes('https://') ? LINK : PLAIN),
    },
  );
});
afterAll(() => db.close());

async function answer(who: string, text: string): Promise<string> {
  const at = { channel: CHANNEL, account: 'page-alfa', conversation: who, occurredAtMs: NOW - 60_000 };
  const message = { id: `m-${who}`, text: 'Mijn stoep is stuk', attachments: [], isPublic: false };
  await pipeline.post({ events: [{ ...at, key: `m:${who}`, action: 'open', message }] });
  await pipeline.split();
  await pipeline.decide();
  const ticket = await pipeline.ticketOf(who);
  await pipeline.command(`reply-${who}`, ticket, { type: 'reply', text, author: 'Jan', isFinal: true });
  await pipeline.decide();
  for (let turn = 0; turn < 3; turn += 1) {
    await pipeline.passWaits();
    await pipeline.deliver();
    await pipeline.decide();
  }
  return ticket;
}

async function charged(ticket: string): Promise<readonly string[]> {
  const rows = await db.handling.query<{ target: string; quantity: number }>(
    "select target, quantity from usage_entry where ticket_id = $1 and meter = 'platform.cost' order by quantity",
    [ticket],
  );
  return rows.map(({ target, quantity }) => `${target} ${quantity}`);
}

async function findings(): Promise<readonly string[]> {
  return (await reconcile(db.handling, NOW)).findings
    .map(({ check }) => check)
    .filter((check) => /usage|cost/.test(check));
}

describe('what a platform charges for an answer, without a receipt that says so', () => {
  it('is charged for each part that it took, by what is in that part', async () => {
    const ticket = await answer('c1', 'Wij komen de stoep morgen maken. Zie https://gent.be voor meer.');
    expect(await charged(ticket)).toEqual([`${PLAIN} 10000`, `${LINK} 180000`]);
  });

  it('is charged once when only a look told that it arrived', async () => {
    lost.add('c2');
    expect(await charged(await answer('c2', 'Wij komen morgen.'))).toEqual([`${PLAIN} 10000`]);
  });

  it('is proved by reconciliation in both directions', async () => {
    expect(await findings()).toEqual([]);
    const broken = async (change: string): Promise<readonly string[]> => {
      await db.owner.query(change);
      return findings();
    };
    expect(await broken('update delivery set price_item = null where price_item is not null')).toContain(
      'platform-cost-cause',
    );
    expect(await broken(`update delivery set price_item = '${PLAIN}' where kind = 'opened'`)).toContain(
      'platform-cost-usage',
    );
  });
});
