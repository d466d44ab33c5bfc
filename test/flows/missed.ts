import { expect, it } from '@jest/globals';
import { PAGE_FIELDS } from '../../src/demo/platform/subscriptions.js';
import { ticketAbout, ticketWhen, town, type World } from './town.js';

const HASSELT = town('71072');
const AUTHOR = { id: '7712000000000701', name: 'Rik Voorbeeld' };

/** The page asks for its posts again, as the guide of the channel says. */
async function subscribeAgain({ platform }: World): Promise<void> {
  const answer = await fetch(`${platform.url}/v26.0/${HASSELT.page.id}/subscribed_apps`, {
    method: 'POST',
    headers: { authorization: `Bearer ${HASSELT.page.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subscribed_fields: [...PAGE_FIELDS] }),
  });
  expect(answer.status).toBe(200);
}

/** Asks for the history; an embedded store belongs to one process, so there the command waits until it has stopped. */
async function backfill({ schakel }: World, since: string): ReturnType<World['schakel']['command']> {
  const words = ['backfill', '--since', since, '--account', HASSELT.page.id];
  if (schakel.profile !== 'embedded') {
    return schakel.command(words);
  }
  await schakel.stop();
  const answer = await schakel.command(words);
  await schakel.start();
  return answer;
}

/** What a platform could not tell, because nobody listened, is read from its history. */
export function missedStories(world: () => World): void {
  it('recovers what Facebook and Messenger could not tell, once, and says that it came late', async () => {
    const { platform, api } = world();
    platform.comment({ account: HASSELT.page.id, author: AUTHOR, text: 'De fontein op het Kolonel Dusartplein lekt' });
    const { id } = await ticketAbout(world(), 'Dusartplein');
    const since = new Date(platform.nowMs() - 60_000).toISOString();
    platform.unsubscribe(HASSELT.page.id);
    platform.comment({ account: HASSELT.page.id, author: AUTHOR, text: 'De Persoonstraat staat blank' });
    platform.say({
      ...{ channel: 'messenger', account: HASSELT.page.id, citizen: { id: '6100000000000701', name: 'Rik' } },
      text: 'Is het Japanse tuintje open?',
    });
    await subscribeAgain(world());
    const { code, output } = await backfill(world(), since);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(`facebook ${HASSELT.page.id}`) });
    const flooded = await ticketAbout(world(), 'Persoonstraat');
    const garden = await ticketAbout(world(), 'Japanse');
    for (const late of [flooded, garden]) {
      expect(late.timeline.map(({ data }) => data['reason'])).toContain('RECOVERED_FROM_HISTORY');
    }
    // What was known is on its ticket once, and nothing says that it came late.
    const known = await ticketWhen(world(), id, 'the ticket', () => true);
    expect(known.messages).toHaveLength(1);
    expect(known.timeline.map(({ data }) => data['reason'])).not.toContain('RECOVERED_FROM_HISTORY');
    expect(await api.tickets('?q=Persoonstraat')).toHaveLength(1);
  });
}
