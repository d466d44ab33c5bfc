import { expect, it } from '@jest/globals';
import type { TicketDetail } from '../support/schakel/api-client.js';
import { eventually } from '../support/schakel/eventually.js';
import { citizen, seen, ticketAbout, ticketWhen, town, type World } from './town.js';

const BRUGGE = town('31005');

interface Answered {
  readonly other: { readonly ticketId: string; readonly number: number };
}

function wordsIn({ messages }: TicketDetail): readonly string[] {
  return messages.filter(({ author }) => author === 'citizen').map(({ text }) => text);
}

/** One question that came twice, and two questions that came as one. */
export function mergingStories(world: () => World): void {
  it('merges what a resident of Brugge asked on two channels, and splits off what is something else', async () => {
    const { api, platform, zammad } = world();
    const [onMessenger, onInstagram] = [citizen(21), citizen(22)];
    const messenger = { channel: 'messenger', account: BRUGGE.page.id, citizen: onMessenger } as const;
    const instagram = { channel: 'instagram', account: BRUGGE.instagram.id, citizen: onInstagram } as const;
    platform.say({ ...messenger, text: 'De lamp in de Katelijnestraat is stuk' });
    const first = await ticketAbout(world(), 'Katelijnestraat is stuk');
    platform.say({ ...instagram, text: 'Nog altijd geen licht aan mijn deur' });
    const second = await ticketAbout(world(), 'licht aan mijn deur');

    const merge = { into: first.number, reason: 'Zelfde lamp' };
    const merged = await api.post(`/tickets/${second.number}/merge`, merge);
    expect({ status: merged.status, other: (merged.body as unknown as Answered).other }).toEqual({
      status: 200,
      other: { ticketId: first.id, number: first.number },
    });
    // The old id leads to the ticket that goes on, with the messages of both.
    const both = await ticketWhen(world(), second.id, 'the other ticket to hear of it', ({ timeline }) =>
      timeline.some(({ type }) => type === 'ticket.absorbed'),
    );
    expect([both.id, wordsIn(both).length]).toEqual([first.id, 2]);
    await eventually('the words of both in the first record of Zammad, and the second one closed', () => {
      const [one, other] = [first, second].map(({ id }) =>
        zammad.desk.tickets.find((ticket) => ticket.schakel_ref === `sch_${id}`),
      );
      const bodies = zammad.desk.articles.filter((article) => article.ticket_id === one?.id).map(({ body }) => body);
      return bodies.some((body) => body.includes('licht aan mijn deur')) && other?.state === 'closed';
    });
    const late = await api.post(`/tickets/${second.id}/status`, { status: 'in-progress' });
    expect(late).toMatchObject({ status: 422, body: { code: 'TICKET_MERGED' } });
    expect(late.body['detail']).toContain(`gaat verder in ticket ${first.number}`);

    platform.say({ ...instagram, text: 'En wanneer is de markt op het Zand?' });
    const joined = await ticketWhen(world(), first.id, 'the next message', (ticket) => wordsIn(ticket).length > 2);
    const market = joined.messages.filter(({ text }) => text.includes('markt op het Zand'));
    const body = { messageIds: market.map(({ id }) => id), reason: 'Andere vraag' };
    const split = await api.post(`/tickets/${first.id}/split`, body);
    expect(split.status).toBe(200);
    const { other } = split.body as unknown as Answered;
    const opened = await api.ticket(String(other.number));
    expect([opened.id, opened.channel, wordsIn(opened)]).toEqual([
      ...[other.ticketId, 'instagram', ['En wanneer is de markt op het Zand?']],
    ]);

    await api.post(`/tickets/${first.id}/replies`, { text: 'De lamp brandt weer.', final: true });
    await api.post(`/tickets/${opened.id}/replies`, { text: 'Op zaterdag is het markt.', final: true });
    await ticketWhen(world(), first.id, 'the first answer', ({ status }) => status === 'answered');
    await ticketWhen(world(), opened.id, 'the second answer', ({ status }) => status === 'answered');
    // Each answer goes to the conversation of its own ticket, once.
    expect([seen(world(), 'lamp brandt weer'), seen(world(), 'zaterdag is het markt')]).toEqual([1, 1]);
    const where = platform.transcript({ who: 'service' }).filter(({ text }) => /brandt weer|is het markt/.test(text));
    expect(where.map(({ channel, text }) => [channel, text.includes('lamp')])).toEqual(
      expect.arrayContaining([
        ['messenger', true],
        ['instagram', false],
      ]),
    );
    const { usage } = await api.ticket(opened.id);
    expect(usage.map(({ meter }) => meter).toSorted()).toEqual(['answer.sent', 'delivery.crm', 'ticket.opened']);
  });
}
