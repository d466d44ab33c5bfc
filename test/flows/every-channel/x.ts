import { town, type World } from '../town.js';
import { needed, type ChannelDriver, type Question } from './driver.js';

/** Posts that mention the account of Antwerpen. */
export function x({ x: platform }: World): ChannelDriver {
  const account = needed(town('11002').x);
  let people = 0;
  const newcomer = (): string => {
    people += 1;
    return `proef_${people}`;
  };
  const write = (
    citizen: string,
    text: string,
    more: { inReplyTo?: string; atMs?: number } = {},
    mention = `@${account.username} `,
  ): Question => {
    const who = { username: citizen, name: 'Mia' };
    return { id: platform.write({ citizen: who, text: `${mention}${text}`, ...more }).id, citizen };
  };
  return {
    account: account.id,
    ask: async (text) => write(newcomer(), text),
    askTwice: async (text) => {
      platform.setDisorder({ seed: 'twice', duplicateShare: 1 });
      const question = write(newcomer(), text);
      platform.setDisorder();
      return question;
    },
    reorder: async ({ opening, early, late }) => {
      const [citizen, atMs] = [newcomer(), platform.nowMs()];
      const { id: inReplyTo } = write(citizen, opening, { atMs: atMs - 60_000 });
      write(citizen, late, { inReplyTo, atMs });
      write(citizen, early, { inReplyTo, atMs: atMs - 30_000 });
    },
    edit: { impossible: 'whoever edits a post on X makes another one' },
    remove: { impossible: 'X tells nobody what a citizen deleted; who wants to know looks once a day' },
    closeWindow: {
      code: 'REPLY_NOT_INVITED',
      ask: async (text) => {
        const own = platform.postAsAccount({ account: account.username, text: 'Wij zijn er voor u.' });
        return write(newcomer(), text, { inReplyTo: own.id }, '');
      },
    },
    throttle: {
      code: 'X_RATE_LIMITED',
      begin: () => {
        platform.fault({ endpoint: 'post', kind: 'too-many', resetSeconds: 1 });
      },
    },
    token: {
      code: 'X_TOKEN_INVALID',
      secrets: [account.token, account.tokenSecret],
      begin: () => {
        platform.setToken(account.username, false);
      },
      end: () => {
        platform.setToken(account.username, true);
      },
    },
    receipt: { impossible: 'X does not tell who read a post' },
    hang: () => {
      platform.fault({ endpoint: 'post', kind: 'hang-after-effect' });
    },
    afterCrash: 'answered',
    answersSeen: async (text) =>
      platform.transcript({ who: 'service' }).filter((one) => one.text.includes(text)).length,
  };
}
