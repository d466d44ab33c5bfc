import type { Account } from './assets.js';
import type { Update } from './updates.js';

const HOUR_MS = 3_600_000;

export const PAGE_FIELDS: readonly string[] = [
  'feed',
  'mention',
  'ratings',
  'messages',
  'message_echoes',
  'message_edits',
  'message_reads',
  'message_deliveries',
  'message_reactions',
  'messaging_postbacks',
];

/** Which accounts send us which webhooks. Two halves that fail apart: the app's callback and each account's list. */
export class Subscriptions {
  appVerified: boolean;
  private readonly fields = new Map<string, Set<string>>();
  private readonly failingSinceMs = new Map<string, number>();

  constructor(accountIds: readonly string[], appVerified: boolean) {
    this.appVerified = appVerified;
    for (const id of accountIds) {
      this.fields.set(id, new Set(PAGE_FIELDS));
    }
  }

  fieldsOf(accountId: string): readonly string[] | undefined {
    const fields = this.fields.get(accountId);
    return fields === undefined ? undefined : [...fields];
  }

  subscribe(accountId: string, fields: readonly string[]): void {
    this.fields.set(accountId, new Set(fields));
    this.failingSinceMs.delete(accountId);
  }

  unsubscribe(accountId: string): void {
    this.fields.delete(accountId);
  }

  wants(update: Update): boolean {
    const fields = this.fields.get(update.entryId);
    if (!this.appVerified || fields === undefined) {
      return false;
    }
    // Only pages choose fields per account; Instagram and WhatsApp get all fields of the app.
    return update.object !== 'page' || fields.has(update.field);
  }

  /** Messaging webhooks that fail for an hour make Meta unsubscribe the app for that page or account, silently. */
  noteDelivery(update: Update, isDelivered: boolean, nowMs: number): void {
    if (update.list !== 'messaging') {
      return;
    }
    if (isDelivered) {
      this.failingSinceMs.delete(update.entryId);
      return;
    }
    const since = this.failingSinceMs.get(update.entryId) ?? nowMs;
    this.failingSinceMs.set(update.entryId, since);
    if (nowMs - since >= HOUR_MS) {
      this.unsubscribe(update.entryId);
    }
  }
}

export function isSubscribable(account: Account | undefined): account is Account {
  return account !== undefined && account.kind !== 'phone';
}
