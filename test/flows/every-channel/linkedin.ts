import { town, type World } from '../town.js';
import { needed, type ChannelDriver, type Question } from './driver.js';

/** Comments under a post of the page of Leuven. */
export function linkedin({ linkedin: platform }: World): ChannelDriver {
  const { organization, token } = needed(town('24062').linkedin);
  let people = 0;
  const newcomer = (): string => {
    people += 1;
    return `urn:li:person:Proef${people}`;
  };
  const posts = new Map<string, string>();
  const comment = (
    citizen: string,
    text: string,
    more: { replyTo?: string; atMs?: number; lateMs?: number } = {},
  ): Question => {
    const post = posts.get(citizen) ?? platform.publish({ organization, text: 'Nieuws van de stad.' }).post;
    posts.set(citizen, post);
    return { id: platform.comment({ actor: citizen, post, text, ...more }).urn, citizen };
  };
  return {
    account: organization,
    ask: async (text) => comment(newcomer(), text),
    askTwice: async (text) => {
      platform.setDisorder({ seed: 'twice', duplicateShare: 1 });
      const question = comment(newcomer(), text);
      platform.setDisorder();
      return question;
    },
    reorder: async ({ opening, early, late }) => {
      const citizen = newcomer();
      const { id: replyTo } = comment(citizen, opening);
      comment(citizen, early, { replyTo, lateMs: 5_000 });
      await new Promise((resolve) => setTimeout(resolve, 20));
      comment(citizen, late, { replyTo });
    },
    edit: async ({ id }, text) => {
      platform.edit({ urn: id, text });
    },
    remove: async ({ id }) => {
      platform.remove({ urn: id });
    },
    closeWindow: { impossible: 'LinkedIn sets no window, and tells only of an answer that a post is closed' },
    throttle: {
      code: 'LINKEDIN_RATE_LIMITED',
      begin: () => {
        platform.fault({ endpoint: 'createComment', kind: 'throttled', retryAfterSeconds: 1 });
      },
    },
    token: {
      code: 'LINKEDIN_TOKEN_INVALID',
      secrets: [token],
      begin: () => {
        platform.setToken(organization, 'revoked');
      },
      end: () => {
        platform.setToken(organization, 'valid');
      },
    },
    receipt: { impossible: 'LinkedIn does not tell who read a comment' },
    hang: () => {
      platform.fault({ endpoint: 'createComment', kind: 'hang-after-effect' });
    },
    afterCrash: 'answered',
    answersSeen: async (text) => platform.transcript({ who: 'page' }).filter((one) => one.text === text).length,
  };
}
