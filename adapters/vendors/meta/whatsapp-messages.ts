import type { ChannelEvent, CitizenAlias, EventAction } from '../../../src/adapter-sdk/index.js';
import { digestOf, keyOf } from './keys.js';
import { isGestureOnly } from './messaging-content.js';
import { unrecognised, type Place } from './place.js';
import { fieldsIn, fieldsOf, idOf, instantOf, listOf, present, textOf, type Fields } from './read.js';
import { whatsappMessage } from './whatsapp-content.js';
import { aliasOf, aliasesOf, conversationOf, scopedIdsIn } from './whatsapp-identity.js';

/** One item of `messages` or `message_echoes`, read once. */
interface Letter {
  readonly place: Place;
  readonly message: Fields;
  readonly id: string;
  readonly type: string;
  readonly aliases: readonly CitizenAlias[];
  readonly name: string | undefined;
  readonly contentAction: 'open' | 'outside';
}

function letterEvent(letter: Letter, key: string, action: EventAction): ChannelEvent {
  return {
    channel: letter.place.channel,
    account: letter.place.account,
    key,
    conversation: conversationOf(letter.aliases, letter.id),
    action,
    occurredAtMs: instantOf(letter.message['timestamp']) ?? letter.place.sentAtMs,
    ...(letter.aliases.length === 0 ? {} : { citizen: citizenOf(letter.aliases, letter.name) }),
  };
}

function citizenOf(aliases: readonly CitizenAlias[], name: string | undefined): NonNullable<ChannelEvent['citizen']> {
  return { aliases, ...(name === undefined ? {} : { name }) };
}

function noteEvent(letter: Letter, reason: string, about?: string): ChannelEvent {
  const event = letterEvent(letter, keyOf('message', letter.id), 'note');
  return { ...event, reason, ...(about === undefined ? {} : { about }) };
}

function contentEvent(letter: Letter): ChannelEvent {
  const message = whatsappMessage(letter.message, letter.id);
  const event = letterEvent(letter, keyOf('message', letter.id), letter.contentAction);
  const isQuiet = letter.contentAction === 'open' && isGestureOnly(message);
  return { ...event, message, ...(isQuiet ? { restartsClock: false } : {}) };
}

function editEvent(letter: Letter): ChannelEvent {
  const edit = fieldsOf(letter.message['edit']);
  const original = idOf(edit?.['original_message_id']);
  const inner = fieldsOf(edit?.['message']);
  if (original === undefined || inner === undefined) {
    return unrecognised(letter.place, 'META_WHATSAPP_EDIT_UNREADABLE', letter.message);
  }
  const key = keyOf('edit', letter.id, original, digestOf(inner));
  if (letter.contentAction === 'outside') {
    return { ...letterEvent(letter, key, 'note'), reason: 'WHATSAPP_OWN_MESSAGE_EDITED', about: original };
  }
  return { ...letterEvent(letter, key, 'amend'), message: whatsappMessage(inner, original) };
}

function revokeEvent(letter: Letter): ChannelEvent {
  const original = idOf(fieldsOf(letter.message['revoke'])?.['original_message_id']);
  return original === undefined
    ? unrecognised(letter.place, 'META_WHATSAPP_REVOKE_UNREADABLE', letter.message)
    : { ...letterEvent(letter, keyOf('revoke', original), 'redact'), about: original };
}

function reactionEvent(letter: Letter): ChannelEvent {
  const about = idOf(fieldsOf(letter.message['reaction'])?.['message_id']);
  return noteEvent(letter, 'WHATSAPP_REACTION', about);
}

/** A number in a card is what the citizen says: it must not lead into the conversation of whoever writes from it. */
function mentioned({ kind, value }: CitizenAlias): CitizenAlias {
  return { kind, value };
}

/** A citizen who answers our request for the number shares an identifier; any other contact card is only noted. */
function contactsEvent(letter: Letter): ChannelEvent {
  const cards = fieldsIn(letter.message['contacts']);
  const origin =
    textOf(letter.message['origin']) ?? cards.map((card) => textOf(card['origin'])).find((one) => one !== undefined);
  if (origin?.startsWith('contact_request') !== true) {
    return noteEvent(letter, 'WHATSAPP_CONTACT_SHARED');
  }
  const phones = cards.flatMap((card) => fieldsIn(card['phones']));
  const shared = phones.map((phone) => idOf(phone['wa_id']) ?? textOf(phone['phone'])?.replace(/[^\d+]/g, ''));
  const own = letter.aliases.map((alias) => alias.value);
  const aliases = aliasesOf([...own, ...shared]).map((alias) => (own.includes(alias.value) ? alias : mentioned(alias)));
  return {
    ...letterEvent(letter, keyOf('message', letter.id), 'identity'),
    citizen: citizenOf(aliases, letter.name),
    reason: 'WHATSAPP_NUMBER_SHARED',
  };
}

/** The id before the change: from its own field, from the sender, or, at worst, from Meta's sentence. */
function previousOf(letter: Letter, system: Fields, next: CitizenAlias): CitizenAlias | undefined {
  // "User x changed from a to b": x is what citizens call themselves, and might look like an id of somebody else.
  const said = scopedIdsIn(textOf(system['body']));
  const candidates = [
    system['previous_user_id'],
    system['customer'],
    letter.message['from_user_id'],
    letter.message['from'],
    said[said.lastIndexOf(next.value) - 1],
  ];
  return candidates
    .map((raw) => aliasOf(raw))
    .find((alias) => alias !== undefined && alias.kind === next.kind && alias.value !== next.value);
}

/** What the citizen is called from now on; undefined for a kind of change that is not known. */
function nextOf(type: string, system: Fields): { readonly alias: CitizenAlias; readonly reason: string } | undefined {
  const isNumber = type === 'user_changed_number';
  if (!isNumber && type !== 'user_changed_user_id') {
    return undefined;
  }
  const alias = isNumber ? aliasOf(system['wa_id'] ?? system['new_wa_id']) : aliasOf(system['user_id']);
  const reason = isNumber ? 'WHATSAPP_NUMBER_CHANGED' : 'WHATSAPP_USER_ID_CHANGED';
  return alias === undefined ? undefined : { alias, reason };
}

/** It stays in the conversation of the id that is replaced, so that it is decided after what was said there. */
function changeEvent(letter: Letter, system: Fields, next: CitizenAlias, reason: string): ChannelEvent {
  const previous = previousOf(letter, system, next);
  const known = [
    next.value,
    ...letter.aliases.map((alias) => alias.value),
    system['user_id'],
    system['parent_user_id'],
  ];
  const aliases = aliasesOf(known).filter((alias) => alias.value !== previous?.value);
  return {
    ...letterEvent(letter, keyOf('message', letter.id), 'identity'),
    conversation: conversationOf(letter.aliases, previous?.value ?? next.value),
    citizen: citizenOf(aliases, letter.name),
    ...present({ replaces: previous }),
    reason,
  };
}

function systemEvent(letter: Letter): ChannelEvent {
  const system = fieldsOf(letter.message['system']) ?? {};
  const type = textOf(system['type']) ?? '';
  if (type === 'customer_identity_changed') {
    const event = letterEvent(letter, keyOf('message', letter.id), 'identity');
    return { ...event, reason: 'WHATSAPP_IDENTITY_KEY_CHANGED' };
  }
  const next = nextOf(type, system);
  return next === undefined
    ? unrecognised(letter.place, 'META_WHATSAPP_SYSTEM_UNKNOWN', letter.message)
    : changeEvent(letter, system, next.alias, next.reason);
}

const BY_TYPE: ReadonlyMap<string, (letter: Letter) => ChannelEvent> = new Map([
  ['edit', editEvent],
  ['revoke', revokeEvent],
  ['reaction', reactionEvent],
  ['contacts', contactsEvent],
  ['order', (letter: Letter) => noteEvent(letter, 'WHATSAPP_ORDER')],
  ['system', systemEvent],
]);

function eventOf(letter: Letter): ChannelEvent {
  if (letter.message['group_id'] !== undefined) {
    return { ...letterEvent(letter, keyOf('message', letter.id), 'drop'), reason: 'WHATSAPP_GROUP' };
  }
  return (BY_TYPE.get(letter.type) ?? contentEvent)(letter);
}

type Contacts = (aliases: readonly CitizenAlias[]) => Fields | undefined;

/** Finds the contact of a sender. A map, because one body may hold a thousand of both. */
function contactsOf(rawContacts: unknown): Contacts {
  const contacts = fieldsIn(rawContacts);
  const byId = new Map<string, Fields>();
  for (const contact of contacts) {
    for (const alias of aliasesOf([contact['user_id'], contact['wa_id']])) {
      byId.set(alias.value, contact);
    }
  }
  return (aliases) => {
    const found = aliases.map((alias) => byId.get(alias.value)).find((contact) => contact !== undefined);
    // With one contact and a sender without identifiers there is no doubt whose message it is.
    return found ?? (aliases.length === 0 && contacts.length === 1 ? contacts[0] : undefined);
  };
}

function letterOf(message: Fields, place: Place, contacts: Contacts): Letter {
  const senders = [message['from_user_id'], message['from'], message['from_parent_user_id']];
  const sender = aliasesOf(senders);
  const contact = contacts(sender);
  const profile = fieldsOf(contact?.['profile']);
  return {
    place,
    message,
    id: idOf(message['id']) ?? `none-${digestOf(message)}`,
    type: textOf(message['type']) ?? '',
    aliases: aliasesOf([...senders, contact?.['user_id'], contact?.['wa_id'], contact?.['parent_user_id']]),
    name: textOf(profile?.['name']) ?? textOf(profile?.['username']),
    contentAction: 'open',
  };
}

/** `value.messages`: what citizens sent. */
export function citizenMessages(value: Fields, place: Place): readonly ChannelEvent[] {
  const contacts = contactsOf(value['contacts']);
  return listOf(value['messages']).map((raw) => {
    const message = fieldsOf(raw);
    return message === undefined
      ? unrecognised(place, 'META_WHATSAPP_MESSAGE_UNREADABLE', raw)
      : eventOf(letterOf(message, place, contacts));
  });
}

/** `value.message_echoes`: what a colleague sent from the phone. */
export function phoneEchoes(value: Fields, place: Place): readonly ChannelEvent[] {
  return listOf(value['message_echoes']).map((raw) => {
    const message = fieldsOf(raw);
    if (message === undefined) {
      return unrecognised(place, 'META_WHATSAPP_MESSAGE_UNREADABLE', raw);
    }
    const aliases = aliasesOf([message['to_user_id'], message['to'], message['to_parent_user_id']]);
    const letter = letterOf(message, place, () => undefined);
    return eventOf({ ...letter, aliases, contentAction: 'outside' });
  });
}
