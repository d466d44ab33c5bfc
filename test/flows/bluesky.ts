import { expect, it } from '@jest/globals';
import type { BlueskyEntry } from '../../src/demo/bluesky/transcript.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { answer, ticketWithAnswer } from './answering.js';
import { ticketAbout, ticketWhen, town, type World } from './town.js';

const { handle: ACCOUNT } = accountOfHasselt();
const PUT = 'com.atproto.repo.putRecord';
const SEND = 'chat.bsky.convo.sendMessage';

function accountOfHasselt(): NonNullable<ReturnType<typeof town>['bluesky']> {
  const { bluesky } = town('71072');
  if (bluesky === undefined) {
    throw new Error('Hasselt has no account on Bluesky.');
  }
  return bluesky;
}

function person(name: string): { readonly did: string; readonly handle: string; readonly displayName: string } {
  return { did: `did:plc:${name.toLowerCase()}`, handle: `${name.toLowerCase()}.bsky.voorbeeld`, displayName: name };
}

/** What the account wrote on Bluesky with these words. */
function answers({ bluesky }: World, text: string): readonly BlueskyEntry[] {
  return bluesky.transcript().filter((entry) => entry.author === ACCOUNT && entry.text === text);
}

/** Posts that speak to an account and messages to it, which Schakel has to look for itself. */
export function blueskyStories(profile: ProfileName, world: () => World): void {
  it('answers a mention on Bluesky once, in its thread, although it had to wait and a gateway failed', async () => {
    const { bluesky, api } = world();
    const citizen = person('Anke');
    bluesky.setDisorder({ seed: profile, duplicateShare: 0.5, reorderShare: 0.5, delayMs: 600_000 });
    const mention = { citizen, mentions: ACCOUNT };
    const first = bluesky.post({ ...mention, text: `@${ACCOUNT} Is het Godsheidepark open?` });
    for (const text of ['Ook ’s avonds?', 'Ook op zondag?', 'Mag de hond mee?']) {
      bluesky.post({ ...mention, replyTo: first.uri, text: `@${ACCOUNT} ${text}` });
    }
    const { id } = await ticketAbout(world(), 'Godsheidepark');
    await ticketWhen(world(), id, 'all four', ({ messages }) => messages.length >= 4);
    const text = 'Het park is dag en nacht open, en honden mogen mee aan de lijn.';
    // First Bluesky says when to come back. Then the post stands there, and the gateway says that it failed.
    bluesky.fault({ endpoint: PUT, kind: 'too-many', resetSeconds: 1 });
    bluesky.fault({ endpoint: PUT, kind: 'http-502-after-effect' });
    await answer(profile, world(), id, text);
    const ticket = await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    bluesky.setDisorder();
    expect(ticket).toMatchObject({ channel: 'bluesky' });
    expect(ticket.messages).toHaveLength(5);
    expect(ticket.messages.every(({ isPublic }) => isPublic)).toBe(true);
    expect(answers(world(), text)).toMatchObject([{ kind: 'post', thread: first.uri }]);
    expect(bluesky.calls().flatMap(({ name, outcome }) => (name === PUT ? [outcome] : []))).toEqual([429, 502]);
    expect(await api.tickets('?q=Godsheidepark')).toHaveLength(1);
  });

  it('answers a direct message on Bluesky once, in private, although the call was lost', async () => {
    const { bluesky } = world();
    const question = { citizen: person('Rachid'), account: ACCOUNT };
    const { convoId } = bluesky.write({ ...question, text: 'Mijn dossier in de Runkstersteenweg ligt stil' });
    const { id } = await ticketAbout(world(), 'Runkstersteenweg');
    const regretted = bluesky.write({ ...question, text: 'Mijn telefoon is 0470 00 00 00' });
    await ticketWhen(world(), id, 'the second message', ({ messages }) => messages.length === 2);
    bluesky.unwrite(convoId, regretted.id);
    await ticketWhen(world(), id, 'the deletion', ({ messages }) => messages[1]?.text === '');
    const text = 'Wij bellen u vandaag nog.';
    // The log is silent meanwhile, so that no echo tells what became of the answer: Schakel has to look.
    bluesky.fault({ endpoint: 'chat.bsky.convo.getLog', kind: 'http-502', times: 2 });
    bluesky.fault({ endpoint: SEND, kind: 'close-after-effect' });
    await answer(profile, world(), id, text);
    const ticket = await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    bluesky.clearFaults();
    expect(ticket.messages.every(({ isPublic }) => !isPublic)).toBe(true);
    expect(answers(world(), text)).toMatchObject([{ kind: 'message', thread: convoId }]);
    expect(bluesky.calls().flatMap(({ name, outcome }) => (name === SEND ? [outcome] : []))).toEqual(['closed']);
  });

  it('says that a citizen on Bluesky lets no message in, or deleted the post, and sends nothing', async () => {
    const { bluesky } = world();
    const bert = person('Bert');
    const { convoId } = bluesky.write({ citizen: bert, account: ACCOUNT, text: 'De lamp in de Botermarkt flikkert' });
    const { uri } = bluesky.post({
      ...{ citizen: bert, mentions: ACCOUNT },
      text: `@${ACCOUNT} De klok op de Havermarkt staat stil`,
    });
    const [letter, post] = [await ticketAbout(world(), 'Botermarkt'), await ticketAbout(world(), 'Havermarkt')];
    bluesky.closeConvo(convoId, 'disabled');
    bluesky.deletePost(uri);
    const text = 'Dank u, wij kijken het na.';
    await answer(profile, world(), letter.id, text);
    await answer(profile, world(), post.id, text);
    await ticketWithAnswer(world(), letter.id, 'refused', 'BLUESKY_CONVERSATION_CLOSED');
    await ticketWithAnswer(world(), post.id, 'refused', 'BLUESKY_POST_GONE');
    expect(answers(world(), text)).toEqual([]);
  });
}
