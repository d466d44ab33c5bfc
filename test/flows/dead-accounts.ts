import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { eventually } from '../support/schakel/eventually.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { answer, ticketWithAnswer } from './answering.js';
import { ticketAbout, ticketWhen, town, type World } from './town.js';

const { bluesky: ACCOUNT } = town('71072');

/** Waits until the channel list says so of the account on Bluesky. */
async function untilHealthy({ api }: World, isHealthy: boolean): Promise<void> {
  await eventually(`the account to be healthy: ${String(isHealthy)}`, async () => {
    const { body } = await api.get('/channels?limit=200');
    const items = body['items'] as readonly { readonly channel: string; readonly healthy: boolean }[];
    return items.filter(({ channel }) => channel === 'bluesky').every(({ healthy }) => healthy === isHealthy);
  });
}

/** As the municipality does that made another app password. */
function configurePassword({ schakel }: World, appPassword: string): void {
  const path = join(schakel.configFolder, 'municipalities', '71072-hasselt.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/appPassword: .*/, `appPassword: { demo: ${appPassword} }`));
}

/** A secret that dies and is replaced in the configuration. One that lives again is in `every-channel`, for all channels. */
export function deadAccountStories(profile: ProfileName, world: () => World): void {
  it('keeps an answer while a password on Bluesky is dead, and sends it once after the repair', async () => {
    const { bluesky, api, schakel } = world();
    const { handle = '', appPassword = '' } = ACCOUNT ?? {};
    const mention = { citizen: { did: 'did:plc:mia', handle: 'mia.bsky.voorbeeld' }, mentions: handle };
    const { uri } = bluesky.post({ ...mention, text: `@${handle} Hoe laat sluit de Thonissenlaan?` });
    const { id } = await ticketAbout(world(), 'Thonissenlaan');
    bluesky.setPassword(handle, `${appPassword}-2`, true);
    await untilHealthy(world(), false);
    bluesky.post({ ...mention, text: `@${handle} En de Guffenslaan?` });
    await answer(profile, world(), id, 'Van 22 tot 5 uur.');
    await ticketWithAnswer(world(), id, 'parked', 'BLUESKY_PASSWORD_WRONG');
    configurePassword(world(), `${appPassword}-2`);
    await world().applyChange();
    const { body } = await api.post('/deliveries/redrive', { target: `bluesky:${handle}`, state: 'parked' });
    expect(body).toMatchObject({ redriven: 1 });
    await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    const written = bluesky.transcript().filter(({ text }) => text === 'Van 22 tot 5 uur.');
    expect(written).toMatchObject([{ kind: 'post', author: handle, replyTo: uri }]);
    await ticketAbout(world(), 'Guffenslaan');
    await untilHealthy(world(), true);
    const output = [...schakel.processes.values()].map((one) => one.output).join('\n');
    // The old password is the beginning of the new one.
    expect(output + JSON.stringify(await api.get('/channels?limit=200'))).not.toContain(appPassword);
  });
}
