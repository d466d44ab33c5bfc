/** One thing that happened, as it will stand in a webhook. Several can share one POST. */
export interface Update {
  readonly object: 'page' | 'instagram' | 'whatsapp_business_account';
  readonly entryId: string;
  readonly list: 'messaging' | 'changes';
  /** What a page must have subscribed to. */
  readonly field: string;
  readonly item: unknown;
}

interface Entry {
  readonly id: string;
  readonly time?: number;
  readonly messaging?: unknown[];
  readonly changes?: unknown[];
}

interface OpenEntry {
  readonly update: Update;
  readonly items: unknown[];
}

/** The body of one POST. All updates must be about the same kind of object. */
export function envelopeOf(updates: readonly Update[], nowMs: number): unknown {
  const open: OpenEntry[] = [];
  for (const update of updates) {
    const last = open.at(-1);
    if (last !== undefined && last.update.entryId === update.entryId && last.update.list === update.list) {
      last.items.push(update.item);
    } else {
      open.push({ update, items: [update.item] });
    }
  }
  return { object: updates[0]?.object ?? 'page', entry: open.map((entry) => closeEntry(entry, nowMs)) };
}

/** The time of an entry is when it was sent: milliseconds for messages, seconds for changes. WhatsApp sends none. */
function closeEntry({ update, items }: OpenEntry, nowMs: number): Entry {
  if (update.object === 'whatsapp_business_account') {
    return { id: update.entryId, changes: items };
  }
  return update.list === 'messaging'
    ? { id: update.entryId, time: nowMs, messaging: items }
    : { id: update.entryId, time: Math.floor(nowMs / 1000), changes: items };
}
