import { afterAll, describe, expect, it, jest } from '@jest/globals';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import type { Database } from '../../src/platform/store/store.js';
import { embeddedDatabase } from '../support/embedded-database.js';
import { newestDatabase } from '../support/newest-database.js';
import { pipelineOn } from './pipeline.js';
import { CHANNEL } from './small-settings.js';

jest.setTimeout(60_000);

const STORES: readonly (readonly [string, () => Promise<Database>])[] = [
  ['the embedded store', embeddedDatabase],
  ['a server', () => newestDatabase()],
];

/** The database takes no conversation of `choke`; the text is that of a fault which the pipeline of tests lets pass. */
const REFUSES_ONE = `
  create function refuse_one() returns trigger language plpgsql as $$ begin
    if new.key = 'choke' then raise exception 'a fault of ours' using errcode = 'check_violation'; end if;
    return new;
  end $$;
  create trigger refuse_one before insert on conversation for each row execute function refuse_one();
`;

describe.each(STORES)('an event whose writing the database refuses, on %s', (_, open) => {
  let db: Database | undefined;
  afterAll(() => db?.close());

  it('is put aside, and those beside it are handled', async () => {
    db = await open();
    await db.owner.query(REFUSES_ONE);
    const pipeline = await pipelineOn(db, () => [{ kind: 'delivered' }]);
    const message = (who: string): ChannelEvent => ({
      ...{ channel: CHANNEL, account: 'page-alfa', key: `m:${who}`, conversation: who, action: 'open' },
      occurredAtMs: pipeline.nowMs,
      message: { id: who, text: 'Mijn stoep is stuk', attachments: [], isPublic: false },
      citizen: { aliases: [{ kind: 'id', value: who }] },
    });
    await pipeline.post({ events: ['before', 'choke', 'after'].map(message) });
    await pipeline.split();
    await pipeline.decide();
    expect(await db.handling.query('select conversation as who, state, reason from event order by who')).toEqual([
      { who: 'after', state: 'handled', reason: null },
      { who: 'before', state: 'handled', reason: null },
      { who: 'choke', state: 'quarantined', reason: 'WRITE_REFUSED' },
    ]);
  });
});
