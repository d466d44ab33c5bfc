import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { eventually } from '../support/schakel/eventually.js';
import { ticketAbout, ticketWhen, type World } from './town.js';

const SITE = 'https://www.brugge.be';

interface Shown {
  readonly receipt: string;
  readonly version: string;
  readonly messages: readonly { readonly from: string; readonly text: string; readonly delivery: string | null }[];
}

/** The browser of one citizen, with an address of its own. */
export function browser({ schakel }: World, address: string) {
  const session = randomBytes(16).toString('hex');
  const place = `${schakel.apiUrl}/counter/brugge-loket`;
  const headers = { 'x-forwarded-for': address, origin: SITE };
  const post = (what: string, body: object): Promise<Response> =>
    fetch(`${place}/${what}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    say: (text: string, messageId: string = randomUUID()) => post('messages', { session, messageId, text }),
    tell: (status: string, deliveries: readonly (string | null)[]) => post('receipts', { session, status, deliveries }),
    look: async (query = ''): Promise<Shown> => {
      const authorization = `Bearer ${session}`;
      return (
        await fetch(`${place}/messages${query}`, { headers: { ...headers, authorization } })
      ).json() as Promise<Shown>;
    },
    fillIn: (fields: Record<string, string>) =>
      fetch(`${place}/submissions`, {
        method: 'POST',
        headers: { 'x-forwarded-for': address, origin: schakel.apiUrl },
        body: new URLSearchParams(fields),
      }),
    open: async (path: string) => (await fetch(`${schakel.apiUrl}${path}`, { headers })).text(),
  };
}

async function answer(world: World, ticketId: string, text: string): Promise<void> {
  expect((await world.api.post(`/tickets/${ticketId}/replies`, { text, final: true })).status).toBe(200);
  await ticketWhen(world, ticketId, 'answered', ({ status }) => status === 'answered');
}

function receiptsOf({ timeline }: Awaited<ReturnType<typeof ticketAbout>>): readonly unknown[] {
  return timeline.filter(({ type }) => type === 'answer.receipt').map(({ data }) => data['status']);
}

/** The digital counter of a municipality's own site. */
export function counterStories(world: () => World): void {
  it('answers a question of the widget in the widget, once, and says when it was read', async () => {
    const citizen = browser(world(), '192.0.2.1');
    const first = (await (await citizen.say('Wanneer is de Minnewaterbrug weer open?')).json()) as { receipt: string };
    const ticket = await ticketAbout(world(), 'Minnewaterbrug');
    expect(ticket).toMatchObject({ channel: 'counter', status: 'new', citizen: { name: `Bezoeker ${first.receipt}` } });
    const before = await citizen.look();
    expect(before.messages).toMatchObject([{ from: 'citizen', text: 'Wanneer is de Minnewaterbrug weer open?' }]);
    // The browser waits for what comes.
    const waiting = citizen.look(`?wait=1&after=${before.version}`);
    await answer(world(), ticket.id, 'De brug is weer open vanaf 1 december.');
    const [, shown] = (await waiting).messages;
    expect(shown).toMatchObject({ from: 'municipality', text: 'De brug is weer open vanaf 1 december.' });
    expect((await citizen.tell('read', [shown?.delivery ?? null])).status).toBe(204);
    const told = await ticketWhen(world(), ticket.id, 'the receipt', (now) => receiptsOf(now).length > 0);
    expect(receiptsOf(told)).toEqual(['read']);
    expect((await citizen.look()).messages).toHaveLength(2);
    expect(JSON.stringify(await citizen.look())).not.toMatch(/bootstrap|operator/);
  });

  it('keeps an answer for a citizen who went offline, and shows it to nobody else', async () => {
    const citizen = browser(world(), '192.0.2.2');
    await citizen.say('Mag ik een vuurkorf zetten in de Gruuthusestraat?');
    const { id } = await ticketAbout(world(), 'Gruuthusestraat');
    await answer(world(), id, 'Een vuurkorf mag niet in de binnenstad.');
    const stranger = browser(world(), '192.0.2.2');
    expect((await stranger.look()).messages).toEqual([]);
    const mine = (await citizen.look()).messages;
    expect(mine.map(({ from }) => from)).toEqual(['citizen', 'municipality']);
    // A receipt for somebody else's answer changes nothing.
    expect(
      (
        await stranger.tell(
          'read',
          mine.map(({ delivery }) => delivery),
        )
      ).status,
    ).toBe(204);
    expect(receiptsOf(await world().api.ticket(id))).toEqual([]);
  });

  it('answers a form on its private page, under its receipt number', async () => {
    const citizen = browser(world(), '192.0.2.3');
    const fields = { submissionId: randomUUID(), openedAt: String(Date.now() - 9_000), name: 'Els', website: '' };
    const page = await (
      await citizen.fillIn({ ...fields, text: 'Het bankje aan het Rozenhoedkaai is <b>stuk</b>' })
    ).text();
    const [, number = ''] = /class="number">([^<]+)</.exec(page) ?? [];
    const [, path = ''] = /href="(\/counter\/brugge-loket\/receipt\/[^"]+)"/.exec(page) ?? [];
    const { id } = await ticketAbout(world(), number);
    expect(await citizen.open(path)).toContain('Er is nog geen antwoord.');
    await answer(world(), id, 'Wij herstellen het bankje morgen.');
    const shown = await citizen.open(path);
    expect(shown).toContain('Wij herstellen het bankje morgen.');
    expect(shown).toContain('&lt;b&gt;stuk&lt;/b&gt;');
    await ticketWhen(world(), id, 'the receipt', (now) => receiptsOf(now).includes('read'));
  });

  it('answers a form by e-mail as well, once, where the citizen left an address', async () => {
    const citizen = browser(world(), '192.0.2.5');
    const fields = { submissionId: randomUUID(), openedAt: String(Date.now() - 9_000), email: 'els@burger.voorbeeld' };
    const page = await (await citizen.fillIn({ ...fields, text: 'Wanneer is de Kruispoort open?' })).text();
    expect(page).toContain('Wij sturen ons antwoord ook naar els@burger.voorbeeld.');
    const [, path = ''] = /href="(\/counter\/brugge-loket\/receipt\/[^"]+)"/.exec(page) ?? [];
    const { id } = await ticketAbout(world(), 'Kruispoort');
    await answer(world(), id, 'De Kruispoort is elke dag open.');
    const mails = world().mail.taken.filter(({ raw }) => raw.includes('De Kruispoort is elke dag open.'));
    expect(mails).toMatchObject([{ to: ['els@burger.voorbeeld'], from: 'loket@brugge.voorbeeld' }]);
    expect(mails[0]?.raw).not.toContain('Wanneer is');
    expect(await citizen.open(path)).toContain('De Kruispoort is elke dag open.');
  });

  it('takes a message and a form that come again once, with the same number', async () => {
    const citizen = browser(world(), '192.0.2.4');
    const messageId = randomUUID();
    const numbers = await Promise.all(
      [1, 2, 3].map(async () => (await citizen.say('Is de Ezelpoort afgesloten?', messageId)).json()),
    );
    expect(new Set(numbers.map((one) => JSON.stringify(one))).size).toBe(1);
    const fields = { submissionId: randomUUID(), openedAt: String(Date.now() - 9_000), text: 'De Smedenpoort is vuil' };
    const pages = [await citizen.fillIn(fields), await citizen.fillIn(fields)];
    const [one, again] = await Promise.all(pages.map((page) => page.text()));
    expect(again).toBe(one);
    for (const text of ['Ezelpoort', 'Smedenpoort']) {
      const { id } = await ticketAbout(world(), text);
      await eventually('all intakes to be split', async () => (await world().api.ticket(id)).messages.length === 1);
      expect(await world().api.tickets(`?q=${text}`)).toHaveLength(1);
    }
  });

  it('slows down whoever writes too often, in Dutch, and nobody else', async () => {
    const abuser = browser(world(), '192.0.2.66');
    const answers = [];
    for (let n = 0; n < 15; n += 1) {
      answers.push(await abuser.say(`reclame ${n}`));
    }
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    const [first] = refused;
    expect(Number(first?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await first?.json()).toMatchObject({ code: 'COUNTER_TOO_OFTEN', title: expect.stringContaining('Wacht') });
    const other = browser(world(), '192.0.2.67');
    expect((await other.say('Is het loket zaterdag open in de Kartuizerinnenstraat?')).status).toBe(200);
    await ticketAbout(world(), 'Kartuizerinnenstraat');
    const written = [...world().schakel.processes.values()].map(({ output }) => output).join('\n');
    expect(written).not.toMatch(/192\.0\.2\./);
  });
}
