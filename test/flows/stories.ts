import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/schakel/eventually.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { buildWorld, seen, ticketAbout, ticketWhen, town, type World } from './town.js';

const DAY = 86_400_000;
const LEUVEN = town('24062');
const GENT = town('44021');
const BRUGGE = town('31005');
const HASSELT = town('71072');

function citizen(n: number): { readonly id: string; readonly name: string } {
  return { id: `61000000000${String(n).padStart(4, '0')}`, name: 'Mia Voorbeeld' };
}

/** The same stories on each profile: what a citizen, a municipality and the contact center live through. */
export function citizensStories(profile: ProfileName): void {
  let world: World;
  beforeAll(async () => {
    world = await buildWorld(profile);
  }, 60_000);
  afterAll(async () => {
    await world.close();
  }, 30_000);

  describe(`on the ${profile} profile`, () => {
    it('brings the answer of the own CRM to a resident of Leuven who asks about waste on Messenger', async () => {
      world.platform.say({
        ...{ channel: 'messenger', account: LEUVEN.page.id, citizen: citizen(1) },
        text: 'Wanneer wordt het huisvuil opgehaald in de Tiensestraat?',
      });
      const ticket = await ticketAbout(world, 'Tiensestraat');
      expect(ticket).toMatchObject({ topic: 'afval', target: 'leuven-crm', status: 'new' });
      expect(ticket.clocks.map(({ name, state }) => [name, state])).toEqual([
        ['first-response', 'running'],
        ['resolution', 'running'],
      ]);
      const [opened] = await eventually('the event at the CRM', () => {
        const events = world.crm.processed.filter(({ body }) => JSON.stringify(body).includes('Tiensestraat'));
        return events.length > 0 && events;
      });
      expect(opened?.type).toBe('ticket.opened');
      expect(
        await world.answerFromCrm('ticket.reply', {
          ticketId: ticket.id,
          text: 'Op donderdag om zeven uur.',
          isFinal: true,
        }),
      ).toBe(200);
      await eventually('the answer on Messenger', () => seen(world, 'donderdag om zeven') === 1);
      const answered = await ticketWhen(world, ticket.id, 'answered', ({ status }) => status === 'answered');
      expect(answered.clocks.map(({ state }) => state)).toEqual(['met', 'met']);
      expect(answered.usage.map(({ meter }) => meter).toSorted()).toEqual([
        ...['answer.sent', 'delivery.crm', 'message.received', 'ticket.opened'],
      ]);
      expect(seen(world, 'donderdag om zeven')).toBe(1);
    });

    it('lets 1700 answer a resident of Gent on WhatsApp, and pass a question on', async () => {
      world.platform.say({
        ...{ channel: 'whatsapp', account: GENT.whatsapp.phoneNumberId, citizen: { id: '32470000002', name: 'Jan' } },
        text: 'Hoe vraag ik de renovatiepremie voor de Kolenstraat aan?',
      });
      const ticket = await ticketAbout(world, 'Kolenstraat');
      expect(ticket).toMatchObject({ target: '1700' });
      const text = 'Dat kan via Mijn VerbouwPremie.';
      if (profile === 'cluster') {
        const told = await eventually('the event in the queue of 1700', () =>
          [...world.received1700.values()].find(({ event }) => event.subject === ticket.id),
        );
        expect(told).toMatchObject({
          routingKey: 'ticket.opened.44021',
          event: { type: 'be.schakel.ticket.opened.v1' },
        });
        await world.answerFrom1700('be.schakel.answer.reply.v1', { ticketId: ticket.id, text });
      } else {
        expect((await world.api.post(`/tickets/${ticket.id}/replies`, { text, final: true })).status).toBe(200);
      }
      await eventually('the answer on WhatsApp', () => seen(world, 'Mijn VerbouwPremie') === 1);
      const answered = await ticketWhen(world, ticket.id, 'answered', ({ status }) => status === 'answered');
      expect(answered.usage.map(({ meter }) => meter)).toContain('forward.1700');
      expect((await world.api.post(`/tickets/${ticket.id}/status`, { status: 'closed' })).status).toBe(200);
    });

    it('keeps one Zammad ticket for two messages of a resident of Brugge; notes stay inside', async () => {
      const who = citizen(3);
      world.platform.say({
        channel: 'messenger',
        account: BRUGGE.page.id,
        citizen: who,
        text: 'Put in de Steenstraat',
      });
      const ticket = await ticketAbout(world, 'Steenstraat');
      expect(ticket.target).toBe('brugge-zammad');
      world.platform.say({
        channel: 'messenger',
        account: BRUGGE.page.id,
        citizen: who,
        text: 'Ter hoogte van nummer 12',
      });
      const [record] = await eventually('both messages in Zammad', () => {
        const bodies = world.zammad.desk.articles.map(({ body }) => body).join('\n');
        return bodies.includes('nummer 12') && bodies.includes('Steenstraat') && world.zammad.desk.tickets;
      });
      expect(world.zammad.desk.tickets).toHaveLength(1);
      await world.zammad.agent.write(record?.id ?? 0, { body: 'Wie gaat er kijken?', internal: true });
      await world.zammad.agent.write(record?.id ?? 0, { body: 'Wij komen morgen langs.' });
      await eventually('the answer', () => seen(world, 'komen morgen langs') === 1);
      expect(seen(world, 'Wie gaat er kijken')).toBe(0);
      await ticketWhen(world, ticket.id, 'answered', ({ status }) => status === 'answered');
    });

    it('follows a public comment through its edit, its answer and its deletion', async () => {
      const author = { id: '7712000000000042', name: 'Testburger' };
      const { commentId: id } = world.platform.comment({
        account: GENT.page.id,
        author,
        text: 'De lantaarn in de Veldstraat is stuk',
      });
      const ticket = await ticketAbout(world, 'Veldstraat');
      world.platform.edit({ id, text: 'De lantaarn in de Veldstraat knippert' });
      await ticketWhen(world, ticket.id, 'the edit', ({ messages }) => messages[0]?.text.includes('knippert') === true);
      await world.api.post(`/tickets/${ticket.id}/replies`, {
        text: 'Dank voor de melding over de lantaarn.',
        final: false,
      });
      await eventually('the answer under the comment', () => seen(world, 'melding over de lantaarn') === 1);
      world.platform.remove({ id });
      const redacted = await ticketWhen(world, ticket.id, 'the deletion', ({ messages }) => messages[0]?.text === '');
      expect(redacted.timeline.map(({ type }) => type)).toEqual(
        expect.arrayContaining([
          'ticket.opened',
          'message.amended',
          'answer.requested',
          'answer.delivered',
          'message.redacted',
        ]),
      );
      // The webhook about our own comment is no answer of somebody else.
      expect(redacted.timeline.map(({ type }) => type)).not.toContain('answer.outside');
    });

    it('cuts a long answer on Instagram by bytes, in order, and records the answer of a colleague', async () => {
      const who = citizen(5);
      world.platform.say({
        channel: 'instagram',
        account: HASSELT.instagram.id,
        citizen: who,
        text: 'Vraag over de Demerstraat',
      });
      const ticket = await ticketAbout(world, 'Demerstraat');
      const text = Array.from({ length: 60 }, (_, n) => `Zin nummer ${n} over de één en ander in de straat.`).join(' ');
      await world.api.post(`/tickets/${ticket.id}/replies`, { text, final: false });
      const parts = await eventually('all parts', () => {
        const sent = world.platform.transcript({ who: 'service', account: HASSELT.instagram.id });
        return sent.map((entry) => entry.text).join(' ') === text && sent;
      });
      expect(parts.length).toBeGreaterThan(2);
      expect(Math.max(...parts.map((part) => Buffer.byteLength(part.text)))).toBeLessThanOrEqual(1000);
      world.platform.answerOutside({
        ...{ channel: 'instagram', account: HASSELT.instagram.id, citizenId: who.id, text: 'Ik heb u gebeld.' },
      });
      const after = await ticketWhen(world, ticket.id, 'the colleague', ({ timeline }) =>
        timeline.some(({ type }) => type === 'answer.outside'),
      );
      expect(after.status).toBe('answered');
    });

    it('keeps a message of an unknown page, and answers it once configuration claims the page', async () => {
      const item = {
        sender: { id: '1' },
        recipient: { id: '999' },
        timestamp: Date.now(),
        message: { mid: 'm_x', text: 'Wie leest dit?' },
      };
      await world.platform.raw({ object: 'page', entry: [{ id: '999', time: 1, messaging: [item] }] });
      const parked = await eventually('the parked event', async () => {
        const { body } = await world.api.get('/events?state=parked');
        return (body['items'] as { readonly reason: string }[])[0];
      });
      expect(parked.reason).toBe('ACCOUNT_UNASSIGNED');
      await world.claimAccount('44021-gent.yaml', { channel: 'messenger', account: '999', name: 'Nieuwe pagina' });
      const ticket = await ticketAbout(world, 'Wie leest dit');
      expect(ticket).toMatchObject({ channel: 'messenger', account: '999' });
    });

    it('refuses an answer that comes too late, in Dutch, before anything is sent', async () => {
      world.platform.say({
        ...{
          channel: 'whatsapp',
          account: HASSELT.whatsapp.phoneNumberId,
          citizen: { id: '32470000007', name: 'Piet' },
        },
        ...{ text: 'Vraag over de Kunstlaan', atMs: Date.now() - 2 * DAY },
      });
      const ticket = await ticketAbout(world, 'Kunstlaan');
      const answer = await world.api.post(`/tickets/${ticket.id}/replies`, { text: 'Te laat', final: true });
      expect(answer.status).toBe(422);
      expect(JSON.stringify(answer.body)).toContain('REPLY_WINDOW_CLOSED');
      if (profile === 'cluster') {
        await world.answerFrom1700('be.schakel.answer.reply.v1', { ticketId: ticket.id, text: 'Ook te laat' });
        const after = await ticketWhen(world, ticket.id, 'the refusal', ({ timeline }) =>
          timeline.some(({ type }) => type === 'answer.refused'),
        );
        expect(after.messages.map(({ text }) => text)).toContain('Ook te laat');
      }
      expect(world.platform.transcript({ who: 'service', account: HASSELT.whatsapp.phoneNumberId })).toEqual([]);
    });

    it.each([
      ['messenger', 'messages.write', GENT.page.id],
      ['instagram', 'messages.write', GENT.instagram.id],
      ['whatsapp', 'whatsapp.write', GENT.whatsapp.phoneNumberId],
      ['facebook', 'comments.write', GENT.page.id],
    ] as const)(
      'shows an answer on %s once although the connection died after it arrived',
      async (channel, endpoint, account) => {
        const street = `Proefstraat ${channel}`;
        if (channel === 'facebook') {
          world.platform.comment({ account, author: { id: '7712000000000099', name: 'Testbewoner' }, text: street });
        } else {
          world.platform.say({
            channel,
            account,
            citizen: { id: channel === 'whatsapp' ? '32470000008' : '61000000000888', name: 'Els' },
            text: street,
          });
        }
        const ticket = await ticketAbout(world, street);
        world.platform.fault({ endpoint, kind: 'close-after-effect', account });
        await world.api.post(`/tickets/${ticket.id}/replies`, { text: `Antwoord voor ${street}`, final: true });
        await ticketWhen(world, ticket.id, 'answered', ({ status }) => status === 'answered');
        expect(seen(world, `Antwoord voor ${street}`)).toBe(1);
      },
    );

    it('sends again what surely did not arrive, and reads neither garbage nor an error inside a 200 as success', async () => {
      world.platform.say({
        channel: 'messenger',
        account: LEUVEN.page.id,
        citizen: citizen(9),
        text: 'Vraag over de Bondgenotenlaan',
      });
      const ticket = await ticketAbout(world, 'Bondgenotenlaan');
      world.platform.fault({ endpoint: 'messages.write', kind: 'html-200', account: LEUVEN.page.id });
      await world.api.post(`/tickets/${ticket.id}/replies`, { text: 'Antwoord Bondgenotenlaan', final: true });
      await ticketWhen(world, ticket.id, 'answered', ({ status }) => status === 'answered');
      expect(seen(world, 'Antwoord Bondgenotenlaan')).toBe(1);
    });

    it('handles the neighbours of what it cannot read, in one POST of a thousand updates', async () => {
      const before = (await world.api.get('/reconciliation')).body as unknown as { rows: { received: number }[] };
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
      expect(await world.platform.raw({ object: 'page', entry })).toBe(200);
      expect(await world.platform.raw({ object: 'page', entry })).toBe(200);
      await eventually(
        'all thousand',
        async () => {
          const { rows } = (await world.api.get('/reconciliation')).body as unknown as {
            rows: { received: number; pending: number }[];
          };
          return count(rows) - count(before.rows) >= 1000 && rows.every((row) => row.pending === 0);
        },
        40_000,
      );
      await ticketAbout(world, 'Duizend 999 groeten');
      const { body } = await world.api.get('/events?state=quarantined&limit=200');
      expect((body['items'] as unknown[]).length).toBeGreaterThanOrEqual(100);
    });

    it('keeps a national number out of what is stored and forwarded', async () => {
      world.platform.say({
        ...{ channel: 'messenger', account: LEUVEN.page.id, citizen: citizen(11) },
        text: 'Afval aan de Naamsevest, mijn nummer is 85.07.30-033.28',
      });
      const ticket = await ticketAbout(world, 'Naamsevest');
      expect(ticket.messages[0]?.text).toContain('[rijksregisternummer verwijderd]');
      const told = await eventually('the event at the CRM', () =>
        world.crm.processed.find(({ body }) => JSON.stringify(body).includes('Naamsevest')),
      );
      expect(JSON.stringify(told)).not.toContain('033.28');
    });

    it('refuses what is unsigned, wrong or too large, and keeps what is signed and senseless', async () => {
      expect(await world.platform.raw('{"object":"page"}', 'missing')).toBe(401);
      expect(await world.platform.raw('{"object":"page"}', 'wrong')).toBe(401);
      expect(await world.platform.raw(`"${'x'.repeat(3 * 1024 * 1024)}"`)).toBe(413);
      expect(await world.platform.raw('dit is geen JSON')).toBe(200);
      expect(await world.platform.raw({ object: 'iets-nieuws', entry: [] })).toBe(200);
      await eventually('both put aside', async () => {
        const { body } = await world.api.get('/events?state=quarantined&limit=200');
        const channels = (body['items'] as { readonly channel: string }[]).map(({ channel }) => channel);
        return channels.filter((channel) => channel === 'meta').length >= 2;
      });
      if (profile === 'cluster') {
        await world.answerFrom1700('be.schakel.answer.reply.v1', { ticketId: 'geen id' });
        const [refused] = await eventually('the rejected answer', async () => {
          const answers = await world.rejectedAnswers();
          return answers.length > 0 && answers;
        });
        expect(refused?.reason).not.toBe('undefined');
      }
    });

    it('shows charges in the metrics that equal the usage to date, and reconciles', async () => {
      const url = profile === 'cluster' ? world.schakel.schedulerUrl : world.schakel.apiUrl;
      await eventually('equal charges', async () => {
        const usage = (
          await world.api.get('/municipalities/44021/usage?period=' + new Date().toISOString().slice(0, 7))
        ).body;
        const metrics = await (await fetch(`${url}/metrics`)).text();
        const charge = /schakel_charges_euro\{municipality="44021"[^}]*\} ([\d.]+)/.exec(metrics)?.[1];
        return charge !== undefined && Number(charge) === Number(usage['totalEuro']);
      });
      const { body } = await world.api.get('/reconciliation');
      expect(body['findings']).toEqual([]);
      expect(body['ok']).toBe(true);
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toMatch(/schakel_channel_healthy\{[^}]*channel="messenger"[^}]*\} 1/);
      expect(metrics).toMatch(/schakel_reconciliation_difference\{municipality="44021"[^}]*\} 0/);
      expect(metrics).toMatch(/schakel_default_partition_rows\{table="event"[^}]*\} 0/);
      for (const { count } of world.received1700.values()) {
        expect(count).toBe(1);
      }
    });

    it('stops with work under way and goes on where it was', async () => {
      for (let n = 0; n < 40; n += 1) {
        world.platform.say({
          channel: 'messenger',
          account: GENT.page.id,
          citizen: citizen(100 + n),
          text: `Herstart ${n} keer`,
        });
      }
      await world.schakel.stop('SIGTERM');
      await world.schakel.start();
      world.platform.redeliverNow();
      await eventually(
        'every message',
        async () => (await world.api.tickets('?q=Herstart&limit=200')).length === 40,
        40_000,
      );
      const { body } = await world.api.get('/reconciliation');
      expect(body['ok']).toBe(true);
    });
  });
}
