import { town, type World } from '../town.js';
import { needed, type ChannelDriver, type Question } from './driver.js';

/** Private chats with the bot of Hasselt. */
export function telegram({ telegram: platform }: World): ChannelDriver {
  const { username: bot, token } = needed(town('71072').telegram);
  let people = 9_130_000_000;
  const newcomer = (): number => {
    people += 1;
    return people;
  };
  const say = (citizen: number, text: string, atMs = platform.nowMs()): Question & { readonly updateId: number } => {
    const said = platform.say({ bot, citizen: { id: citizen, firstName: 'Mia' }, text, atMs });
    return { id: String(said.messageId), citizen: String(citizen), updateId: said.updateId };
  };
  return {
    account: bot,
    ask: async (text) => say(newcomer(), text),
    askTwice: async (text) => {
      const question = say(newcomer(), text);
      await platform.settled();
      await platform.repeat(bot, question.updateId);
      return question;
    },
    reorder: async ({ opening, early, late }) => {
      const [citizen, atMs] = [newcomer(), platform.nowMs()];
      say(citizen, opening, atMs - 60_000);
      say(citizen, late, atMs);
      say(citizen, early, atMs - 30_000);
    },
    edit: async ({ id, citizen }, text) => {
      platform.edit({ bot, citizenId: Number(citizen), messageId: Number(id), text });
    },
    remove: { impossible: 'Telegram tells no bot that a message was deleted' },
    closeWindow: { impossible: 'Telegram sets no window once the citizen wrote' },
    throttle: {
      code: 'TELEGRAM_RATE_LIMITED',
      begin: () => {
        platform.fault({ endpoint: 'sendMessage', kind: 'too-many', retryAfterSeconds: 1, account: bot });
      },
    },
    // What Telegram says of a token that was revoked. Updates go on: they carry a secret of their own.
    token: {
      code: 'TELEGRAM_TOKEN_INVALID',
      secrets: [token],
      begin: () => {
        platform.fault({ ...{ endpoint: 'any', kind: 'refusal', code: 401 }, times: 1_000, account: bot });
      },
      end: () => {
        platform.clearFaults();
      },
    },
    receipt: { impossible: 'Telegram tells no bot who read a message' },
    hang: () => {
      platform.fault({ endpoint: 'sendMessage', kind: 'hang-after-effect', account: bot });
    },
    afterCrash: 'left to a person',
    answersSeen: async (text) =>
      platform.transcript({ bot, who: 'service' }).filter((one) => one.text.includes(text)).length,
  };
}
