import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { eventually } from '../support/schakel/eventually.js';
import { PNG } from '../support/sample-files.js';
import { citizen, ticketAbout, ticketWhen, town, type World } from './town.js';

const GENT = town('44021');

/** Says something on the WhatsApp of Gent, with a file of this name. */
function sends({ platform }: World, n: number, text: string, file: string): { readonly messageId: string } {
  return platform.say({
    ...{ channel: 'whatsapp', account: GENT.whatsapp.phoneNumberId, citizen: citizen(n), text },
    attachments: [{ type: 'image', url: platform.photoUrl(file) }],
  });
}

async function settled(world: World, text: string): ReturnType<typeof ticketWhen> {
  const { id } = await ticketAbout(world, text);
  return ticketWhen(world, id, `the file of "${text}"`, ({ messages }) =>
    messages.every(({ attachments }) => attachments.length > 0 && attachments.every(({ state }) => state !== 'due')),
  );
}

function filesKept({ schakel }: World): number {
  return readdirSync(schakel.blobFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /[0-9a-f]{64}$/.test(name),
  ).length;
}

/** Files that citizens send, from the platform to the operator. */
export function mediaStories(world: () => World): void {
  it('shows an operator the photo of a resident of Gent, until the resident takes it back', async () => {
    const { api, platform } = world();
    const { messageId } = sends(world(), 810, 'De bank in het Citadelpark is stuk', 'bank');
    const ticket = await settled(world(), 'Citadelpark');
    expect(ticket.messages).toMatchObject([
      { attachments: [{ type: 'image', state: 'fetched', mimeType: 'image/png', bytes: PNG.length, code: null }] },
    ]);
    const [attachment] = ticket.messages[0]?.attachments ?? [];
    const path = `/tickets/${ticket.id}/attachments/${attachment?.id ?? ''}`;
    const copy = await api.file(path);
    expect(copy.bytes.equals(PNG)).toBe(true);
    expect(copy).toMatchObject({ status: 200, type: 'image/png', disposition: 'attachment; filename=bijlage.png' });
    expect(copy.policy).toContain('sandbox');
    const before = filesKept(world());
    expect(before).toBeGreaterThan(0);

    platform.remove({ id: messageId });
    const gone = await ticketWhen(world(), ticket.id, 'nothing of the photo', ({ messages }) =>
      messages.every(({ attachments }) => attachments.every(({ state }) => state === 'tombstone')),
    );
    expect(gone.messages[0]?.attachments).toMatchObject([{ code: 'MEDIA_MESSAGE_DELETED', bytes: PNG.length }]);
    expect((await api.file(path)).status).toBe(404);
    await eventually('the file to go', () => filesKept(world()) < before);
  });

  it('keeps nothing of a program that calls itself a photo, nor of a photo that is too large, and says why', async () => {
    sends(world(), 811, 'Kijk naar deze foto van de Coupure', 'program.png');
    sends(world(), 812, 'Hier de hele Graslei in een foto', 'huge.png');
    expect((await settled(world(), 'Coupure')).messages).toMatchObject([
      { attachments: [{ state: 'tombstone', code: 'MEDIA_TYPE_FORBIDDEN' }] },
    ]);
    expect((await settled(world(), 'Graslei')).messages).toMatchObject([
      { attachments: [{ state: 'tombstone', code: 'MEDIA_TOO_LARGE' }] },
    ]);
  });

  it('fetches the photo of a resident of Hasselt from Telegram; no token shows', async () => {
    const { telegram, api, schakel } = world();
    const bot = town('71072').telegram;
    telegram.say({
      ...{ bot: bot?.username ?? '', citizen: { id: 9_100_000_811, firstName: 'Rik' }, photo: 'AgACpaal' },
      text: 'De paal in de Luikersteenweg helt',
    });
    const ticket = await settled(world(), 'Luikersteenweg');
    expect(ticket.messages).toMatchObject([{ attachments: [{ type: 'image', state: 'fetched', name: null }] }]);
    const written = [...schakel.processes.values()].map(({ output }) => output).join('\n');
    expect(written + JSON.stringify(await api.ticket(ticket.id))).not.toContain(bot?.token ?? 'no bot');
  });
}
