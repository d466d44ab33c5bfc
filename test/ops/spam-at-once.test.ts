import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { eventually } from '../support/schakel/eventually.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL } from './small-settings.js';

jest.setTimeout(60_000);

let db: Database;
let pipeline: Pipeline;

beforeAll(async () => {
  db = await newestDatabase(4);
  pipeline = await pipelineOn(db, ({ delivery }) => [
    { kind: 'delivered', remoteTicketId: `record-${delivery.ticketId}` },
  ]);
});
afterAll(() => db.close());

async function isSomebodyWaiting(): Promise<boolean> {
  const waiting = await db.owner.query(
    `select from pg_locks where locktype = 'advisory' and not granted
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return waiting.length > 0;
}

describe('a judgement about spam and a delivery that arrives at the same moment', () => {
  it('leave nothing charged, though neither saw the other', async () => {
    const said: ChannelEvent = {
      ...{ channel: CHANNEL, account: 'page-alfa', key: 'm:1', conversation: 'c1', action: 'open' },
      occurredAtMs: pipeline.nowMs - 60_000,
      citizen: { aliases: [{ kind: 'id', value: 'c1' }], name: 'Mia' },
      message: { id: '1', text: 'Win nu een fiets', attachments: [], isPublic: false },
    };
    await pipeline.post({ events: [said] });
    await pipeline.split();
    await pipeline.decide();
    const ticket = await pipeline.ticketOf('c1');
    // The status stays, so that the judgement makes no delivery of its own.
    await pipeline.command('spam', ticket, { type: 'status', status: 'new', author: 'Jan', isSpam: true });
    let delivering: Promise<void> | undefined;
    await pipeline.decideOnce(async () => {
      delivering = pipeline.deliver();
      await eventually('a charge that waits for the judgement', isSomebodyWaiting);
    });
    await delivering;
    const rows = await db.handling.query<{ meter: string; units: number }>(
      'select meter, sum(quantity)::int as units from usage_entry where ticket_id = $1 group by 1 order by 1',
      [ticket],
    );
    expect(rows).toEqual([
      { meter: 'delivery.crm', units: 0 },
      { meter: 'message.received', units: 0 },
      { meter: 'ticket.opened', units: 0 },
    ]);
    expect((await reconcile(db.handling, pipeline.nowMs)).findings).toEqual([]);
  });
});
