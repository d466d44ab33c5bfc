import { town, type World } from '../town.js';
import { needed, type ChannelDriver, type Question } from './driver.js';

const SEND = 'chat.bsky.convo.sendMessage';

/** Direct messages to the account of Hasselt. */
export function bluesky({ bluesky: platform }: World): ChannelDriver {
  const { handle, appPassword } = needed(town('71072').bluesky);
  let people = 0;
  const newcomer = (): string => {
    people += 1;
    return `proef${people}`;
  };
  const convos = new Map<string, string>();
  const write = (name: string, text: string): Question => {
    const citizen = { did: `did:plc:${name}`, handle: `${name}.bsky.voorbeeld`, displayName: 'Mia' };
    const { convoId, id } = platform.write({ citizen, account: handle, text });
    convos.set(id, convoId);
    return { id, citizen: name };
  };
  return {
    account: handle,
    ask: async (text) => write(newcomer(), text),
    askTwice: async (text) => {
      platform.setDisorder({ seed: 'twice', duplicateShare: 1 });
      const question = write(newcomer(), text);
      platform.setDisorder();
      return question;
    },
    reorder: { impossible: 'Bluesky gives a direct message its time and its place when it takes it' },
    edit: { impossible: 'Bluesky lets nobody edit a post or a message' },
    remove: async ({ id }) => {
      platform.unwrite(convos.get(id) ?? '', id);
    },
    closeWindow: { impossible: 'Bluesky sets no window, and tells only of an answer that a conversation is closed' },
    throttle: {
      code: 'BLUESKY_RATE_LIMITED',
      begin: () => {
        platform.fault({ endpoint: SEND, kind: 'too-many', resetSeconds: 1 });
      },
    },
    // A password that is wrong is not tried again for minutes, so its repair is a new one in the configuration; that has a
    // story of its own. Here the account itself is switched off, and on again.
    token: {
      code: 'BLUESKY_ACCOUNT_CLOSED',
      secrets: [appPassword],
      begin: () => {
        platform.fault({ endpoint: SEND, kind: 'refusal', error: 'AccountDeactivated', times: 1_000 });
      },
      end: () => {
        platform.clearFaults();
      },
    },
    receipt: { impossible: 'Bluesky does not tell who read a message' },
    hang: () => {
      platform.fault({ endpoint: SEND, kind: 'hang-after-effect' });
    },
    afterCrash: 'answered',
    answersSeen: async (text) =>
      platform.transcript().filter((one) => one.author === handle && one.text === text).length,
  };
}
