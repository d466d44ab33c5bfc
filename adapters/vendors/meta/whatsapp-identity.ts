import type { CitizenAlias } from '../../../src/adapter-sdk/index.js';
import { idOf } from './read.js';

const PARENT = /^[A-Z]{2}\.ENT\.[A-Za-z0-9]{1,128}$/;
const SCOPED = /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/;
const PHONE = /^\+?\d{5,20}$/;

/** In the order of preference for naming a conversation; see the README on what changes when one goes missing. */
const PREFERENCE = ['bsuid', 'wa_id', 'parent_bsuid', 'whatsapp_other'] as const;

/**
 * What an identifier is follows from its shape, not from the field it came in: a business-scoped id has been seen in
 * `from`. What has neither shape is kept under a kind of its own, because dropping it would drop a citizen.
 *
 * A scoped id and a number name the conversation, whichever of them a message has. A parent id does not: it comes beside
 * a scoped id only.
 */
export function aliasOf(raw: unknown): CitizenAlias | undefined {
  const value = idOf(raw);
  if (value === undefined) {
    return undefined;
  }
  if (PARENT.test(value)) {
    return { kind: 'parent_bsuid', value };
  }
  if (SCOPED.test(value)) {
    return { kind: 'bsuid', value, namesConversation: 'always' };
  }
  return PHONE.test(value)
    ? { kind: 'wa_id', value: value.replace('+', ''), namesConversation: 'while-held' }
    : { kind: 'whatsapp_other', value };
}

/** All identifiers among the values, each once, the preferred kind first. */
export function aliasesOf(values: readonly unknown[]): readonly CitizenAlias[] {
  const found = new Map<string, CitizenAlias>();
  for (const raw of values) {
    const alias = aliasOf(raw);
    if (alias !== undefined) {
      found.set(`${alias.kind}:${alias.value}`, alias);
    }
  }
  const rank = (alias: CitizenAlias): number => PREFERENCE.findIndex((kind) => kind === alias.kind);
  return [...found.values()].sort((left, right) => rank(left) - rank(right));
}

/** What the conversation is called while none of its names is known; `fallback` where a message names nobody at all. */
export function conversationOf(aliases: readonly CitizenAlias[], fallback: string): string {
  return aliases[0]?.value ?? fallback;
}

/** Business-scoped ids in a sentence of Meta: the only place where a system message may name the previous id. */
export function scopedIdsIn(sentence: string | undefined): readonly string[] {
  return sentence?.slice(0, 2000).match(/\b[A-Z]{2}\.(?!ENT\b)[A-Za-z0-9]{6,128}\b/g) ?? [];
}
