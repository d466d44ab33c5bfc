import { describe, expect, it } from '@jest/globals';
import type { Id } from '../../src/domain/ids.js';
import { linkedTickets, NOTHING_WRONG } from './linked-tickets.js';
import { CHANNEL } from './small-settings.js';

const { world, event, says, happen, ticketOf, ask, ticketsOfStory, messagesOf, findings } = linkedTickets();

describe('messages that are split off', () => {
  async function split(ticketId: Id, ...platformIds: readonly string[]): Promise<void> {
    const rows = await world.db.owner.query<{ id: Id }>('select id from message where platform_id = any($1::text[])', [
      platformIds.map((id) => `${world.story}-${id}`),
    ]);
    const messageIds = rows.map(({ id }) => id);
    await world.pipeline.command(`${world.story}-split`, ticketId, {
      type: 'split',
      messageIds,
      author: 'Jan',
      reason: 'Apart',
    });
  }

  it('become a ticket with their rows, their ids and a charge of its own', async () => {
    await happen(says('c1', 'm1'), says('c1', 'm2', 'Iets anders'), says('c1', 'm3'));
    const ticketId = await ticketOf('c1');
    await split(ticketId, 'm2', 'm3');
    await world.pipeline.decideOnce();
    expect(await findings()).toEqual(NOTHING_WRONG);
    await world.pipeline.decide();
    await world.pipeline.deliver();
    const [old, opened] = await ticketsOfStory();
    expect([old?.id, await messagesOf(ticketId), await messagesOf(opened?.id as Id)]).toEqual([
      ...[ticketId, ['m1'], ['m2', 'm3']],
    ]);
    const usage = await world.db.owner.query(
      'select meter, channel from usage_entry where ticket_id = $1 order by meter',
      [opened?.id as Id],
    );
    expect(usage).toEqual([
      { meter: 'delivery.crm', channel: '' },
      { meter: 'ticket.opened', channel: CHANNEL },
    ]);
    await happen(event('c1', 'm2', { action: 'redact', about: `${world.story}-m2` }));
    const [redacted] = await world.db.owner.query<{ ticket_id: Id }>(
      "select ticket_id from ticket_event where type = 'message.redacted' and ticket_id = any($1::uuid[])",
      [[ticketId, opened?.id as Id]],
    );
    expect(redacted?.ticket_id).toBe(opened?.id);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });

  it('are taken over with their ticket when that is merged, also back into the one that they left', async () => {
    await happen(says('c1', 'm1'), says('c1', 'm2'), says('c2', 'm3'));
    const ticketId = await ticketOf('c1');
    await split(ticketId, 'm2');
    await world.pipeline.decide();
    const opened = (await ticketsOfStory()).at(-1)?.id as Id;
    await ask('back', opened, ticketId);
    await world.pipeline.decide();
    // What came back is told to the target of the last one too.
    await ask('all', ticketId, await ticketOf('c2'));
    await world.pipeline.decide();
    await world.pipeline.deliver();
    const open = (await ticketsOfStory()).filter(({ status }) => status !== 'closed');
    expect(open.map(({ id }) => id)).toEqual([await ticketOf('c2')]);
    expect([await messagesOf(ticketId), await messagesOf(opened)]).toEqual([['m1'], ['m2']]);
    expect(await findings()).toEqual(NOTHING_WRONG);
  });
});
