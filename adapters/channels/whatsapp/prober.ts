import { idOf, metaProber, textOf, type Fields, type NotWell } from '../../vendors/meta/index.js';
import { WHATSAPP_RULES } from './errors.js';

/** In these states the number sends nothing. FLAGGED and RATE_LIMITED only warn. */
const STOPPED: ReadonlySet<string> = new Set([
  ...['BANNED', 'DELETED', 'DISCONNECTED', 'MIGRATED', 'OFFLINE', 'RESTRICTED', 'UNVERIFIED'],
]);
const MANAGEMENT = 'whatsapp_business_management';

/** What Meta says of the number. A state that is new does not stop it; calls that fail would say so. */
function stateOf(number: Fields): NotWell | { readonly warning?: string } {
  const status = textOf(number['status']) ?? '';
  if (STOPPED.has(status)) {
    return { kind: 'dead', about: 'account', code: 'WHATSAPP_NUMBER_BLOCKED', detail: `status ${status}` };
  }
  const isFlagged = status === 'FLAGGED' || status === 'RATE_LIMITED' || number['quality_rating'] === 'RED';
  return isFlagged ? { warning: 'WHATSAPP_QUALITY_LOW' } : {};
}

/** The business account of the number; a token that is for several of them does not tell which. */
function accountNode(settings: Fields, targets: readonly string[]): string | undefined {
  const told = idOf(settings['wabaId']);
  return told !== undefined && told !== '' ? told : targets.length === 1 ? targets[0] : undefined;
}

export const whatsappProber = metaProber({
  fields: 'id,status,quality_rating,throughput',
  scopes: ['whatsapp_business_messaging', MANAGEMENT],
  rules: WHATSAPP_RULES,
  stateOf,
  subscriberOf: (_request, { settings }, token) => {
    const node = accountNode(settings, token?.targetsOf(MANAGEMENT) ?? []);
    return node === undefined ? undefined : { node, fields: [], rules: WHATSAPP_RULES };
  },
});
