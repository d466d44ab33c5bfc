import { expect, it } from '@jest/globals';
import { fieldOf } from '../support/mail/field-of.js';
import { writeMail, writeMailWithPictures } from '../support/mail/write-mail.js';
import { PNG, WINDOWS_PROGRAM } from '../support/sample-files.js';
import { eventually } from '../support/schakel/eventually.js';
import { ticketAbout, ticketWhen, type World } from './town.js';

/** Longer than the pauses after looks that were refused. */
const PATIENT_MS = 40_000;

async function answer({ api }: World, ticketId: string, text: string): Promise<void> {
  expect((await api.post(`/tickets/${ticketId}/replies`, { text, final: true })).status).toBe(200);
}

async function received({ postbox }: World, citizen: string): Promise<readonly string[]> {
  return eventually(`mail for ${citizen}`, async () => {
    const mails = await postbox.received(citizen);
    return mails.length > 0 && mails;
  });
}

/** What the API says of the mailbox of Gent. */
async function health({ api, postbox }: World): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await api.get('/channels?limit=200');
  const items = body['items'] as readonly Readonly<Record<string, unknown>>[];
  return items.find((one) => one['account'] === postbox.address) ?? {};
}

/** Mail to a municipality: a mailbox that Schakel reads, and a server that carries its answers. */
export function emailStories(world: () => World): void {
  it('answers a mail once, in its thread, and takes the reply into the same ticket', async () => {
    const { postbox, api } = world();
    const an = postbox.citizen('an');
    const letter = { from: `An Voorbeeld <${an}>`, to: postbox.address };
    const question = { ...letter, id: '<muink-1@burger.test>', subject: 'Speeltuin Muinkpark' };
    await postbox.deliver(writeMail({ ...question, text: 'Is de speeltuin open op zondag?' }));
    const { id } = await ticketAbout(world(), 'Muinkpark');
    await answer(world(), id, 'Ja, tot zonsondergang.');
    const [ours] = await received(world(), an);
    expect(fieldOf(ours, 'In-Reply-To')).toBe('<muink-1@burger.test>');
    expect(fieldOf(ours, 'Subject')).toMatch(/^Re: Speeltuin Muinkpark \[ref:/);
    const headers = [`In-Reply-To: ${fieldOf(ours, 'Message-ID') ?? ''}`];
    await postbox.deliver(writeMail({ ...letter, id: '<muink-2@burger.test>', text: 'Ook in de winter?', headers }));
    const ticket = await ticketWhen(world(), id, 'the second question', ({ messages }) => messages.length === 3);
    expect(ticket).toMatchObject({ channel: 'email' });
    expect(ticket.status).not.toBe('answered');
    expect(await api.tickets('?channel=email&q=Muinkpark')).toHaveLength(1);
    expect(await postbox.received(an)).toHaveLength(1);
  });

  it('makes no ticket of who is out of office, and reopens none', async () => {
    const { postbox, api } = world();
    const bo = postbox.citizen('bo');
    const letter = { from: bo, to: postbox.address };
    await postbox.deliver(writeMail({ ...letter, id: '<bijloke-1@burger.test>', text: 'Waar is de Bijlokesite?' }));
    const { id } = await ticketAbout(world(), 'Bijlokesite');
    await answer(world(), id, 'Aan de Godshuizenlaan.');
    const [ours] = await received(world(), bo);
    await ticketWhen(world(), id, 'answered', ({ status }) => status === 'answered');
    const away = { ...letter, text: 'Ik ben afwezig tot Driekoningen.', subject: 'Afwezig' };
    const automatic = ['Auto-Submitted: auto-replied'];
    const inThread = [...automatic, `In-Reply-To: ${fieldOf(ours, 'Message-ID') ?? ''}`];
    await postbox.deliver(writeMail({ ...away, id: '<weg-1@burger.test>', headers: inThread }));
    await postbox.deliver(writeMail({ ...away, id: '<weg-2@burger.test>', headers: automatic }));
    // What came later is taken in later, so that both were read once it is there.
    await postbox.deliver(writeMail({ ...letter, id: '<rabot-1@burger.test>', text: 'Is er markt aan het Rabot?' }));
    await ticketAbout(world(), 'Rabot');
    expect(await api.tickets('?q=Driekoningen')).toEqual([]);
    expect(await api.ticket(id)).toMatchObject({ status: 'answered' });
  });

  it('keeps the photo in a mail, and nothing of a program that calls itself a document', async () => {
    const { postbox, api } = world();
    const letter = { from: postbox.citizen('cas'), to: postbox.address, text: 'De bank aan de Blaarmeersen is stuk' };
    const parts = { picture: PNG, file: WINDOWS_PROGRAM, name: 'factuur.pdf' };
    await postbox.deliver(writeMailWithPictures({ ...letter, id: '<blaar-1@burger.test>' }, parts));
    const { id } = await ticketAbout(world(), 'Blaarmeersen');
    const ticket = await ticketWhen(world(), id, 'both files', ({ messages }) =>
      messages.every(
        ({ attachments }) => attachments.length === 2 && attachments.every(({ state }) => state !== 'due'),
      ),
    );
    const [photo, program] = ticket.messages[0]?.attachments ?? [];
    expect(photo).toMatchObject({ type: 'image', state: 'fetched', bytes: PNG.length });
    expect(program).toMatchObject({ state: 'tombstone', code: 'MEDIA_TYPE_FORBIDDEN' });
    expect((await api.file(`/tickets/${id}/attachments/${photo?.id ?? ''}`)).bytes.equals(PNG)).toBe(true);
  });

  it('loses nothing while the password is refused: answers wait, and mail is taken in once it is right again', async () => {
    const { postbox, api } = world();
    const dina = postbox.citizen('dina');
    const letter = { from: dina, to: postbox.address };
    await postbox.deliver(
      writeMail({ ...letter, id: '<kouter-1@burger.test>', text: 'Rijdt tram 2 door de Brusselsepoort?' }),
    );
    const { id } = await ticketAbout(world(), 'Brusselsepoort');
    expect(await health(world())).toMatchObject({ healthy: true });
    postbox.writePassword(false);
    await world().applyChange();
    const problem = await eventually('the mailbox to be unhealthy', async () => {
      const found = await health(world());
      return found['healthy'] === false && found['problem'];
    });
    expect(problem).toMatchObject({ code: 'EMAIL_LOGIN_REFUSED', advice: expect.stringContaining('toegang') });
    await postbox.deliver(writeMail({ ...letter, id: '<sluis-1@burger.test>', text: 'Is de Keizerspoort open?' }));
    await answer(world(), id, 'Ja, elke tien minuten.');
    await ticketWhen(world(), id, 'the answer to wait', ({ deliveries }) =>
      deliveries.some(({ state, code }) => state === 'parked' && code === 'EMAIL_LOGIN_REFUSED'),
    );
    postbox.writePassword(true);
    await world().applyChange();
    // That mail is taken in again shows that the repaired configuration holds.
    await ticketAbout(world(), 'Keizerspoort');
    const target = `email:${postbox.address}`;
    expect((await api.post('/deliveries/redrive', { target, state: 'parked' })).body).toMatchObject({ redriven: 1 });
    const answers = await received(world(), dina);
    expect(answers.map((raw) => fieldOf(raw, 'In-Reply-To'))).toEqual(['<kouter-1@burger.test>']);
    await eventually('the mailbox to be well', async () => (await health(world()))['problem'] === null, PATIENT_MS);
  });
}
