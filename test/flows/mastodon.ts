import { expect, it } from '@jest/globals';
import type { MastodonEntry } from '../../src/demo/mastodon/transcript.js';
import { eventually } from '../support/schakel/eventually.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { ticketAbout, ticketWhen, town, type World } from './town.js';

const { username: ACCOUNT } = accountOfGent();
/** Longer than the pauses after a few looks that failed. */
const PATIENT_MS = 60_000;

function accountOfGent(): NonNullable<ReturnType<typeof town>['mastodon']> {
  const { mastodon } = town('44021');
  if (mastodon === undefined) {
    throw new Error('Gent has no account on Mastodon.');
  }
  return mastodon;
}

function told({ mastodon }: World, handle: string): readonly MastodonEntry[] {
  return mastodon.transcript({ who: 'service', notified: handle });
}

async function answer(profile: ProfileName, world: World, ticketId: string, text: string): Promise<void> {
  if (profile === 'cluster') {
    await world.answerFrom1700('be.schakel.answer.reply.v1', { ticketId, text, isFinal: true });
  } else {
    expect((await world.api.post(`/tickets/${ticketId}/replies`, { text, final: true })).status).toBe(200);
  }
}

/** Mentions and private messages on Mastodon, which Schakel has to look for itself. */
export function mastodonStories(profile: ProfileName, world: () => World): void {
  it('answers a question on Mastodon once, in its thread, so that the citizen is told', async () => {
    const { mastodon, api } = world();
    const citizen = { handle: 'roos@social.voorbeeld', name: 'Roos Voorbeeld' };
    const { statusId } = mastodon.write({ citizen, text: `@${ACCOUNT} Is het Rozebroekenbad open met Nieuwjaar?` });
    mastodon.favourite(statusId);
    const { id } = await ticketAbout(world(), 'Rozebroekenbad');
    mastodon.write({ citizen, text: `@${ACCOUNT} En op 2 januari?`, inReplyTo: statusId });
    const ticket = await ticketWhen(world(), id, 'the second question', ({ messages }) => messages.length === 2);
    expect(ticket).toMatchObject({ channel: 'mastodon', status: 'new' });
    expect(ticket.messages.every(({ isPublic }) => isPublic)).toBe(true);
    const text = 'Op 1 januari is het bad gesloten, op 2 januari open.';
    // Mastodon takes the answer and the connection dies: the same key makes no second one.
    mastodon.fault({ endpoint: 'post', kind: 'close-after-effect' });
    await answer(profile, world(), id, text);
    await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    expect(told(world(), citizen.handle)).toMatchObject([
      { text: `@${citizen.handle} ${text}`, visibility: 'public', inReplyTo: expect.any(String) },
    ]);
    expect(await api.tickets('?q=Rozebroekenbad')).toHaveLength(1);
  });

  it('answers a private message on Mastodon in private', async () => {
    const { mastodon, api } = world();
    const citizen = { handle: 'karel@social.voorbeeld', name: 'Karel' };
    mastodon.write({
      ...{ citizen, visibility: 'direct' },
      text: `@${ACCOUNT} Mijn rijksregisternummer klopt niet op het attest Vlaeykensgang`,
    });
    const { id } = await ticketAbout(world(), 'Vlaeykensgang');
    expect((await api.ticket(id)).messages).toMatchObject([{ isPublic: false }]);
    await api.post(`/tickets/${id}/replies`, { text: 'Vraag het aan @dienstburgerzaken.', final: true });
    await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    expect(told(world(), citizen.handle)).toMatchObject([{ visibility: 'direct', notified: [citizen.handle] }]);
  });

  it('loses nothing by looks at Mastodon that fail', async () => {
    const { mastodon, api } = world();
    mastodon.fault({ endpoint: 'notifications', kind: 'http-500' });
    mastodon.fault({ endpoint: 'notifications', kind: 'too-many', resetSeconds: 1 });
    const citizen = { handle: 'lien@social.voorbeeld', name: 'Lien' };
    mastodon.write({ citizen, text: `@${ACCOUNT} De bank aan de Watersportbaan is stuk` });
    await eventually('the ticket', async () => (await api.tickets('?q=Watersportbaan')).length === 1, PATIENT_MS);
    const outcomes = mastodon
      .calls()
      .flatMap(({ endpoint, outcome }) => (endpoint === 'notifications' ? [outcome] : []));
    expect(outcomes).toEqual(expect.arrayContaining([500, 429]));
  });
}
