import { expect, it } from '@jest/globals';
import { businessScopedId } from '../../src/demo/platform/ids.js';
import { eventually } from '../support/schakel/eventually.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { citizen, seen, ticketAbout, ticketWhen, town, type World } from './town.js';

const DAY = 86_400_000;
const LEUVEN = town('24062');
const GENT = town('44021');
const BRUGGE = town('31005');
const HASSELT = town('71072');

/** How questions come in and answers go out: what a citizen, a municipality and the contact center live through. */
export function answerStories(profile: ProfileName, world: () => World): void {
  it('brings the answer of the own CRM to a resident of Leuven who asks about waste on Messenger', async () => {
    world().platform.say({
      ...{ channel: 'messenger', account: LEUVEN.page.id, citizen: citizen(1) },
      text: 'Wanneer wordt het huisvuil opgehaald in de Tiensestraat?',
    });
    const ticket = await ticketAbout(world(), 'Tiensestraat');
    expect(ticket).toMatchObject({ topic: 'afval', target: 'leuven-crm', status: 'new' });
    expect(ticket.clocks.map(({ name, state }) => [name, state])).toEqual([
      ['first-response', 'running'],
      ['resolution', 'running'],
    ]);
    const [opened] = await eventually('the event at the CRM', () => {
      const events = world().crm.processed.filter(({ body }) => JSON.stringify(body).includes('Tiensestraat'));
      return events.length > 0 && events;
    });
    expect(opened?.type).toBe('ticket.opened');
    expect(
      await world().answerFromCrm('ticket.reply', {
        ticketId: ticket.id,
        text: 'Op donderdag om zeven uur.',
        isFinal: true,
      }),
    ).toBe(200);
    await eventually('the answer on Messenger', () => seen(world(), 'donderdag om zeven') === 1);
    const answered = await ticketWhen(world(), ticket.id, 'answered', ({ status }) => status === 'answered');
    expect(answered.clocks.map(({ state }) => state)).toEqual(['met', 'met']);
    expect(answered.usage.map(({ meter }) => meter).toSorted()).toEqual([
      ...['answer.sent', 'delivery.crm', 'message.received', 'ticket.opened'],
    ]);
    expect(seen(world(), 'donderdag om zeven')).toBe(1);
  });

  it('lets 1700 answer a resident of Gent on WhatsApp, and pass a question on', async () => {
    world().platform.say({
      ...{ channel: 'whatsapp', account: GENT.whatsapp.phoneNumberId, citizen: { id: '32470000002', name: 'Jan' } },
      text: 'Hoe vraag ik de renovatiepremie voor de Kolenstraat aan?',
    });
    const ticket = await ticketAbout(world(), 'Kolenstraat');
    expect(ticket).toMatchObject({ target: '1700' });
    const text = 'Dat kan via Mijn VerbouwPremie.';
    if (profile === 'cluster') {
      const told = await eventually('the event in the queue of 1700', () =>
        [...world().received1700.values()].find(({ event }) => event.subject === ticket.id),
      );
      expect(told).toMatchObject({
        routingKey: 'ticket.opened.44021',
        event: { type: 'be.schakel.ticket.opened.v1' },
      });
      await world().answerFrom1700('be.schakel.answer.reply.v1', { ticketId: ticket.id, text });
    } else {
      expect((await world().api.post(`/tickets/${ticket.id}/replies`, { text, final: true })).status).toBe(200);
    }
    await eventually('the answer on WhatsApp', () => seen(world(), 'Mijn VerbouwPremie') === 1);
    const answered = await ticketWhen(world(), ticket.id, 'answered', ({ status }) => status === 'answered');
    expect(answered.usage.map(({ meter }) => meter)).toContain('forward.1700');
    // Meta tells with its receipts that it charges for the answer; the card says how much.
    const charged = await ticketWhen(world(), ticket.id, 'what Meta charges', ({ usage }) =>
      usage.some(({ meter }) => meter === 'platform.cost'),
    );
    const passedOn = charged.usage.filter(({ meter }) => meter === 'platform.cost');
    expect(passedOn).toMatchObject([{ quantity: 45_600, target: 'whatsapp.service', amountEuro: '0.0456' }]);
    expect((await world().api.post(`/tickets/${ticket.id}/status`, { status: 'closed' })).status).toBe(200);
  });

  it('keeps one ticket for a resident of Leuven who starts hiding the number, and brings the answer', async () => {
    const { phoneNumberId: account, wabaId } = LEUVEN.whatsapp;
    const number = '32470000012';
    const userId = businessScopedId(wabaId, number);
    const post = async (from: Readonly<Record<string, string>>, id: string, text: string): Promise<void> => {
      const message = {
        ...from,
        id,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'text',
        text: { body: text },
      };
      const value = { metadata: { phone_number_id: account }, messages: [message] };
      const entry = [{ id: wabaId, changes: [{ field: 'messages', value }] }];
      await world().platform.raw({ object: 'whatsapp_business_account', entry });
    };
    await post({ from: number }, 'wamid.hides.1', 'Er ligt olie op de Naamsestraat');
    const ticket = await ticketAbout(world(), 'Naamsestraat');
    world().platform.say({ channel: 'whatsapp', account, citizen: { id: number, name: 'An' }, text: 'Bij nummer 20' });
    await ticketWhen(world(), ticket.id, 'the second message', ({ messages }) => messages.length === 2);
    await post({ from_user_id: userId }, 'wamid.hides.2', 'Het wordt erger');
    const whole = await ticketWhen(world(), ticket.id, 'the third message', ({ messages }) => messages.length === 3);
    expect(whole.messages.map(({ text }) => text)).toEqual([
      'Er ligt olie op de Naamsestraat',
      'Bij nummer 20',
      'Het wordt erger',
    ]);
    await world().api.post(`/tickets/${ticket.id}/replies`, { text: 'De olie wordt opgeruimd.', final: true });
    await eventually('the answer on WhatsApp', () => seen(world(), 'olie wordt opgeruimd') === 1);
    await ticketWhen(world(), ticket.id, 'answered', ({ status }) => status === 'answered');
  });

  it('keeps one Zammad ticket for two messages of a resident of Brugge; notes stay inside', async () => {
    const who = citizen(3);
    world().platform.say({
      channel: 'messenger',
      account: BRUGGE.page.id,
      citizen: who,
      text: 'Put in de Steenstraat',
    });
    const ticket = await ticketAbout(world(), 'Steenstraat');
    expect(ticket.target).toBe('brugge-zammad');
    world().platform.say({
      channel: 'messenger',
      account: BRUGGE.page.id,
      citizen: who,
      text: 'Ter hoogte van nummer 12',
    });
    const [record] = await eventually('both messages in Zammad', () => {
      const bodies = world()
        .zammad.desk.articles.map(({ body }) => body)
        .join('\n');
      return bodies.includes('nummer 12') && bodies.includes('Steenstraat') && world().zammad.desk.tickets;
    });
    expect(world().zammad.desk.tickets).toHaveLength(1);
    await world().zammad.agent.write(record?.id ?? 0, { body: 'Wie gaat er kijken?', internal: true });
    await world().zammad.agent.write(record?.id ?? 0, { body: 'Wij komen morgen langs.' });
    await eventually('the answer', () => seen(world(), 'komen morgen langs') === 1);
    expect(seen(world(), 'Wie gaat er kijken')).toBe(0);
    await ticketWhen(world(), ticket.id, 'answered', ({ status }) => status === 'answered');
  });

  it('follows a public comment through its edit, its answer and its deletion', async () => {
    const author = { id: '7712000000000042', name: 'Testburger' };
    const { commentId: id } = world().platform.comment({
      account: GENT.page.id,
      author,
      text: 'De lantaarn in de Veldstraat is stuk',
    });
    const ticket = await ticketAbout(world(), 'Veldstraat');
    world().platform.edit({ id, text: 'De lantaarn in de Veldstraat knippert' });
    await ticketWhen(world(), ticket.id, 'the edit', ({ messages }) => messages[0]?.text.includes('knippert') === true);
    await world().api.post(`/tickets/${ticket.id}/replies`, {
      text: 'Dank voor de melding over de lantaarn.',
      final: false,
    });
    await eventually('the answer under the comment', () => seen(world(), 'melding over de lantaarn') === 1);
    world().platform.remove({ id });
    const redacted = await ticketWhen(world(), ticket.id, 'the deletion', ({ messages }) => messages[0]?.text === '');
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
    world().platform.say({
      channel: 'instagram',
      account: HASSELT.instagram.id,
      citizen: who,
      text: 'Vraag over de Demerstraat',
    });
    const ticket = await ticketAbout(world(), 'Demerstraat');
    const text = Array.from({ length: 60 }, (_, n) => `Zin nummer ${n} over de één en ander in de straat.`).join(' ');
    await world().api.post(`/tickets/${ticket.id}/replies`, { text, final: false });
    const parts = await eventually('all parts', () => {
      const sent = world().platform.transcript({ who: 'service', account: HASSELT.instagram.id });
      return sent.map((entry) => entry.text).join(' ') === text && sent;
    });
    expect(parts.length).toBeGreaterThan(2);
    expect(Math.max(...parts.map((part) => Buffer.byteLength(part.text)))).toBeLessThanOrEqual(1000);
    world().platform.answerOutside({
      ...{ channel: 'instagram', account: HASSELT.instagram.id, citizenId: who.id, text: 'Ik heb u gebeld.' },
    });
    const after = await ticketWhen(world(), ticket.id, 'the colleague', ({ timeline }) =>
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
    await world().platform.raw({ object: 'page', entry: [{ id: '999', time: 1, messaging: [item] }] });
    const parked = await eventually('the parked event', async () => {
      const { body } = await world().api.get('/events?state=parked');
      return (body['items'] as { readonly reason: string }[])[0];
    });
    expect(parked.reason).toBe('ACCOUNT_UNASSIGNED');
    await world().claimAccount('44021-gent.yaml', { channel: 'messenger', account: '999', name: 'Nieuwe pagina' });
    const ticket = await ticketAbout(world(), 'Wie leest dit');
    expect(ticket).toMatchObject({ channel: 'messenger', account: '999' });
  });

  it('refuses an answer that comes too late, before anything is sent, and invites the citizen to write again', async () => {
    const account = HASSELT.whatsapp.phoneNumberId;
    const piet = { channel: 'whatsapp', account, citizen: { id: '32470000007', name: 'Piet' } } as const;
    world().platform.say({ ...piet, text: 'Vraag over de Kunstlaan', atMs: Date.now() - 2 * DAY });
    const ticket = await ticketAbout(world(), 'Kunstlaan');
    const answer = await world().api.post(`/tickets/${ticket.id}/replies`, { text: 'Te laat', final: true });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('REPLY_WINDOW_CLOSED');
    if (profile === 'cluster') {
      await world().answerFrom1700('be.schakel.answer.reply.v1', { ticketId: ticket.id, text: 'Ook te laat' });
      const after = await ticketWhen(world(), ticket.id, 'the refusal', ({ timeline }) =>
        timeline.some(({ type }) => type === 'answer.refused'),
      );
      expect(after.messages.map(({ text }) => text)).toContain('Ook te laat');
    }
    const said = (): readonly string[] =>
      world()
        .platform.transcript({ who: 'service', account })
        .map(({ text }) => text);
    expect(said()).toEqual([]);
    expect((await world().api.ticket(ticket.id)).answering).toMatchObject([{ open: false, canInvite: true }]);
    expect((await world().api.post(`/tickets/${ticket.id}/invitation`, {})).status).toBe(200);
    await eventually('the invitation', () => said().length > 0);
    expect(said()).toEqual(['[template melding_update]']);
    const again = await world().api.post(`/tickets/${ticket.id}/invitation`, {});
    expect([again.status, again.body['code']]).toEqual([422, 'INVITATION_GIVEN']);
    world().platform.say({ ...piet, text: 'Ja, wat is er?' });
    await ticketWhen(world(), ticket.id, 'the word of the citizen', ({ messages }) =>
      messages.some(({ text }) => text === 'Ja, wat is er?'),
    );
    await world().api.post(`/tickets/${ticket.id}/replies`, { text: 'De Kunstlaan is weer open.', final: true });
    await eventually('the answer', () => said().includes('De Kunstlaan is weer open.'));
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
        world().platform.comment({ account, author: { id: '7712000000000099', name: 'Testbewoner' }, text: street });
      } else {
        world().platform.say({
          channel,
          account,
          citizen: { id: channel === 'whatsapp' ? '32470000008' : '61000000000888', name: 'Els' },
          text: street,
        });
      }
      const ticket = await ticketAbout(world(), street);
      world().platform.fault({ endpoint, kind: 'close-after-effect', account });
      await world().api.post(`/tickets/${ticket.id}/replies`, { text: `Antwoord voor ${street}`, final: true });
      await ticketWhen(world(), ticket.id, 'answered', ({ status }) => status === 'answered');
      expect(seen(world(), `Antwoord voor ${street}`)).toBe(1);
    },
  );
}
