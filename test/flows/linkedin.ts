import { expect, it } from '@jest/globals';
import type { LinkedInEntry } from '../../src/demo/linkedin/transcript.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { answer, ticketWithAnswer } from './answering.js';
import { ticketAbout, ticketWhen, town, type World } from './town.js';

const { organization } = pageOfLeuven();
const PAGE_URN = `urn:li:organization:${organization}`;

function pageOfLeuven(): NonNullable<ReturnType<typeof town>['linkedin']> {
  const { linkedin } = town('24062');
  if (linkedin === undefined) {
    throw new Error('Leuven has no page on LinkedIn.');
  }
  return linkedin;
}

function member(name: string): string {
  return `urn:li:person:${name}`;
}

/** What stands on LinkedIn in the name of the page with these words. */
function answers({ linkedin }: World, text: string): readonly LinkedInEntry[] {
  return linkedin.transcript({ who: 'page' }).filter((entry) => entry.text === text);
}

/** Comments under the posts of a page, which Schakel has to look for itself and answers in public. */
export function linkedInStories(profile: ProfileName, world: () => World): void {
  it('answers a comment on LinkedIn once, under it, although the call was lost', async () => {
    const { linkedin, api } = world();
    const { post } = linkedin.publish({ organization, text: 'De Decosterstraat wordt heraangelegd.' });
    const asked = linkedin.comment({ actor: member('Roos'), post, text: 'Rijdt de bus nog langs de Tervuursevest?' });
    linkedin.like({ actor: member('Karel'), post });
    const { id } = await ticketAbout(world(), 'Tervuursevest');
    linkedin.comment({ actor: member('Roos'), post, replyTo: asked.urn, text: 'Lijn 2, elke ochtend.' });
    const ticket = await ticketWhen(world(), id, 'the reply', ({ messages }) => messages.length === 2);
    expect(ticket).toMatchObject({ channel: 'linkedin', status: 'new' });
    expect(ticket.messages.every(({ isPublic }) => isPublic)).toBe(true);
    const text = 'Lijn 2 rijdt tot maart langs de Parkstraat.';
    // LinkedIn publishes the answer and the connection dies. It drops no repetition, so Schakel looks before it repeats;
    // the list tells of the answer much later.
    linkedin.setDisorder({ seed: 'late', reorderShare: 1, delayMs: 60_000 });
    linkedin.fault({ endpoint: 'createComment', kind: 'close-after-effect' });
    await answer(profile, world(), id, text);
    await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    linkedin.setDisorder();
    expect(answers(world(), text)).toMatchObject([{ parent: asked.urn, author: PAGE_URN }]);
    expect(await api.tickets('?q=Tervuursevest')).toHaveLength(1);
  });

  it('says that a closed post on LinkedIn takes no answer, and sees the one that a colleague gives there later', async () => {
    const { linkedin } = world();
    const { post } = linkedin.publish({ organization, text: 'De kerstmarkt begint.' });
    const asked = linkedin.comment({ actor: member('Bert'), post, text: 'Is er parking aan het Ladeuzeplein?' });
    const { id } = await ticketAbout(world(), 'Ladeuzeplein');
    linkedin.closeComments(post, true);
    const text = 'Parkeer aan het station.';
    await answer(profile, world(), id, text);
    const refused = await ticketWithAnswer(world(), id, 'refused', 'LINKEDIN_COMMENTS_CLOSED');
    expect(refused.status).not.toBe('answered');
    expect(answers(world(), text)).toEqual([]);
    linkedin.closeComments(post, false);
    linkedin.comment({ actor: PAGE_URN, post, replyTo: asked.urn, text: 'Aan het station is plaats.' });
    const ticket = await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    expect(ticket.messages.map((one) => [one.author, one.text])).toContainEqual([
      ...['outside', 'Aan het station is plaats.'],
    ]);
  });
}
