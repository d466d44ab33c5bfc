import { randomUUID } from 'node:crypto';
import { browser } from '../counter.js';
import type { World } from '../town.js';
import type { ChannelDriver, Question } from './driver.js';

const NO_PLATFORM = 'the counter is a page of Schakel itself, so that no platform stands between';

/** The widget of Brugge. */
export function counter(world: World): ChannelDriver {
  const browsers: ReturnType<typeof browser>[] = [];
  const say = async (text: string, times: number): Promise<Question> => {
    const citizen = browser(world, `198.51.100.${browsers.length + 1}`);
    browsers.push(citizen);
    const id = randomUUID();
    for (let n = 0; n < times; n += 1) {
      await citizen.say(text, id);
    }
    return { id, citizen: String(browsers.length - 1) };
  };
  return {
    account: 'brugge-loket',
    ask: (text) => say(text, 1),
    askTwice: (text) => say(text, 2),
    reorder: { impossible: 'the counter gives a message its time, so that what arrives first was written first' },
    edit: { impossible: 'the counter lets nobody edit a message' },
    remove: { impossible: 'the counter lets nobody take a message back' },
    closeWindow: { impossible: 'an answer waits at the counter without an end' },
    throttle: { impossible: NO_PLATFORM },
    token: { impossible: NO_PLATFORM },
    receipt: async ({ citizen }, text) => {
      const page = browsers[Number(citizen)];
      const shown = (await page?.look())?.messages ?? [];
      await page?.tell('read', [shown.find((one) => one.text === text)?.delivery ?? null]);
    },
    hang: { impossible: NO_PLATFORM },
    afterCrash: 'answered',
    answersSeen: async (text) => {
      const pages = await Promise.all(browsers.map((one) => one.look()));
      return pages.flatMap(({ messages }) => messages).filter((one) => one.text === text).length;
    },
  };
}
