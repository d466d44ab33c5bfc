/**
 * Messages that the server may not have yet. Each has an id that is made once, so it may be sent as often as it takes: the
 * server takes it in once. Pure functions over a list.
 */

/** More than a person writes without an answer; the storage is bounded. */
const MAX_ENTRIES = 20;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** The list with one more, or undefined when it is full. */
export function withEntry(outbox, messageId, text, at) {
  return outbox.length >= MAX_ENTRIES ? undefined : [...outbox, { messageId, text, at, state: 'waiting', reason: '' }];
}

/** Not tried yet, tried in vain, or held back by the limits. */
const UNSENT = ['waiting', 'late', 'busy'];

export function nextWaiting(outbox) {
  return outbox.find(({ state }) => UNSENT.includes(state));
}

/** `verdict` is what came of it: `stored`, `refused`, or `late` and `busy`, which are tried again. */
export function settled(outbox, messageId, verdict) {
  return outbox.map((entry) =>
    entry.messageId === messageId ? { ...entry, state: verdict.kind, reason: verdict.reason ?? '' } : entry,
  );
}

/** What the server shows need not be remembered here. */
export function withoutShown(outbox, messages) {
  const shown = new Set(messages.map(({ messageId }) => messageId));
  return outbox.filter(({ messageId }) => !shown.has(messageId));
}

/** All messages in the order in which they are read, each once: what the server has, then what only we have. */
export function allMessages(messages, outbox) {
  const own = withoutShown(outbox, messages).map(({ messageId, text, at, state, reason }) => {
    return { key: messageId, from: 'citizen', text, at, state, reason };
  });
  const known = messages.map(({ id, messageId, from, text, at }) => {
    return { key: messageId ?? id, from, text, at, state: 'shown', reason: '' };
  });
  return [...known, ...own];
}

/** How long to wait after so many failures in a row: longer each time, and never all browsers at once. */
export function pauseMs(failures, random, retryAfterSeconds = 0) {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 10), LONGEST_PAUSE_MS);
  return Math.max(pause * (0.5 + random / 2), retryAfterSeconds * 1000);
}

/** Answers of which the server was not told yet that they are `status` here. */
export function untold(messages, told, status) {
  return messages
    .flatMap(({ delivery }) => delivery ?? [])
    .filter((delivery) => told[delivery] !== 'read' && told[delivery] !== status);
}

/** Answers that nobody saw here yet. */
export function unread(messages, told) {
  return messages.filter(({ delivery }) => delivery !== null && told[delivery] !== 'read');
}
