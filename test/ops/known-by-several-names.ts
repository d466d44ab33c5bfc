import type { ChannelEvent, CitizenAlias } from '../../src/adapter-sdk/index.js';
import { CHANNEL } from './small-settings.js';

const MINUTE = 60_000;

/** What one event knows of a citizen: a number that may pass on, an id that never does, or both. */
export interface Names {
  readonly number?: string;
  readonly id?: string;
}

function aliasesOf({ number, id }: Names): readonly CitizenAlias[] {
  const aliases: CitizenAlias[] = [];
  if (id !== undefined) {
    aliases.push({ kind: 'id', value: id, namesConversation: 'always' });
  }
  if (number !== undefined) {
    aliases.push({ kind: 'number', value: number, namesConversation: 'while-held' });
  }
  return aliases;
}

/** Events of a channel whose aliases name conversations. `atMs` is the moment from which minutes count back. */
export class Teller {
  readonly #atMs: number;
  readonly #account: string;

  constructor(atMs: number, account = 'page-alfa') {
    this.#atMs = atMs;
    this.#account = account;
  }

  tells(names: Names, key: string, agoMinutes: number, rest: Partial<ChannelEvent>): ChannelEvent {
    const aliases = aliasesOf(names);
    return {
      ...{ channel: CHANNEL, account: this.#account, key, action: 'open' },
      conversation: aliases[0]?.value ?? key,
      occurredAtMs: this.#atMs - agoMinutes * MINUTE,
      citizen: { aliases, name: 'Mia' },
      ...rest,
    };
  }

  says(names: Names, id: string, agoMinutes: number): ChannelEvent {
    const message = { id, text: `Vraag ${id}`, attachments: [], isPublic: false };
    return this.tells(names, `m:${id}`, agoMinutes, { message });
  }

  changes(from: string, names: Names, agoMinutes: number): ChannelEvent {
    const replaces: CitizenAlias = { kind: 'number', value: from, namesConversation: 'while-held' };
    return this.tells(names, `i:${from}`, agoMinutes, { action: 'identity', conversation: from, replaces });
  }
}
