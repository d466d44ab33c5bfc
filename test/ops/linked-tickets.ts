import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { ChannelEvent, SendOutcome } from '../../src/adapter-sdk/index.js';
import type { Id } from '../../src/domain/ids.js';
import type { Item } from '../../src/handling/index.js';
import { shardOf } from '../../src/handling/inbox/inbox-event.js';
import { reconcile } from '../../src/ops/reconcile/index.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL, CRM } from './small-settings.js';

const MINUTE = 60_000;

/** What `findings` gives when nothing is wrong. */
export const NOTHING_WRONG = { ok: true, found: [], waiting: [] };

interface World {
  db: Database;
  pipeline: Pipeline;
  /** Names what belongs to the test that runs. */
  story: string;
}

function delivered({ delivery }: Item): readonly SendOutcome[] {
  if (delivery.kind === 'reply') {
    return [{ kind: 'delivered', remoteId: `remote-${delivery.id}` }];
  }
  return [
    delivery.kind === 'opened' && delivery.target === CRM
      ? { kind: 'delivered', remoteTicketId: `record-${delivery.ticketId}` }
      : { kind: 'delivered' },
  ];
}

/** Several conversations of one municipality on a real database, set up for the tests of the file that calls it. */
export function linkedTickets() {
  const world = {} as World;
  let stories = 0;
  let said = 0;

  function begin(): void {
    stories += 1;
    world.story = `s${stories}`;
  }

  beforeAll(async () => {
    world.db = await newestDatabase(6);
    world.pipeline = await pipelineOn(world.db, delivered);
  });
  afterAll(() => world.db.close());
  beforeEach(begin);

  /** A conversation of this story only, each in a shard of its own hash. */
  function place(who: string): string {
    return `${world.story}-${who}`;
  }

  function event(who: string, id: string, rest: Partial<ChannelEvent> & Pick<ChannelEvent, 'action'>): ChannelEvent {
    said += 1;
    return {
      ...{ channel: CHANNEL, account: 'page-alfa', key: `${rest.action}:${id}:${said}`, conversation: place(who) },
      occurredAtMs: world.pipeline.nowMs - 50 * MINUTE + said * 1_000,
      citizen: { aliases: [{ kind: 'id', value: place(who) }], name: 'Mia' },
      ...rest,
    };
  }

  function says(who: string, id: string, text = 'Een vraag'): ChannelEvent {
    const message = { id: `${world.story}-${id}`, text, attachments: [], isPublic: false };
    return event(who, id, { action: 'open', message });
  }

  async function happen(...events: readonly ChannelEvent[]): Promise<void> {
    await world.pipeline.post({ events });
    await world.pipeline.split();
    await world.pipeline.decide();
  }

  async function ticketOf(who: string): Promise<Id> {
    return (await world.pipeline.ticketOf(place(who))) as Id;
  }

  async function ask(key: string, from: Id, into: Id): Promise<void> {
    await world.pipeline.command(`${world.story}-${key}`, from, {
      type: 'merge',
      into,
      author: 'Jan',
      reason: 'Zelfde put',
    });
  }

  /** Two tickets of conversations in different shards, so that two workers can decide them at once. */
  async function twoApart(): Promise<[Id, Id]> {
    const shard = (who: string): number => shardOf('t-alfa', CHANNEL, 'page-alfa', place(who));
    while (shard('a') === shard('b')) {
      begin();
    }
    await happen(says('a', 'a0'), says('b', 'b0'));
    return [await ticketOf('a'), await ticketOf('b')];
  }

  /** A worker that decided what there is and stands right before its commit. */
  async function heldWorker(): Promise<{ goOn(): Promise<void> }> {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let work = Promise.resolve();
    await new Promise<void>((isThere) => {
      work = world.pipeline.decideOnce(async () => {
        isThere();
        await released;
      });
    });
    return {
      goOn: async () => {
        release();
        await work;
      },
    };
  }

  async function ticketsOfStory(): Promise<{ id: Id; status: string; merged_into: Id | null; seq: number }[]> {
    return world.db.owner.query(
      'select id, status, merged_into, seq from ticket where conversation like $1 order by number',
      [`${world.story}-%`],
    );
  }

  async function messagesOf(ticketId: Id): Promise<string[]> {
    const rows = await world.db.owner.query<{ platform_id: string }>(
      `select m.platform_id from message m join message_key k on k.message_id = m.id and k.ticket_id = m.ticket_id
       where m.ticket_id = $1 and m.author = 'citizen' order by m.occurred_at`,
      [ticketId],
    );
    return rows.map((row) => row.platform_id.replace(`${world.story}-`, ''));
  }

  async function findings(): Promise<unknown> {
    const { ok, findings: found, rows } = await reconcile(world.db.handling, world.pipeline.nowMs);
    return { ok, found, waiting: rows.filter(({ quarantined, parked }) => quarantined + parked > 0) };
  }

  async function waitsOf(ticketId: Id): Promise<object[]> {
    return world.db.owner.query(
      `select type, coalesce(data->>'awaitingSinceMs', data->>'sinceMs') is not null as "isWaiting" from ticket_event
       where ticket_id = $1 and type in ('ticket.absorbed', 'absorbed.waiting') order by seq`,
      [ticketId],
    );
  }

  return {
    ...{ world, place, event, says, happen, ticketOf, ask, twoApart, heldWorker, ticketsOfStory, messagesOf },
    ...{ findings, waitsOf },
  };
}
