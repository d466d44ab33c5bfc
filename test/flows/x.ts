import { expect, it } from '@jest/globals';
import type { XEntry } from '../../src/demo/x/transcript.js';
import { eventually } from '../support/schakel/eventually.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { ticketAbout, ticketWhen, town, type World } from './town.js';

const ACCOUNT = accountOfAntwerpen();
const { username: NAME } = ACCOUNT;
/** Longer than the pause between two looks and after one that failed. */
const PATIENT_MS = 60_000;

function accountOfAntwerpen(): NonNullable<ReturnType<typeof town>['x']> {
  const { x } = town('11002');
  if (x === undefined) {
    throw new Error('Antwerpen has no account on X.');
  }
  return x;
}

function answers({ x }: World, text: string): readonly XEntry[] {
  return x.transcript({ who: 'service' }).filter((entry) => entry.text === text);
}

async function answer(profile: ProfileName, world: World, ticketId: string, text: string): Promise<void> {
  if (profile === 'cluster') {
    await world.answerFrom1700('be.schakel.answer.reply.v1', { ticketId, text, isFinal: true });
  } else {
    expect((await world.api.post(`/tickets/${ticketId}/replies`, { text, final: true })).status).toBe(200);
  }
}

/** What X charged for a ticket, item by item. */
function charged({ usage }: Awaited<ReturnType<typeof ticketAbout>>): readonly (string | null)[] {
  return usage.filter(({ meter }) => meter === 'platform.cost').map(({ target }) => target);
}

/** Mentions, replies and private messages on X: what the citizen did decides what may be answered. */
export function xStories(profile: ProfileName, world: () => World): void {
  it('answers a mention on X once, although the call was lost, and charges what X charges', async () => {
    const { x } = world();
    const citizen = { username: 'toon_vb', name: 'Toon Voorbeeld' };
    const { id: postId } = x.write({ citizen, text: `@${NAME} Is het Boekenbergpark open op Nieuwjaar?` });
    const { id } = await ticketAbout(world(), 'Boekenbergpark');
    expect((await world().api.ticket(id)).answering).toMatchObject([
      { way: 'public', open: true, lengthUnit: 'weighted', warning: expect.stringContaining('dertien keer') },
    ]);
    const text = 'Het park is elke dag open tot zonsondergang.';
    x.fault({ endpoint: 'post', kind: 'close-after-effect' });
    await answer(profile, world(), id, text);
    const ticket = await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    expect(ticket).toMatchObject({ channel: 'x', messages: [{ isPublic: true }, { text }] });
    expect(answers(world(), text)).toMatchObject([{ inReplyTo: postId }]);
    const items = charged(await ticketWhen(world(), id, 'the costs', (one) => charged(one).length >= 3));
    expect(items).toEqual(expect.arrayContaining(['x.reply-summoned', 'x.post-event']));
    expect(items).toHaveLength(3);
  });

  it('takes what X posts twice, out of order and as mention and reply at once for one message each', async () => {
    const { x, api } = world();
    const citizen = { username: 'nele_vb', name: 'Nele' };
    const own = x.postAsAccount({ account: NAME, text: 'De Turnhoutsebaan is afgesloten.' });
    x.setDisorder({ seed: profile, duplicateShare: 0.5, reorderShare: 0.5, delayMs: 100 });
    for (const hour of ['acht', 'negen', 'tien', 'elf']) {
      x.write({ citizen, inReplyTo: own.id, text: `is @${NAME} om ${hour} uur weer bereikbaar via Borgerhout?` });
    }
    await x.settled(20_000);
    x.setDisorder();
    const { id } = await ticketAbout(world(), 'weer bereikbaar via Borgerhout');
    await ticketWhen(world(), id, 'all four', ({ messages }) => messages.length >= 4);
    expect((await api.ticket(id)).messages).toHaveLength(4);
    expect(await api.tickets('?q=via%20Borgerhout')).toHaveLength(1);
  });

  it('says before anybody types that a plain reply on X cannot be answered, and sees the answer given there', async () => {
    const { x, api } = world();
    const own = x.postAsAccount({ account: NAME, text: 'Het Rivierenhof krijgt nieuwe bomen.' });
    const citizen = { username: 'bert_vb', name: 'Bert' };
    const { id: postId } = x.write({ citizen, inReplyTo: own.id, text: 'en het Peerdsbos dan?' });
    const { id } = await ticketAbout(world(), 'Peerdsbos');
    expect((await api.ticket(id)).answering).toMatchObject([
      { way: 'public', open: false, code: 'REPLY_NOT_INVITED', reason: expect.stringContaining('app van het kanaal') },
    ]);
    const before = x.calls().length;
    const refused = await api.post(`/tickets/${id}/replies`, { text: 'Ook daar.', final: true });
    expect(refused).toMatchObject({ status: 422, body: { code: 'REPLY_NOT_INVITED' } });
    expect(
      x
        .calls()
        .slice(before)
        .filter(({ endpoint }) => endpoint === 'post'),
    ).toEqual([]);
    x.postAsAccount({ account: NAME, inReplyTo: postId, text: 'Ook daar, volgend jaar.' });
    const ticket = await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    expect(ticket.messages.map(({ author, text }) => [author, text])).toContainEqual([
      'outside',
      'Ook daar, volgend jaar.',
    ]);
  });

  it('answers in private what was asked in private on X, and waits when X says so', async () => {
    const { x } = world();
    const citizen = { username: 'ines_vb', name: 'Ines' };
    x.message({ citizen, account: NAME, text: 'Mijn dossier aan de Kattendijkdok-Oostkaai loopt vast' });
    const { id } = await ticketAbout(world(), 'Kattendijkdok');
    const text = 'Wij bellen u morgen op.';
    x.fault({ endpoint: 'message', kind: 'too-many', resetSeconds: 1 });
    await answer(profile, world(), id, text);
    const ticket = await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    expect(ticket.messages.every(({ isPublic }) => !isPublic)).toBe(true);
    expect(answers(world(), text)).toMatchObject([{ kind: 'message', to: citizen.username }]);
    expect(x.calls().filter(({ endpoint, outcome }) => endpoint === 'message' && outcome === 429)).toHaveLength(1);
  });

  it('loses no mention on X that was never posted', async () => {
    const { x, schakel } = world();
    x.unsubscribe();
    x.write({
      citizen: { username: 'stef_vb', name: 'Stef' },
      text: `@${NAME} De fontein aan de Dageraadplaats spuit niet`,
    });
    const ticket = await eventually(
      'the ticket',
      async () => (await world().api.tickets('?q=Dageraadplaats')).length === 1,
      PATIENT_MS,
    );
    expect(ticket).toBe(true);
    expect(await x.subscribe(`${schakel.webhookUrl}/webhooks/x`)).toMatchObject({ ok: true });
  });
}
