import { expect, it } from '@jest/globals';
import type { TranscriptEntry } from '../../src/demo/platform/transcript.js';
import type { TicketDetail } from '../support/schakel/api-client.js';
import { eventually } from '../support/schakel/eventually.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { ticketWithAnswer } from './answering.js';
import { ticketAbout, ticketWhen, town, type World } from './town.js';

const GENT = town('44021');
const ANTWERPEN = town('11002');
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

/** One of the platforms on which the citizen writes on in another conversation of the same channel. */
interface Elsewhere {
  readonly channel: string;
  /** The citizen asks in public. */
  ask(text: string): void;
  /** The citizen writes on in private, under the message that came. */
  writeOn(text: string): void;
  /** What we wrote with these words, and whether only the citizen reads it. */
  ours(text: string): readonly { readonly isPrivate: boolean }[];
}

const [MASTODON, BLUESKY, X] = [
  GENT.mastodon?.username ?? '',
  HASSELT.bluesky?.handle ?? '',
  ANTWERPEN.x?.username ?? '',
];

function personOnBluesky(name: string): { readonly did: string; readonly handle: string } {
  return { did: `did:plc:${name}`, handle: `${name}.bsky.voorbeeld` };
}

function elsewhere({ mastodon, bluesky, x }: World): readonly Elsewhere[] {
  const greet = { handle: 'greet@social.voorbeeld', name: 'Greet' };
  const dora = personOnBluesky('dora');
  const joris = { username: 'joris_vb', name: 'Joris' };
  const statusesOf = (text: string) => mastodon.transcript({ who: 'service' }).filter((one) => one.text.includes(text));
  return [
    {
      channel: 'mastodon',
      ask: (text) => mastodon.write({ citizen: greet, text: `@${MASTODON} ${text}` }),
      writeOn: (text) => {
        const [inReplyTo = ''] = statusesOf('uw dossiernummer op mastodon').map(({ statusId }) => statusId);
        mastodon.write({ citizen: greet, text: `@${MASTODON} ${text}`, visibility: 'direct', inReplyTo });
      },
      ours: (text) => statusesOf(text).map(({ visibility }) => ({ isPrivate: visibility === 'direct' })),
    },
    {
      channel: 'bluesky',
      ask: (text) => bluesky.post({ citizen: dora, mentions: BLUESKY, text: `@${BLUESKY} ${text}` }),
      writeOn: (text) => bluesky.write({ citizen: dora, account: BLUESKY, text }),
      ours: (text) =>
        bluesky
          .transcript()
          .filter((one) => one.author === BLUESKY && one.text.includes(text))
          .map(({ kind }) => ({ isPrivate: kind === 'message' })),
    },
    {
      channel: 'x',
      ask: (text) => x.write({ citizen: joris, text: `@${X} ${text}` }),
      writeOn: (text) => x.message({ citizen: joris, account: X, text }),
      ours: (text) =>
        x
          .transcript({ who: 'service' })
          .filter((one) => one.text.includes(text))
          .map(({ kind }) => ({ isPrivate: kind === 'message' })),
    },
  ];
}

/** A question in public, an answer in private, and on in private, in one ticket. */
async function fromPublicToPrivate(profile: ProfileName, world: World, place: Elsewhere): Promise<TicketDetail> {
  const { channel, ask, writeOn } = place;
  const about = `Schouwvegersstraat op ${channel}`;
  ask(`Mijn premie voor de ${about} is niet betaald`);
  const { id } = await ticketAbout(world, about);
  await answer(profile, world, id, { text: `Stuur ons uw dossiernummer op ${channel}.`, way: 'private' });
  await ticketWhen(world, id, `the link on ${channel}`, ({ timeline }) =>
    timeline.some(({ type }) => type === 'conversation.linked'),
  );
  const again = await world.api.post(`/tickets/${id}/replies`, { text: 'Nog eens', way: 'private' });
  expect([again.status, again.body['code']]).toEqual([422, 'PRIVATE_REPLY_USED']);
  writeOn(`Het is 2026-118 op ${channel}.`);
  const both = await ticketWhen(world, id, `the private words on ${channel}`, ({ messages }) => messages.length === 3);
  expect(both.messages.map(({ isPublic }) => isPublic)).toEqual([true, false, false]);
  // Without a way an answer follows the citizen to where nobody reads along.
  await answer(profile, world, id, { text: `De premie van 2026-118 op ${channel} komt maandag.` });
  await eventually(`the answer on ${channel}`, () => place.ours(`2026-118 op ${channel} komt`).length > 0);
  for (const text of [`uw dossiernummer op ${channel}`, `2026-118 op ${channel} komt`]) {
    expect({ text, ours: place.ours(text) }).toEqual({ text, ours: [{ isPrivate: true }] });
  }
  expect(await world.api.tickets(`?q=${encodeURIComponent(`2026-118 op ${channel}`)}`)).toHaveLength(1);
  return both;
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

  it('answers a post on Mastodon, Bluesky and X in private and goes on there, unless the citizen lets nothing in', async () => {
    const { bluesky, x } = world();
    // X takes the message and the answer gets lost: it is found again among what was written to the citizen.
    x.fault({ endpoint: 'message', kind: 'close-after-effect' });
    const tickets = await Promise.all(elsewhere(world()).map((place) => fromPublicToPrivate(profile, world(), place)));
    expect(tickets.map(({ channel }) => channel)).toEqual(['mastodon', 'bluesky', 'x']);
    // Both messages cost what a private message on X costs, although the first one answers a post.
    await ticketWhen(
      ...([world(), tickets[2]?.id ?? '', 'the costs of two messages'] as const),
      ({ usage }) => usage.filter(({ target }) => target === 'x.dm').length === 2,
    );
    const citizen = personOnBluesky('wim');
    bluesky.post({ citizen, mentions: BLUESKY, text: `@${BLUESKY} Mijn attest in de Zuivelmarkt klopt niet` });
    bluesky.closeMessages(citizen.did, 'not-followed');
    const { id } = await ticketAbout(world(), 'Zuivelmarkt');
    await answer(profile, world(), id, { text: 'Wat is uw adres in de straat?', way: 'private' });
    await ticketWithAnswer(world(), id, 'refused', 'BLUESKY_CONVERSATION_CLOSED');
    expect(bluesky.transcript().filter(({ text }) => text.includes('uw adres in de straat'))).toEqual([]);
    // What failed does not count: the public way is open, and the private one once the citizen lets us in.
    bluesky.closeMessages(citizen.did, undefined);
    await answer(profile, world(), id, { text: 'Wat is uw adres in de straat?', way: 'private' });
    await ticketWhen(world(), id, 'the link', ({ timeline }) =>
      timeline.some(({ type }) => type === 'conversation.linked'),
    );
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
