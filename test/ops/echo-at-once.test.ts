import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { expireLeases } from '../../src/handling/deliver/claim.js';
import { reconcile } from '../../src/ops/reconcile/index.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { script } from './outcomes-by-words.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL } from './small-settings.js';
import { platform, says } from './told-events.js';

let db: Database;
let pipeline: Pipeline;

beforeAll(async () => {
  db = await newestDatabase(4);
  pipeline = await pipelineOn(db, script);
});
afterAll(() => db.close());

/** A citizen who asked and whose answer is on its way; gives the id under which the platform will know it. */
async function answering(who: string): Promise<{ readonly ticketId: string; readonly remoteId: string }> {
  await pipeline.post({ events: [says(pipeline, `question of ${who}`, { who, agoMinutes: 9 }, 'Waar is het park?')] });
  await pipeline.split();
  await pipeline.decide();
  await pipeline.deliver();
  const ticketId = await pipeline.ticketOf(who);
  await pipeline.command(`answer to ${who}`, ticketId, { type: 'reply', text: 'Daar.', author: 'Jan', isFinal: true });
  await pipeline.decide();
  const [row] = await db.handling.query<{ id: string }>(
    "select id from delivery where ticket_id = $1 and kind = 'reply'",
    [ticketId],
  );
  return { ticketId, remoteId: `remote-${row?.id}` };
}

/** The platform shows an answer to whoever listens. */
async function echo(who: string, id: string, key = 'echo'): Promise<void> {
  const message = { id, text: 'Daar.', attachments: [], isPublic: false };
  const about = { who, agoMinutes: 0 };
  await pipeline.post({ events: [platform(`${key}:${id}`, about, { action: 'outside', message }, pipeline.nowMs)] });
  await pipeline.split();
}

async function authors(ticketId: string): Promise<readonly string[]> {
  const rows = await db.handling.query<{ author: string }>(
    'select author from message where ticket_id = $1 order by occurred_at, id',
    [ticketId],
  );
  return rows.map(({ author }) => author);
}

it('an answer that is settled while its echo is decided is not taken for one of somebody else', async () => {
  const { ticketId, remoteId } = await answering('mia');
  await echo('mia', remoteId);
  let isSettled = false;
  await pipeline.decideOnce(undefined, async (text) => {
    // What was known of the id was read before; whether an answer is on its way is asked after.
    if (!isSettled && text.includes('from delivery d join message m')) {
      isSettled = true;
      await pipeline.deliver();
    }
  });
  expect(isSettled).toBe(true);
  await pipeline.decide();
  expect(await authors(ticketId)).toEqual(['citizen', 'operator']);
  expect((await reconcile(db.handling, pipeline.nowMs)).findings).toEqual([]);
});

it('an answer that its platform shows twice before our call ends is shown once', async () => {
  const { ticketId, remoteId } = await answering('jef');
  await pipeline.claimAndDie(`${CHANNEL}:page-alfa`, true);
  for (const key of ['echo', 'history']) {
    await echo('jef', remoteId, key);
    await pipeline.decide();
  }
  expect(await authors(ticketId)).toEqual(['citizen', 'operator']);
  await expireLeases(db.handling);
  await pipeline.deliver();
  await pipeline.decide();
  expect(await authors(ticketId)).toEqual(['citizen', 'operator']);
  expect((await reconcile(db.handling, pipeline.nowMs)).findings).toEqual([]);
});
