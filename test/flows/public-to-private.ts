import { expect, it } from '@jest/globals';
import type { TranscriptEntry } from '../../src/demo/platform/transcript.js';
import { eventually } from '../support/schakel/eventually.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { ticketAbout, ticketWhen, town, type World } from './town.js';

const GENT = town('44021');
const HASSELT = town('71072');

function ours({ platform }: World, text: string): readonly TranscriptEntry[] {
  return platform.transcript({ who: 'service' }).filter((entry) => entry.text.includes(text));
}

/** The answer of an operator, from 1700 where it is, by the way that is asked. */
async function answer(
  profile: ProfileName,
  world: World,
  ticketId: string,
  said: { readonly text: string; readonly way?: 'public' | 'private' },
): Promise<void> {
  if (profile === 'cluster') {
    await world.answerFrom1700('be.schakel.answer.reply.v1', { ticketId, ...said });
  } else {
    expect((await world.api.post(`/tickets/${ticketId}/replies`, said)).status).toBe(200);
  }
}

/** From what everybody reads to what one citizen reads, and what is hidden from everybody. */
export function publicToPrivateStories(profile: ProfileName, world: () => World): void {
  it('answers a comment on Facebook in private, once, and goes on with the citizen in one ticket', async () => {
    const { platform, api } = world();
    const author = { id: '7712000000000501', name: 'Mia Voorbeeld' };
    platform.comment({ account: GENT.page.id, author, text: 'Mijn premie voor de Visserij is niet betaald' });
    const { id } = await ticketAbout(world(), 'Visserij');
    // Facebook takes it and the answer gets lost: it is found again, and not sent twice.
    platform.fault({ endpoint: 'messages.write', kind: 'close-after-effect', account: GENT.page.id });
    await answer(profile, world(), id, { text: 'Stuur ons uw dossiernummer.', way: 'private' });
    const [sent] = await eventually('the private answer', () => {
      const entries = ours(world(), 'uw dossiernummer');
      return entries.length > 0 && entries;
    });
    expect(sent).toMatchObject({ channel: 'messenger', publicOrPrivate: 'private' });
    await ticketWhen(world(), id, 'the link', ({ timeline }) =>
      timeline.some(({ type }) => type === 'conversation.linked'),
    );
    const again = await api.post(`/tickets/${id}/replies`, { text: 'Nog eens', way: 'private' });
    expect([again.status, again.body['code']]).toEqual([422, 'PRIVATE_REPLY_USED']);
    const psid = sent?.conversation.split('/').at(-1) ?? '';
    platform.say({
      ...{ channel: 'messenger', account: GENT.page.id, citizen: { id: psid, name: author.name } },
      text: 'Het is 2026-117.',
    });
    const both = await ticketWhen(world(), id, 'the private words', ({ messages }) => messages.length === 3);
    expect(both.messages.map(({ isPublic }) => isPublic)).toEqual([true, false, false]);
    // Without a way an answer follows the citizen to where nobody reads along.
    await answer(profile, world(), id, { text: 'De premie 2026-117 komt maandag.' });
    await eventually('the answer', () => ours(world(), '2026-117 komt maandag').length === 1);
    expect(ours(world(), '2026-117 komt maandag')).toMatchObject([{ conversation: sent?.conversation }]);
    await answer(profile, world(), id, { text: 'We volgen dit verder op in uw berichten.', way: 'public' });
    await eventually('the public word', () => ours(world(), 'verder op in uw berichten').length === 1);
    expect(ours(world(), 'verder op')).toMatchObject([{ channel: 'facebook', publicOrPrivate: 'public' }]);
    expect(ours(world(), 'uw dossiernummer')).toHaveLength(1);
    expect(await api.tickets('?q=2026-117')).toHaveLength(1);
  });

  it('answers a comment on Instagram in public, and hides what insults', async () => {
    const { platform, api } = world();
    const author = { id: '9900000000000601', name: 'test.bewoner' };
    const comment = { channel: 'instagram', account: HASSELT.instagram.id, author } as const;
    const { commentId } = platform.comment({ ...comment, text: 'Het glas in de Boomkensstraat ligt er nog' });
    platform.comment({ ...comment, parentId: commentId, text: 'Stelletje prutsers' });
    const { id } = await ticketAbout(world(), 'Boomkensstraat');
    const ticket = await ticketWhen(world(), id, 'the whole thread', ({ messages }) => messages.length === 2);
    await api.post(`/tickets/${id}/replies`, { text: 'De ploeg komt vandaag.', final: true });
    await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    expect(ours(world(), 'ploeg komt vandaag')).toMatchObject([{ channel: 'instagram', publicOrPrivate: 'public' }]);
    const insult = ticket.messages.find(({ text }) => text.includes('prutsers'));
    const isSeen = (): boolean | undefined =>
      platform.transcript({ who: 'citizen' }).find(({ text }) => text === 'Stelletje prutsers')?.visible;
    for (const hidden of [true, false]) {
      expect((await api.post(`/tickets/${id}/messages/${insult?.id}/hide`, { hidden })).status).toBe(200);
      await eventually('the platform to follow', () => isSeen() === !hidden);
      await ticketWhen(world(), id, 'the word of it', ({ timeline }) =>
        timeline.some(({ type, data }) => type === 'message.hidden' && data['hidden'] === hidden),
      );
    }
    expect((await api.ticket(id)).messages).toMatchObject([{}, { hiddenAt: null }, {}]);
    // What the account itself wrote opened nothing.
    expect(await api.tickets('?q=Boomkensstraat')).toHaveLength(1);
  });
}
