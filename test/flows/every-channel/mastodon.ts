import { town, type World } from '../town.js';
import { needed, type ChannelDriver, type Question } from './driver.js';

const LOOKS = 'Mastodon posts nothing, and each look asks for what came after the last one';

/** Statuses that mention the account of Gent. */
export function mastodon({ mastodon: platform }: World): ChannelDriver {
  const { username, token } = needed(town('44021').mastodon);
  let people = 0;
  const newcomer = (): string => {
    people += 1;
    return `proef${people}@social.voorbeeld`;
  };
  const write = (citizen: string, text: string, more: { inReplyTo?: string; atMs?: number } = {}): Question => {
    const words = { citizen: { handle: citizen, name: 'Mia' }, text: `@${username} ${text}` };
    return { id: platform.write({ ...words, ...more }).statusId, citizen };
  };
  return {
    account: username,
    ask: async (text) => write(newcomer(), text),
    askTwice: { impossible: LOOKS },
    reorder: async ({ opening, early, late }) => {
      const [citizen, atMs] = [newcomer(), platform.nowMs()];
      const { id: inReplyTo } = write(citizen, opening, { atMs: atMs - 60_000 });
      write(citizen, late, { inReplyTo, atMs });
      write(citizen, early, { inReplyTo, atMs: atMs - 30_000 });
    },
    edit: { impossible: 'Mastodon notifies nobody of an edit who was mentioned before' },
    remove: { impossible: 'Mastodon tells nobody that a status was deleted' },
    closeWindow: { impossible: 'Mastodon sets no window' },
    throttle: {
      code: 'MASTODON_RATE_LIMITED',
      begin: () => {
        platform.fault({ endpoint: 'post', kind: 'too-many', resetSeconds: 1 });
      },
    },
    token: {
      code: 'MASTODON_TOKEN_INVALID',
      secrets: [token],
      begin: () => {
        platform.setToken(username, false);
      },
      end: () => {
        platform.setToken(username, true);
      },
    },
    receipt: { impossible: 'Mastodon does not tell who read a status' },
    hang: () => {
      platform.fault({ endpoint: 'post', kind: 'hang-after-effect' });
    },
    afterCrash: 'answered',
    answersSeen: async (text) =>
      platform.transcript({ who: 'service' }).filter((one) => one.text.includes(text)).length,
  };
}
