import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { createEraseTurn, overdueTexts, type EraseRules, type Item } from '../../src/handling/index.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import type { ErasureReason } from '../../src/domain/storage-term.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL } from './small-settings.js';

const MINUTE = 60_000;

let db: Database;
let pipeline: Pipeline;
/** What the targets were told, newest last. */
const told: Item[] = [];
let isTargetAway = false;

beforeAll(async () => {
  db = await newestDatabase();
  pipeline = await pipelineOn(db, (item) => {
    if (isTargetAway && item.delivery.kind !== 'reply') {
      return [{ kind: 'retry', code: 'BUSY' }];
    }
    told.push(item);
    return [
      item.delivery.kind === 'reply'
        ? { kind: 'delivered', remoteId: item.delivery.id }
        : { kind: 'delivered', remoteTicketId: 'r' },
    ];
  });
});
afterAll(() => db.close());

interface Said {
  readonly id: string;
  readonly text?: string;
  readonly action?: ChannelEvent['action'];
  readonly account?: string;
}

function says({ id, text = 'Mijn stoep is stuk', action = 'open', account = 'page-alfa' }: Said): ChannelEvent {
  return {
    ...{ channel: CHANNEL, account, key: `${action}:${id}:${text}`, conversation: `c-${id}`, action },
    occurredAtMs: pipeline.nowMs - 30 * MINUTE,
    citizen: { aliases: [{ kind: 'id', value: `c-${id}` }], name: 'Mia' },
    ...(action === 'redact' ? { about: id } : {}),
    message: {
      ...{ id, text, isPublic: true },
      attachments: action === 'open' ? [{ type: 'image', mediaId: 'foto', name: 'Mia thuis.jpg' }] : [],
    },
  };
}

async function take(...events: readonly ChannelEvent[]): Promise<void> {
  await pipeline.post({ events });
  await pipeline.split();
  await pipeline.decide();
}

/** What everybody said was received so long before now; ids keep their instant. */
const RECEIVED = 30 * MINUTE;

interface Ruled {
  /** How long texts of citizens are kept. */
  readonly keptMs: number;
  readonly because?: ErasureReason;
  /** Those of the municipality go as well. */
  readonly all?: boolean;
}

function rulesOf({ keptMs, because = 'channel', all = false }: Ruled): EraseRules {
  const before = new Date(pipeline.nowMs - keptMs);
  const about = (tenant: string, ofCitizens: boolean) => ({ tenant, channel: CHANNEL, ofCitizens, before, because });
  return {
    texts: ['t-alfa', 't-beta', 'unassigned'].flatMap((tenant) => [
      about(tenant, true),
      ...(all ? [about(tenant, false)] : []),
    ]),
    raw: [{ receiver: CHANNEL, before }],
  };
}

const erasing = (ruled: Ruled): (() => Promise<unknown>) =>
  createEraseTurn({ store: db.handling, rules: () => rulesOf(ruled), onErased: () => undefined });
const erase = (ruled: Ruled): Promise<unknown> => erasing(ruled)();

/** Everything is over. */
const ALL_OVER: Ruled = { keptMs: RECEIVED - MINUTE };

async function messageOf(id: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const [row] = await db.owner.query<Record<string, unknown>>(
    `select text, author_name, attachments, version, erased_for, redacted_at is not null as redacted,
       (select count(*)::int from message_version v where v.message_id = m.id) as versions
     from message m where platform_id = '${id}'`,
  );
  return row;
}

async function bodies(): Promise<readonly boolean[]> {
  const rows = await db.owner.query<{ full: boolean }>("select body <> '' as full from intake order by id");
  return rows.map(({ full }) => full);
}

const ERASED = { text: '', author_name: null, attachments: [{ type: 'image' }], erased_for: 'channel', versions: 0 };

describe('a text whose time is over', () => {
  it('goes with its earlier texts, files and name; what was decided and billed stays', async () => {
    await take(says({ id: 'a1' }));
    await take(says({ id: 'a1', action: 'amend', text: 'Mijn stoep ligt los' }));
    await pipeline.deliver();
    const kept = `
      select (select json_agg(e order by ticket_id, seq) from ticket_event e) as facts,
             (select json_agg(u order by id) from usage_entry u) as ledger,
             (select json_agg(c order by ticket_id, name) from clock c) as clocks,
             (select json_agg(d order by id) from delivery d) as deliveries,
             (select json_agg(t order by id) from ticket t) as tickets`;
    const before = await db.owner.query(kept);
    expect(await messageOf('a1')).toMatchObject({ text: 'Mijn stoep ligt los', author_name: 'Mia', versions: 1 });

    await erase(ALL_OVER);

    expect(await messageOf('a1')).toMatchObject(ERASED);
    expect(await db.owner.query(kept)).toEqual(before);
    expect(await db.owner.query("select state, code from media where state = 'tombstone'")).toEqual([
      { state: 'tombstone', code: 'MEDIA_TEXT_ERASED' },
    ]);
    expect(await db.owner.query("select name from citizen where name = 'Mia'")).toEqual([]);
    expect(await reconcile(db.handling, Date.now())).toMatchObject({ ok: true, findings: [] });
  });

  it('is there until then', async () => {
    await take(says({ id: 'b1' }));
    const almost = { keptMs: RECEIVED + MINUTE };
    await erase(almost);
    expect(await messageOf('b1')).toMatchObject({ text: 'Mijn stoep is stuk', erased_for: null });
    expect(await overdueTexts(db.handling, rulesOf(almost).texts)).toEqual([{ channel: CHANNEL, seconds: 0 }]);
    const [overdue] = await overdueTexts(db.handling, rulesOf(ALL_OVER).texts);
    expect(overdue?.seconds).toBeGreaterThan(50);
    await erase(ALL_OVER);
    expect(await overdueTexts(db.handling, rulesOf(ALL_OVER).texts)).toEqual([{ channel: CHANNEL, seconds: 0 }]);
  });

  it('stays away when the citizen edits it, and may still be deleted', async () => {
    await take(says({ id: 'c1' }));
    await erase(ALL_OVER);
    await take(says({ id: 'c1', action: 'amend', text: 'Toch niet' }));
    await take(says({ id: 'c1', action: 'amend', text: 'Of toch wel' }));
    expect(await messageOf('c1')).toMatchObject({ ...ERASED, version: 3 });
    await take(says({ id: 'c1', action: 'redact' }));
    expect(await messageOf('c1')).toMatchObject({ text: '', redacted: true });
    expect(await reconcile(db.handling, Date.now())).toMatchObject({ ok: true, findings: [] });
  });

  it('is told as gone to a target that hears of it late', async () => {
    // What is due of others would open the breaker with it.
    await pipeline.deliver();
    isTargetAway = true;
    await take(says({ id: 'd1', text: 'Het is dringend' }));
    await pipeline.deliver();
    await erase(ALL_OVER);
    isTargetAway = false;
    await pipeline.passWaits();
    told.length = 0;
    await pipeline.deliver();
    expect(told.map(({ content }) => content.to === 'target' && content.delivery.message?.text)).toEqual([
      'weg: channel',
    ]);
  });

  it('is of citizens where the platform asks it, and of everybody where the municipality does', async () => {
    await take(says({ id: 'e1' }));
    const ticket = await pipeline.ticketOf('c-e1');
    await pipeline.command('answer-e1', ticket, {
      type: 'reply',
      text: 'Dag Mia, wij komen',
      author: 'Piet',
      isFinal: false,
    });
    await pipeline.decide();
    const answer = async () =>
      db.owner.query(`select text, erased_for from message where ticket_id = '${ticket}' and author = 'operator'`);
    await erase(ALL_OVER);
    expect(await answer()).toEqual([{ text: 'Dag Mia, wij komen', erased_for: null }]);
    await erase({ keptMs: -MINUTE, because: 'municipality', all: true });
    expect(await answer()).toEqual([{ text: '', erased_for: 'municipality' }]);
  });
});

describe('what holds the same text', () => {
  it('is emptied with it: the posts of its receiver, but none that nobody read yet', async () => {
    await take(says({ id: 'f1' }));
    await pipeline.post({ events: [says({ id: 'f2' })] });
    const turn = erasing(ALL_OVER);
    await turn();
    const [unread, ...read] = (await bodies()).toReversed();
    expect({ unread, isAnyKept: read.some((full) => full) }).toEqual({ unread: true, isAnyKept: false });
    await pipeline.split();
    await pipeline.decide();
    expect(await messageOf('f2')).toMatchObject({ text: 'Mijn stoep is stuk' });
    // The next look goes on from where this one ended.
    await turn();
    expect((await bodies()).some((full) => full)).toBe(false);
    expect(await reconcile(db.handling, Date.now())).toMatchObject({ ok: true, findings: [] });
  });

  it('is rejected with a reason when it still waits for configuration or for a person', async () => {
    await take(says({ id: 'g1', account: 'page-nobody' }), { ...says({ id: 'g2' }), unrecognised: 'SHAPE_UNKNOWN' });
    const waiting = "select count(*)::int as n from event where state in ('parked', 'quarantined')";
    expect(await db.owner.query(waiting)).toEqual([{ n: 2 }]);
    await erase({ keptMs: RECEIVED + MINUTE });
    expect(await db.owner.query(waiting)).toEqual([{ n: 2 }]);
    await erase(ALL_OVER);
    expect(
      await db.owner.query("select state, body from event where reason = 'TEXT_TIME_OVER' order by account"),
    ).toEqual([
      { state: 'rejected', body: null },
      { state: 'rejected', body: null },
    ]);
    expect(await reconcile(db.handling, Date.now())).toMatchObject({ ok: true, findings: [] });
  });
});
