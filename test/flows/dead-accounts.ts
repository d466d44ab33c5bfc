import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { eventually } from '../support/schakel/eventually.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { answer, ticketWithAnswer } from './answering.js';
import { ticketAbout, ticketWhen, town, type World } from './town.js';

const { linkedin: PAGE } = town('24062');
const { bluesky: ACCOUNT } = town('71072');
const CHANNELS = ['linkedin', 'bluesky'];

/** Waits until the channel list says so of the page on LinkedIn and of the account on Bluesky. */
async function untilBoth({ api }: World, isHealthy: boolean): Promise<void> {
  await eventually(`both to be healthy: ${String(isHealthy)}`, async () => {
    const { body } = await api.get('/channels?limit=200');
    const items = body['items'] as readonly { readonly channel: string; readonly healthy: boolean }[];
    return items.filter(({ channel }) => CHANNELS.includes(channel)).every(({ healthy }) => healthy === isHealthy);
  });
}

/** As the municipality does that made another app password. */
function configurePassword({ schakel }: World, appPassword: string): void {
  const path = join(schakel.configFolder, 'municipalities', '71072-hasselt.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/appPassword: .*/, `appPassword: { demo: ${appPassword} }`));
}

/** Secrets die. Those on LinkedIn and Bluesky die at once: one repair, so that the suite waits for one new start only. */
export function deadAccountStories(profile: ProfileName, world: () => World): void {
  it('keeps an answer on Messenger while the token of the page is dead, and sends it once after that', async () => {
    const { platform, api } = world();
    const { page } = town('31005');
    const citizen = { id: '6100000000000801', name: 'Noor' };
    platform.say({ channel: 'messenger', account: page.id, citizen, text: 'Is de Ganzenstraat afgesloten?' });
    const { id } = await ticketAbout(world(), 'Ganzenstraat');
    platform.spoilToken(page.token);
    const text = 'De Ganzenstraat is weer open.';
    await answer(profile, world(), id, text);
    await ticketWithAnswer(world(), id, 'parked', 'META_TOKEN_INVALID');
    platform.restoreToken(page.token);
    const { body } = await api.post('/deliveries/redrive', { target: `messenger:${page.id}`, state: 'parked' });
    expect(body).toMatchObject({ redriven: 1 });
    await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    expect(platform.transcript({ who: 'service' }).filter((entry) => entry.text === text)).toHaveLength(1);
  });

  it('keeps answers while a token on LinkedIn and a password on Bluesky are dead, and sends each once after the repair', async () => {
    const { linkedin, bluesky, api, schakel } = world();
    const { organization = '', token = '' } = PAGE ?? {};
    const { handle = '', appPassword = '' } = ACCOUNT ?? {};
    const citizen = { did: 'did:plc:mia', handle: 'mia.bsky.voorbeeld' };
    // Given a question on each, and secrets that are taken back.
    const { post } = linkedin.publish({ organization, text: 'Nieuwe uren voor het recyclagepark.' });
    const comment = { actor: 'urn:li:person:Mia', post };
    const asked = linkedin.comment({ ...comment, text: 'Ook zaterdag aan de Aarschotsesteenweg?' });
    const mention = { citizen, mentions: handle };
    const { uri } = bluesky.post({ ...mention, text: `@${handle} Hoe laat sluit de Thonissenlaan?` });
    const onLinkedIn = await ticketAbout(world(), 'Aarschotsesteenweg');
    const onBluesky = await ticketAbout(world(), 'Thonissenlaan');
    linkedin.setToken(organization, 'revoked');
    bluesky.setPassword(handle, `${appPassword}-2`, true);
    await untilBoth(world(), false);
    // When people ask on, and are answered.
    linkedin.comment({ ...comment, text: 'En de Kesseldallaan op zondag?' });
    bluesky.post({ ...mention, text: `@${handle} En de Guffenslaan?` });
    await answer(profile, world(), onLinkedIn.id, 'Zaterdag tot 16 uur.');
    await answer(profile, world(), onBluesky.id, 'Van 22 tot 5 uur.');
    await ticketWithAnswer(world(), onLinkedIn.id, 'parked', 'LINKEDIN_TOKEN_INVALID');
    await ticketWithAnswer(world(), onBluesky.id, 'parked', 'BLUESKY_PASSWORD_WRONG');
    linkedin.setToken(organization, 'valid');
    configurePassword(world(), `${appPassword}-2`);
    await world().applyChange();
    for (const target of [`linkedin:${organization}`, `bluesky:${handle}`]) {
      const { body } = await api.post('/deliveries/redrive', { target, state: 'parked' });
      expect(body).toMatchObject({ redriven: 1 });
    }
    // Then all of it arrives, once, and no secret shows.
    for (const { id } of [onLinkedIn, onBluesky]) {
      await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    }
    expect(linkedin.transcript({ post, who: 'page' }).slice(1)).toMatchObject([
      { text: 'Zaterdag tot 16 uur.', parent: asked.urn },
    ]);
    const written = bluesky.transcript().filter(({ text }) => text === 'Van 22 tot 5 uur.');
    expect(written).toMatchObject([{ kind: 'post', author: handle, replyTo: uri }]);
    await ticketAbout(world(), 'Kesseldallaan');
    await ticketAbout(world(), 'Guffenslaan');
    await untilBoth(world(), true);
    const output = [...schakel.processes.values()].map((one) => one.output).join('\n');
    const shown = output + JSON.stringify(await api.get('/channels?limit=200'));
    expect(shown).not.toContain(token);
    // The old password is the beginning of the new one.
    expect(shown).not.toContain(appPassword);
  });
}
