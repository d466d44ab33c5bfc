import { readdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { projectPath } from '../../../src/platform/files/project-path.js';
import type { TicketDetail } from '../../support/schakel/api-client.js';
import { eventually } from '../../support/schakel/eventually.js';
import type { ProfileName } from '../../support/schakel/profiles.js';
import { ticketWithAnswer } from '../answering.js';
import { ticketAbout, ticketWhen, type World } from '../town.js';
import { isPossible, type ChannelDriver, type Impossible } from './driver.js';
import { CHANNELS } from './table.js';

/** Twelve channels at once, each with looks and pauses of its own, on a busy machine. */
const STORY_MS = 120_000;
const PATIENT_MS = 60_000;

/** Part of one story, on one channel. */
interface Scene {
  readonly world: World;
  readonly channel: string;
  readonly driver: ChannelDriver;
  /** In no other text of any story. */
  readonly word: string;
}

type Possible<Name extends keyof ChannelDriver> = Exclude<ChannelDriver[Name], Impossible>;

function question(word: string): string {
  return `Is er iets te doen bij ${word}?`;
}

function reply(word: string): string {
  return `Zeker, kom langs bij ${word}.`;
}

/** Of an operator, under one key, until it was taken: a process may die before it says so. */
async function answer({ api }: World, id: string, text: string): Promise<void> {
  const key = randomUUID();
  await eventually(`the answer "${text}" to be taken`, async () => {
    const given = await api.post(`/tickets/${id}/replies`, { text, final: true }, key).catch(() => undefined);
    return given !== undefined && (expect(given.status).toBe(200), true);
  });
}

async function answeredOnce({ world, driver, word }: Scene, id: string): Promise<TicketDetail> {
  const ticket = await eventually(
    `the answer to ${word}`,
    async () => {
      const now = await world.api.ticket(id);
      return now.status === 'answered' && now;
    },
    PATIENT_MS,
  );
  expect(await driver.answersSeen(reply(word))).toBe(1);
  expect(ticket.deliveries.filter(({ state }) => state === 'parked' || state === 'quarantined')).toEqual([]);
  return ticket;
}

async function isHealthy({ world: { api }, channel, driver }: Scene): Promise<unknown> {
  const { body } = await api.get('/channels?limit=200');
  const items = body['items'] as readonly Readonly<Record<string, unknown>>[];
  return items.find((one) => one['channel'] === channel && one['account'] === driver.account)?.['healthy'];
}

async function askedOnce({ world, word }: Scene, ask: (text: string) => Promise<unknown>): Promise<TicketDetail> {
  await ask(question(word));
  return ticketAbout(world, word);
}

async function inOrder({ world, driver, word }: Scene, reorder: Possible<'reorder'>): Promise<void> {
  const [opening, early, late] = [question(`${word}rij`), `Ook de tuin van ${word}?`, `En het dak van ${word}?`];
  await reorder({ opening, early, late });
  const { id } = await ticketAbout(world, `${word}rij`);
  const { messages } = await ticketWhen(world, id, `three messages of ${driver.account}`, (ticket) =>
    [opening, early, late].every((text) => ticket.messages.some((one) => one.text.includes(text))),
  );
  const places = [opening, early, late].map((text) => messages.findIndex((one) => one.text.includes(text)));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
}

async function changed({ world, driver, word }: Scene): Promise<void> {
  const asked = await driver.ask(question(word));
  const { id } = await ticketAbout(world, word);
  if (isPossible(driver.edit)) {
    await driver.edit(asked, question(`${word} en verder`));
    await ticketWhen(world, id, 'the edit', ({ messages }) => messages[0]?.text.includes('en verder') === true);
  }
  if (isPossible(driver.remove)) {
    await driver.remove(asked);
    await ticketWhen(world, id, 'the deletion', ({ messages }) => messages[0]?.text === '');
  }
}

async function tooLate(scene: Scene, closed: Possible<'closeWindow'>): Promise<void> {
  const { world, driver, word } = scene;
  const { id, answering } = await askedOnce(scene, closed.ask);
  expect(answering).toMatchObject([{ open: false, code: closed.code }]);
  const refused = await world.api.post(`/tickets/${id}/replies`, { text: reply(word), final: true });
  expect(refused).toMatchObject({ status: 422, body: { code: closed.code } });
  expect((await world.api.ticket(id)).deliveries.filter(({ kind }) => kind === 'reply')).toEqual([]);
  expect(await driver.answersSeen(reply(word))).toBe(0);
}

async function throttled(scene: Scene, throttle: Possible<'throttle'>): Promise<void> {
  const { world, driver, word } = scene;
  const { id } = await askedOnce(scene, driver.ask);
  throttle.begin();
  await answer(world, id, reply(word));
  await ticketWithAnswer(world, id, 'due', throttle.code);
  await answeredOnce(scene, id);
}

async function deadAndBack(scene: Scene, token: Possible<'token'>): Promise<void> {
  const { world, driver, word, channel } = scene;
  const { id } = await askedOnce({ ...scene, word: `${word}eerst` }, driver.ask);
  token.begin();
  await answer(world, id, reply(word));
  await ticketWithAnswer(world, id, 'parked', token.code);
  expect(await driver.answersSeen(reply(word))).toBe(0);
  await eventually('the account to be unhealthy', async () => (await isHealthy(scene)) === false);
  await driver.ask(question(`${word}daarna`));
  token.end();
  const redrive = { target: `${channel}:${driver.account}`, state: 'parked' };
  expect((await world.api.post('/deliveries/redrive', redrive)).body).toMatchObject({ redriven: 1 });
  await answeredOnce(scene, id);
  await eventually('the account to be healthy', async () => (await isHealthy(scene)) === true);
  // What was asked meanwhile comes in, and no secret shows.
  await ticketAbout(world, `${word}daarna`);
  const output = [...world.schakel.processes.values()].map((one) => one.output).join('\n');
  const shown = output + JSON.stringify(await world.api.get('/channels?limit=200'));
  expect(token.secrets.filter((secret) => shown.includes(secret))).toEqual([]);
}

/** What the table says: whatever happens on a channel, each question is one ticket, and each answer is seen once. */
export function everyChannelStories(profile: ProfileName, world: () => World): void {
  let drivers: readonly (readonly [channel: string, driver: ChannelDriver])[];
  beforeAll(() => {
    drivers = Object.entries(CHANNELS).map(([channel, make]) => [channel, make(world())]);
  });

  /** All channels live through it at the same time. */
  async function everywhere(trouble: string, story: (scene: Scene) => Promise<void>): Promise<void> {
    const told = await Promise.allSettled(
      drivers.map(([channel, driver]) => story({ world: world(), channel, driver, word: `${trouble}${channel}` })),
    );
    // A failure says on which channel.
    const failed = told.flatMap((one, n) =>
      one.status === 'rejected' ? [`${drivers[n]?.[0] ?? ''}: ${String(one.reason)}`] : [],
    );
    expect(failed).toEqual([]);
  }

  it('has every channel in the table', () => {
    expect(Object.keys(CHANNELS).toSorted()).toEqual(readdirSync(projectPath('adapters/channels')).toSorted());
  });

  it(
    'brings a question to a ticket, its answer to the citizen, and what the platform tells of it back, on every channel',
    async () => {
      await everywhere('proefvraag', async (scene) => {
        const { driver, word, channel } = scene;
        const asked = await driver.ask(question(word));
        const { id, channel: shown } = await ticketAbout(scene.world, word);
        expect(shown).toBe(channel);
        await answer(scene.world, id, reply(word));
        await answeredOnce(scene, id);
        if (isPossible(driver.receipt)) {
          await driver.receipt(asked, reply(word));
          await ticketWhen(scene.world, id, 'the receipt', ({ timeline }) =>
            timeline.some(({ type }) => type === 'answer.receipt'),
          );
        }
      });
    },
    STORY_MS,
  );

  it(
    'takes what comes twice once, and shows what comes in another order as it was written, on every channel',
    async () => {
      await everywhere('proefdubbel', async (scene) => {
        const { driver, world: place, word } = scene;
        const twice = isPossible(driver.askTwice) ? await askedOnce(scene, driver.askTwice) : undefined;
        if (isPossible(driver.reorder)) {
          await inOrder({ ...scene, word: word.replace('dubbel', 'volgorde') }, driver.reorder);
        }
        // What came after it was taken in, so that the second telling was too.
        expect(twice === undefined ? 1 : (await place.api.ticket(twice.id)).messages.length).toBe(1);
      });
    },
    STORY_MS,
  );

  it(
    'follows what a citizen edits and deletes, on every channel',
    async () => {
      await everywhere('proefwijziging', changed);
    },
    STORY_MS,
  );

  it(
    'refuses an answer before it is sent where it is too late, on every channel',
    async () => {
      await everywhere('proeflaat', async (scene) => {
        if (isPossible(scene.driver.closeWindow)) {
          await tooLate(scene, scene.driver.closeWindow);
        }
      });
    },
    STORY_MS,
  );

  it(
    'waits when the platform says so, and brings the answer once after that, on every channel',
    async () => {
      await everywhere('proefdrukte', async (scene) => {
        if (isPossible(scene.driver.throttle)) {
          await throttled(scene, scene.driver.throttle);
        }
      });
    },
    STORY_MS,
  );

  it(
    'keeps answers while a token is dead, says so, and brings each once when it lives again, on every channel',
    async () => {
      await everywhere('proefsleutel', async (scene) => {
        if (isPossible(scene.driver.token)) {
          await deadAndBack(scene, scene.driver.token);
        }
      });
    },
    STORY_MS,
  );

  it(
    'shows each answer once when the process died after the platforms took it and before anything was written',
    async () => {
      const { schakel, api, platform, telegram } = world();
      const role = profile === 'cluster' ? 'worker' : 'all';
      const tickets = new Map<string, string>();
      await everywhere('proefdood', async (scene) => {
        const { id } = await askedOnce(scene, scene.driver.ask);
        await ticketWhen(scene.world, id, 'everybody to be told', ({ deliveries }) =>
          deliveries.every(({ state }) => state === 'delivered'),
        );
        tickets.set(scene.channel, id);
      });
      const answerOf = (scene: Scene): Promise<void> =>
        answer(scene.world, tickets.get(scene.channel) ?? '', reply(scene.word));
      // The platforms show the answers and do not say so. What has no platform is answered last, and its commit is fatal.
      await everywhere('proefdood', async (scene) => {
        if (isPossible(scene.driver.hang)) {
          scene.driver.hang();
          await answerOf(scene);
          await eventually('the answer', async () => (await scene.driver.answersSeen(reply(scene.word))) === 1);
        }
      });
      schakel.arm(role, 'deliver.settle:before');
      const last = everywhere('proefdood', async (scene) => {
        if (!isPossible(scene.driver.hang)) {
          await answerOf(scene);
        }
      });
      const process = schakel.processes.get(role);
      await eventually('the death', () => process?.hasEnded === true);
      expect(await process?.ended()).toBe('SIGKILL');
      schakel.arm(role, undefined);
      await schakel.start();
      await last;
      platform.redeliverNow();
      telegram.redeliverNow();
      await everywhere('proefdood', async (scene) => {
        const id = tickets.get(scene.channel) ?? '';
        if (scene.driver.afterCrash === 'answered') {
          await answeredOnce(scene, id);
        } else {
          await ticketWithAnswer(scene.world, id, 'parked', 'OUTCOME_UNTELLABLE');
          expect(await scene.driver.answersSeen(reply(scene.word))).toBe(1);
        }
      });
      const report = await eventually(
        'a reconciliation without anything pending',
        async () => {
          const { body } = await api.get('/reconciliation');
          const rows = body['rows'] as readonly { readonly pending: number }[];
          return rows.every(({ pending }) => pending === 0) && body;
        },
        PATIENT_MS,
      );
      expect(report).toMatchObject({ ok: true, findings: [] });
    },
    STORY_MS,
  );
}
