import { expect, it } from '@jest/globals';
import { eventually } from '../support/schakel/eventually.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { citizen, seen, ticketAbout, ticketWhen, town, type World } from './town.js';

const LEUVEN = town('24062');
const GENT = town('44021');

/** What goes wrong: senders, targets, batches and processes; and that the books agree afterwards. The restart comes last. */
export function troubleStories(profile: ProfileName, world: () => World): void {
  it('sends again what surely did not arrive, and reads neither garbage nor an error inside a 200 as success', async () => {
    world().platform.say({
      channel: 'messenger',
      account: LEUVEN.page.id,
      citizen: citizen(9),
      text: 'Vraag over de Bondgenotenlaan',
    });
    const ticket = await ticketAbout(world(), 'Bondgenotenlaan');
    world().platform.fault({ endpoint: 'messages.write', kind: 'html-200', account: LEUVEN.page.id });
    await world().api.post(`/tickets/${ticket.id}/replies`, { text: 'Antwoord Bondgenotenlaan', final: true });
    await ticketWhen(world(), ticket.id, 'answered', ({ status }) => status === 'answered');
    expect(seen(world(), 'Antwoord Bondgenotenlaan')).toBe(1);
  });

  it('handles the neighbours of what it cannot read, in one POST of a thousand updates', async () => {
    const before = (await world().api.get('/reconciliation')).body as unknown as { rows: { received: number }[] };
    const count = (rows: readonly { received: number }[]): number => rows.reduce((sum, row) => sum + row.received, 0);
    const entry = Array.from({ length: 1000 }, (_, n) =>
      n % 10 === 0
        ? {
            id: GENT.page.id,
            time: 1,
            changes: [{ field: 'feed', value: { item: 'nieuw-ding', verb: 'doet', post_id: `p_${n}` } }],
          }
        : {
            id: (n % 2 === 0 ? GENT : LEUVEN).page.id,
            time: 1,
            messaging: [
              {
                ...{ sender: { id: `62${n}` }, recipient: { id: (n % 2 === 0 ? GENT : LEUVEN).page.id } },
                ...{ timestamp: Date.now(), message: { mid: `m_duizend_${n}`, text: `Duizend ${n} groeten` } },
              },
            ],
          },
    );
    const post = (): Promise<number> => world().platform.raw({ object: 'page', entry });
    expect(await post()).toBe(200);
    // Schakel is at work on the first: a platform posts again what got no answer in time, and nothing else may be answered.
    const statuses: number[] = [];
    await eventually(
      'the same post once more',
      async () => statuses.push(await post()) > 0 && statuses.at(-1) !== 0,
      40_000,
    );
    expect(statuses.filter((status) => status !== 0)).toEqual([200]);
    await eventually(
      'all thousand',
      async () => {
        const { rows } = (await world().api.get('/reconciliation')).body as unknown as {
          rows: { received: number; pending: number }[];
        };
        return count(rows) - count(before.rows) >= 1000 && rows.every((row) => row.pending === 0);
      },
      40_000,
    );
    await ticketAbout(world(), 'Duizend 999 groeten');
    const { body } = await world().api.get('/events?state=quarantined&limit=200');
    expect((body['items'] as unknown[]).length).toBeGreaterThanOrEqual(100);
  });

  it('keeps a national number out of what is stored and forwarded', async () => {
    world().platform.say({
      ...{ channel: 'messenger', account: LEUVEN.page.id, citizen: citizen(11) },
      text: 'Afval aan de Naamsevest, mijn nummer is 85.07.30-033.28',
    });
    const ticket = await ticketAbout(world(), 'Naamsevest');
    expect(ticket.messages[0]?.text).toContain('[rijksregisternummer verwijderd]');
    const told = await eventually('the event at the CRM', () =>
      world().crm.processed.find(({ body }) => JSON.stringify(body).includes('Naamsevest')),
    );
    expect(JSON.stringify(told)).not.toContain('033.28');
  });

  it('refuses what is unsigned, wrong or too large, and keeps what is signed and senseless', async () => {
    expect(await world().platform.raw('{"object":"page"}', 'missing')).toBe(401);
    expect(await world().platform.raw('{"object":"page"}', 'wrong')).toBe(401);
    expect(await world().platform.raw(`"${'x'.repeat(3 * 1024 * 1024)}"`)).toBe(413);
    expect(await world().platform.raw('dit is geen JSON')).toBe(200);
    expect(await world().platform.raw({ object: 'iets-nieuws', entry: [] })).toBe(200);
    await eventually('both put aside', async () => {
      const { body } = await world().api.get('/events?state=quarantined&limit=200');
      const channels = (body['items'] as { readonly channel: string }[]).map(({ channel }) => channel);
      return channels.filter((channel) => channel === 'meta').length >= 2;
    });
    if (profile === 'cluster') {
      await world().answerFrom1700('be.schakel.answer.reply.v1', { ticketId: 'geen id' });
      const [refused] = await eventually('the rejected answer', async () => {
        const answers = await world().rejectedAnswers();
        return answers.length > 0 && answers;
      });
      expect(refused?.reason).not.toBe('undefined');
    }
  });

  it('shows charges in the metrics that equal the usage to date, and reconciles', async () => {
    const url = profile === 'cluster' ? world().schakel.schedulerUrl : world().schakel.apiUrl;
    await eventually('equal charges', async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      // Antwerpen has a tariff with every form.
      for (const nis of ['44021', '11002', '31005']) {
        const { body } = await world().api.get(
          `/municipalities/${nis}/usage?period=${new Date().toISOString().slice(0, 7)}`,
        );
        const charge = new RegExp(`schakel_charges_euro\\{municipality="${nis}"[^}]*\\} ([\\d.]+)`).exec(metrics)?.[1];
        if (charge === undefined || Number(charge) !== Number(body['totalEuro'])) {
          return false;
        }
      }
      return true;
    });
    const { body } = await world().api.get('/reconciliation');
    expect(body['findings']).toEqual([]);
    expect(body['ok']).toBe(true);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/schakel_channel_healthy\{[^}]*channel="messenger"[^}]*\} 1/);
    expect(metrics).toMatch(/schakel_reconciliation_difference\{municipality="44021"[^}]*\} 0/);
    expect(metrics).toMatch(/schakel_default_partition_rows\{table="event"[^}]*\} 0/);
    for (const { count } of world().received1700.values()) {
      expect(count).toBe(1);
    }
  });

  it('stops with work under way and goes on where it was', async () => {
    for (let n = 0; n < 40; n += 1) {
      world().platform.say({
        channel: 'messenger',
        account: GENT.page.id,
        citizen: citizen(100 + n),
        text: `Herstart ${n} keer`,
      });
    }
    await world().schakel.stop('SIGTERM');
    await world().schakel.start();
    world().platform.redeliverNow();
    await eventually(
      'every message',
      async () => (await world().api.tickets('?q=Herstart&limit=200')).length === 40,
      40_000,
    );
    const { body } = await world().api.get('/reconciliation');
    expect(body['ok']).toBe(true);
  });
}
