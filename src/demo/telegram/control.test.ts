import { afterEach, describe, expect, it } from '@jest/globals';
import { asObject } from '../basics/json.js';
import { AN, BOT, startTelegramFixture, type TelegramFixture } from './telegram-fixture.js';

let fixture: TelegramFixture | undefined;

async function begin(): Promise<void> {
  fixture = await startTelegramFixture();
}

afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

const bot = BOT.username;

describe('the control routes', () => {
  async function control(route: string, input?: object, headers: Record<string, string> = {}): Promise<unknown> {
    const [method = '', name = ''] = route.split(' ');
    const response = await fetch(`${fixture?.platform.url ?? ''}/_control/${name}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(input === undefined ? {} : { body: JSON.stringify(input) }),
    });
    return { status: response.status, ...asObject(await response.json()) };
  }

  it('play a citizen and show what there is to see', async () => {
    await begin();
    const first = await control('POST say', { bot, citizen: AN, text: 'Dag' });
    expect(first).toMatchObject({ status: 200, chatId: 501 });
    expect(await control('POST fault', { endpoint: 'sendMessage', kind: 'too-many' })).toEqual({ status: 200 });
    expect(await control('POST settle', {})).toEqual({ status: 200 });
    expect(await control('GET transcript?chatId=501&who=citizen')).toMatchObject({ items: [{ text: 'Dag' }] });
    expect(await control('GET transcript?who=service')).toMatchObject({ items: [] });
    expect(await control('GET deliveries')).toMatchObject({ items: [{ statuses: [200] }] });
  });

  it.each([
    ['POST say', { bot: 'niemand', citizen: AN }, 'There is no bot niemand.'],
    ['POST say', { bot: BOT.username, citizen: {} }, 'The field id must be a number.'],
    ['POST block', { bot: BOT.username, citizenId: 9 }, 'voorbeeld_bot has no chat with 9.'],
    ['POST fault', { endpoint: 'any', kind: 'x' }, expect.stringMatching(/^The field kind must be one of http-500,/)],
  ])('refuse %s %j in a sentence', async (route, input, error) => {
    await begin();
    expect(await control(route, input)).toEqual({ status: 400, error });
  });

  it('are not for web pages, and name themselves', async () => {
    await begin();
    expect(await control('POST say', {}, { origin: 'https://x.example' })).toMatchObject({ status: 403 });
    expect(await control('GET nothing')).toMatchObject({
      status: 404,
      routes: expect.arrayContaining(['POST /_control/say']),
    });
  });
});
