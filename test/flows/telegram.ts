import { expect, it } from '@jest/globals';
import { eventually } from '../support/schakel/eventually.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { ticketAbout, ticketWhen, town, type World } from './town.js';

const { username: BOT, token: TOKEN } = botOfHasselt();

/** Answers that a citizen of the bot saw with these words. */
function seen({ telegram }: World, chatId: number, text: string): readonly { readonly replyTo?: number }[] {
  return telegram.transcript({ who: 'service', chatId }).filter((entry) => entry.text.includes(text));
}

async function quarantined({ api }: World): Promise<readonly { readonly channel: string }[]> {
  const { body } = await api.get('/events?state=quarantined&limit=200');
  return body['items'] as { readonly channel: string }[];
}

function botOfHasselt(): NonNullable<ReturnType<typeof town>['telegram']> {
  const { telegram } = town('71072');
  if (telegram === undefined) {
    throw new Error('Hasselt has no bot.');
  }
  return telegram;
}

/** Private chats with the bot of Hasselt. */
export function telegramStories(profile: ProfileName, world: () => World): void {
  it('brings one answer to a resident of Hasselt on Telegram, who repeats, corrects and is asked to wait', async () => {
    const { telegram, api } = world();
    const citizen = { id: 9_100_000_001, firstName: 'Ilse', lastName: 'Voorbeeld' };
    telegram.say({ bot: BOT, citizen, text: '/start' });
    const asked = telegram.say({ bot: BOT, citizen, text: 'De lamp in de Kempische Steenweg is stuk' });
    await telegram.settled();
    expect(await telegram.repeat(BOT, asked.updateId)).toBe(200);
    telegram.say({ bot: BOT, citizen, photo: 'AgACfoto', text: 'Dit is de paal' });
    const place = { bot: BOT, citizenId: citizen.id, messageId: asked.messageId };
    telegram.edit({ ...place, text: 'De lamp in de Kempische Steenweg 214 is stuk' });
    const { id } = await ticketAbout(world(), 'Kempische Steenweg 214');
    const ticket = await ticketWhen(world(), id, 'the photo', ({ messages }) => messages.length === 2);
    expect(ticket).toMatchObject({ channel: 'telegram', target: '1700', status: 'new' });
    expect(ticket.messages.map(({ text }) => text)).toEqual([
      'De lamp in de Kempische Steenweg 214 is stuk',
      'Dit is de paal',
    ]);
    expect(await api.tickets('?q=Kempische')).toHaveLength(1);

    telegram.fault({ endpoint: 'sendMessage', kind: 'too-many', retryAfterSeconds: 1, account: BOT });
    const text = 'De lamp is hersteld.';
    if (profile === 'cluster') {
      await world().answerFrom1700('be.schakel.answer.reply.v1', { ticketId: id, text, isFinal: true });
    } else {
      expect((await api.post(`/tickets/${id}/replies`, { text, final: true })).status).toBe(200);
    }
    await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    expect(telegram.calls().filter(({ method, outcome }) => method === 'sendMessage' && outcome === 429)).toHaveLength(
      1,
    );
    expect(seen(world(), citizen.id, text)).toHaveLength(1);
  });

  it('says on the ticket that the citizen blocked the bot, and brings the next answer after that', async () => {
    const { telegram, api } = world();
    const citizen = { id: 9_100_000_002, firstName: 'Jef' };
    const asked = telegram.say({ bot: BOT, citizen, text: 'Wanneer opent het zwembad Kapermolen?' });
    const { id } = await ticketAbout(world(), 'Kapermolen');
    telegram.block({ bot: BOT, citizenId: citizen.id });
    const noted = (reason: string): Promise<unknown> =>
      ticketWhen(world(), id, reason, ({ timeline }) => timeline.some(({ data }) => data['reason'] === reason));
    await noted('TELEGRAM_BOT_BLOCKED');
    await api.post(`/tickets/${id}/replies`, { text: 'Om negen uur.', final: true });
    const refused = await ticketWhen(world(), id, 'the refusal', ({ timeline }) =>
      timeline.some(({ type, data }) => type === 'answer.failed' && data['code'] === 'TELEGRAM_BLOCKED_BY_CITIZEN'),
    );
    expect(refused.deliveries).toContainEqual(
      expect.objectContaining({ kind: 'reply', state: 'refused', code: 'TELEGRAM_BLOCKED_BY_CITIZEN' }),
    );
    expect(seen(world(), citizen.id, 'negen uur')).toHaveLength(0);
    telegram.unblock({ bot: BOT, citizenId: citizen.id });
    await noted('TELEGRAM_BOT_UNBLOCKED');
    await api.post(`/tickets/${id}/replies`, { text: 'Om tien uur.', final: true });
    await eventually('the answer on Telegram', () => seen(world(), citizen.id, 'tien uur').length === 1);
    expect(seen(world(), citizen.id, 'tien uur')).toMatchObject([{ replyTo: asked.messageId }]);
  });

  it('leaves it to a person whether an answer goes out again, when Telegram took it and the connection died; no token shows', async () => {
    const { telegram, api, schakel } = world();
    const citizen = { id: 9_100_000_003, firstName: 'Els' };
    telegram.say({ bot: BOT, citizen, text: 'Is het park Halveweg open?' });
    const { id } = await ticketAbout(world(), 'Halveweg');
    telegram.fault({ endpoint: 'sendMessage', kind: 'close-after-effect', account: BOT });
    await api.post(`/tickets/${id}/replies`, { text: 'Het park is open.', final: true });
    await ticketWhen(world(), id, 'the answer that waits', ({ deliveries }) =>
      deliveries.some(
        ({ kind, state, code }) => kind === 'reply' && state === 'parked' && code === 'OUTCOME_UNTELLABLE',
      ),
    );
    expect(seen(world(), citizen.id, 'park is open')).toHaveLength(1);
    const written = [...schakel.processes.values()].map(({ output }) => output).join('\n');
    expect(written).toContain('"level"');
    expect(written + JSON.stringify(await api.ticket(id))).not.toContain(TOKEN);
    const redriven = await api.post('/deliveries/redrive', { target: `telegram:${BOT}`, state: 'parked' });
    expect(redriven.body).toMatchObject({ redriven: 1 });
    await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    expect(seen(world(), citizen.id, 'park is open')).toHaveLength(2);
  });

  it('lets nobody in without the secret of the bot, and keeps an update that it cannot read', async () => {
    const { telegram } = world();
    const update = (text: string): string =>
      JSON.stringify({
        update_id: 990_000_001,
        message: { message_id: 1, chat: { id: 9_100_000_004, type: 'private' }, date: 1_795_422_000, text },
      });
    expect(await telegram.raw(BOT, update('Vals bericht'), 'wrong')).toBe(401);
    expect(await telegram.raw(BOT, update('Vals bericht'), 'missing')).toBe(401);
    expect(await telegram.raw(BOT, '{"update_id":990000002,"zingt":{}}')).toBe(200);
    await eventually('the update of a new kind', async () =>
      (await quarantined(world())).some(({ channel }) => channel === 'telegram'),
    );
    expect(await world().api.tickets('?q=Vals%20bericht')).toEqual([]);
  });
}
