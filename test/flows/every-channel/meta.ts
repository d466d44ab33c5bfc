import type { PrivateChannel } from '../../../src/demo/platform/conversations.js';
import type { Endpoint } from '../../../src/demo/platform/faults.js';
import { town, type World } from '../town.js';
import type { ChannelDriver, Question } from './driver.js';

const DAY_MS = 86_400_000;
/** Meta tells whole minutes; nobody waits that long here. */
const REGAIN_MINUTES = 0.02;

interface Account {
  readonly id: string;
  readonly token: string;
}

type Shared = Pick<ChannelDriver, 'account' | 'throttle' | 'token' | 'hang' | 'afterCrash' | 'answersSeen'>;

/** What an account of Meta does, whatever is sent over it. */
function shared({ platform }: World, { id, token }: Account, endpoint: Endpoint, throttled: string): Shared {
  return {
    account: id,
    throttle: {
      code: throttled,
      begin: () => {
        platform.fault({ endpoint, kind: 'throttled', account: id, regainMinutes: REGAIN_MINUTES });
      },
    },
    token: {
      code: 'META_TOKEN_INVALID',
      secrets: [token],
      begin: () => {
        platform.spoilToken(token);
      },
      end: () => {
        platform.restoreToken(token);
      },
    },
    hang: () => {
      platform.fault({ endpoint, kind: 'hang-after-effect', account: id });
    },
    afterCrash: 'answered',
    answersSeen: async (text) =>
      platform.transcript({ who: 'service', account: id }).filter((one) => one.text === text && one.visible).length,
  };
}

/** Comments under the posts of the page of Antwerpen. */
export function facebook(world: World): ChannelDriver {
  const { platform } = world;
  const { page } = town('11002');
  let people = 0;
  const newcomer = (): string => {
    people += 1;
    return `77130000000${String(people).padStart(5, '0')}`;
  };
  const comment = (
    citizen: string,
    text: string,
    more: { commentId?: string; parentId?: string; atMs?: number } = {},
  ): Question => {
    const author = { id: citizen, name: 'Mia Voorbeeld' };
    return { id: platform.comment({ account: page.id, author, text, ...more }).commentId, citizen };
  };
  return {
    ...shared(world, page, 'comments.write', 'META_RATE_LIMITED'),
    ask: async (text) => comment(newcomer(), text),
    askTwice: async (text) => {
      const { id, citizen } = comment(newcomer(), text);
      return comment(citizen, text, { commentId: id });
    },
    reorder: async ({ opening, early, late }) => {
      const [citizen, atMs] = [newcomer(), platform.nowMs()];
      const { id: parentId } = comment(citizen, opening, { atMs: atMs - 60_000 });
      await platform.settled();
      comment(citizen, late, { parentId, atMs });
      await platform.settled();
      comment(citizen, early, { parentId, atMs: atMs - 30_000 });
    },
    edit: async ({ id }, text) => {
      platform.edit({ id, text });
    },
    remove: async ({ id }) => {
      platform.remove({ id });
    },
    closeWindow: { impossible: 'a comment on Facebook can be answered for ever' },
    receipt: { impossible: 'Facebook does not tell who read a comment' },
  };
}

interface Private extends Account {
  readonly channel: PrivateChannel;
  readonly endpoint: Endpoint;
  readonly throttled: string;
  /** How the ids of its citizens begin. */
  readonly people: string;
  /** Longer than anybody may wait with an answer. */
  readonly windowDays: number;
}

function privately(world: World, account: Private): Omit<ChannelDriver, 'edit' | 'receipt'> {
  const { platform } = world;
  let people = 0;
  const newcomer = (): string => {
    people += 1;
    return `${account.people}${String(people).padStart(4, '0')}`;
  };
  const say = (citizen: string, text: string, more: { messageId?: string; atMs?: number } = {}): Question => {
    const who = { id: citizen, name: 'Mia Voorbeeld' };
    const said = platform.say({ channel: account.channel, account: account.id, citizen: who, text, ...more });
    return { id: said.messageId, citizen };
  };
  return {
    ...shared(world, account, account.endpoint, account.throttled),
    ask: async (text) => say(newcomer(), text),
    askTwice: async (text) => {
      const { id, citizen } = say(newcomer(), text);
      return say(citizen, text, { messageId: id });
    },
    reorder: async ({ opening, early, late }) => {
      const [citizen, atMs] = [newcomer(), platform.nowMs()];
      say(citizen, opening, { atMs: atMs - 60_000 });
      await platform.settled();
      say(citizen, late, { atMs });
      await platform.settled();
      say(citizen, early, { atMs: atMs - 30_000 });
    },
    remove: async ({ id }) => {
      platform.remove({ id });
    },
    closeWindow: {
      code: 'REPLY_WINDOW_CLOSED',
      ask: async (text) => say(newcomer(), text, { atMs: platform.nowMs() - account.windowDays * DAY_MS }),
    },
  };
}

/** The citizen opens the conversation. */
function reads({ platform }: World, account: string): ChannelDriver['receipt'] {
  return async ({ citizen }) => {
    platform.read({ account, citizenId: citizen });
  };
}

export function messenger(world: World): ChannelDriver {
  const { page } = town('71072');
  return {
    ...privately(world, {
      ...{ ...page, channel: 'messenger', endpoint: 'messages.write', throttled: 'META_RATE_LIMITED' },
      ...{ people: '610000000013', windowDays: 8 },
    }),
    edit: async ({ id }, text) => {
      world.platform.edit({ id, text });
    },
    receipt: reads(world, page.id),
  };
}

export function instagram(world: World): ChannelDriver {
  const { instagram: account } = town('31005');
  return {
    ...privately(world, {
      ...{ ...account, channel: 'instagram', endpoint: 'messages.write', throttled: 'META_RATE_LIMITED' },
      ...{ people: '990000000013', windowDays: 8 },
    }),
    edit: { impossible: 'Instagram lets nobody edit a message' },
    receipt: reads(world, account.id),
  };
}

export function whatsapp(world: World): ChannelDriver {
  const { phoneNumberId, token } = town('24062').whatsapp;
  return {
    ...privately(world, {
      ...{ id: phoneNumberId, token, channel: 'whatsapp', endpoint: 'whatsapp.write', people: '3247013' },
      ...{ throttled: 'WHATSAPP_RATE_LIMITED', windowDays: 2 },
    }),
    edit: async ({ id }, text) => {
      world.platform.edit({ id, text });
    },
    // WhatsApp tells by itself that a message was delivered.
    receipt: async () => undefined,
  };
}
