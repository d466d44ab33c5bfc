import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { keyOf } from './keys.js';
import { accountFact, unrecognised, type Place } from './place.js';
import { fieldsOf, idOf, instantOf, listOf, present, textOf, type Fields } from './read.js';
import { aliasOf, aliasesOf } from './whatsapp-identity.js';
import { citizenMessages, phoneEchoes } from './whatsapp-messages.js';
import { statusEvents } from './whatsapp-statuses.js';

/** Fields that tell operations something about a number or account. */
const OPS_FIELDS: ReadonlyMap<string, string> = new Map([
  ['account_update', 'WHATSAPP_ACCOUNT_UPDATE'],
  ['account_alerts', 'WHATSAPP_ACCOUNT_ALERT'],
  ['account_review_update', 'WHATSAPP_ACCOUNT_REVIEW'],
  ['phone_number_quality_update', 'WHATSAPP_NUMBER_QUALITY'],
  ['phone_number_name_update', 'WHATSAPP_NUMBER_NAME'],
  ['message_template_status_update', 'WHATSAPP_TEMPLATE_STATUS'],
  ['message_template_quality_update', 'WHATSAPP_TEMPLATE_QUALITY'],
  ['template_category_update', 'WHATSAPP_TEMPLATE_CATEGORY'],
  ['business_capability_update', 'WHATSAPP_CAPABILITY_UPDATE'],
  ['user_preferences', 'WHATSAPP_USER_PREFERENCES'],
  ['security', 'WHATSAPP_SECURITY'],
]);

/** The code of an error is bounded by Meta's list, so it may be in the reason. */
function errorEvents(value: Fields, place: Place): readonly ChannelEvent[] {
  return listOf(value['errors']).map((raw) => {
    const code = fieldsOf(raw)?.['code'];
    return accountFact(
      place,
      'ops',
      Number.isSafeInteger(code) ? `WHATSAPP_ERROR_${String(code)}` : 'WHATSAPP_ERROR',
      raw,
    );
  });
}

function renewalEvent(raw: unknown, place: Place): ChannelEvent {
  const update = fieldsOf(raw) ?? {};
  const ids = fieldsOf(update['user_id']) ?? {};
  const previous = aliasOf(ids['previous']);
  const current = aliasOf(ids['current']);
  if (current === undefined) {
    return unrecognised(place, 'META_WHATSAPP_USER_ID_UNREADABLE', raw);
  }
  const before = previous?.value ?? '';
  return {
    channel: place.channel,
    account: place.account,
    key: keyOf('user_id', before, current.value),
    conversation: before === '' ? current.value : before,
    action: 'identity',
    occurredAtMs: instantOf(update['timestamp']) ?? place.sentAtMs,
    citizen: { aliases: aliasesOf([current.value, update['wa_id']]) },
    ...present({ replaces: previous }),
    reason: 'WHATSAPP_USER_ID_CHANGED',
  };
}

function renewalEvents(value: Fields, place: Place): readonly ChannelEvent[] {
  const raw = value['user_id_update'] ?? value;
  const updates: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  return updates.map((update) => renewalEvent(update, place));
}

function eventsOf(field: string, value: Fields, place: Place): readonly ChannelEvent[] {
  const reason = OPS_FIELDS.get(field);
  if (reason !== undefined) {
    return [accountFact(place, 'ops', reason, value)];
  }
  switch (field) {
    case 'messages':
      return [...citizenMessages(value, place), ...statusEvents(value, place), ...errorEvents(value, place)];
    case 'smb_message_echoes':
    case 'message_echoes':
      return phoneEchoes(value, place);
    case 'user_id_update':
      return renewalEvents(value, place);
    default:
      return [unrecognised(place, 'META_FIELD_UNKNOWN', { field, value })];
  }
}

/**
 * Reads one change of a WhatsApp Business Account. The tenant follows from the phone number, not from the entry: one
 * business account may own the numbers of many municipalities. Gives at least one event.
 */
export function whatsappEvents(change: Fields, entryPlace: Place): readonly ChannelEvent[] {
  const value = fieldsOf(change['value']);
  if (value === undefined) {
    return [unrecognised(entryPlace, 'META_WHATSAPP_UNREADABLE', change)];
  }
  const number = idOf(fieldsOf(value['metadata'])?.['phone_number_id']);
  const place = number === undefined ? entryPlace : { ...entryPlace, account: number };
  const events = eventsOf(textOf(change['field']) ?? '', value, place);
  return events.length > 0 ? events : [unrecognised(place, 'META_WHATSAPP_EMPTY', change)];
}
