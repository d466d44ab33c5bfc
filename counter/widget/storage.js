/**
 * What the widget remembers on this device, in the storage of the municipality's own site: browsers block cookies of
 * another site. Whoever holds the session can read the conversation, so it ends by itself, and the citizen can wipe it.
 */

const DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

const NOTHING = { session: '', usedAt: 0, outbox: [], told: {} };

/** Anything can stand in a storage; what is not ours counts as nothing. */
export function readState(text, nowMs) {
  try {
    const state = JSON.parse(text ?? '');
    const isOurs = typeof state.session === 'string' && Array.isArray(state.outbox) && typeof state.told === 'object';
    return isOurs && nowMs - state.usedAt < DAYS * DAY_MS ? { ...NOTHING, ...state } : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** 128 random bits, which nobody can guess. */
export function newToken(random) {
  return [...random(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A storage that is full or forbidden is replaced by memory: then the conversation lasts as long as the page. */
export function openStorage(storage, account, now) {
  const key = `schakel-loket:${account}`;
  let memory = null;
  function read() {
    try {
      return storage().getItem(key) ?? memory;
    } catch {
      return memory;
    }
  }
  function write(text) {
    memory = text;
    try {
      if (text === null) {
        storage().removeItem(key);
      } else {
        storage().setItem(key, text);
      }
    } catch {
      // It stays in `memory`.
    }
  }
  return {
    key,
    load: () => readState(read(), now()),
    /** Other tabs write too, so each change begins with what is there now. */
    update(change) {
      write(JSON.stringify({ ...change(readState(read(), now())), usedAt: now() }));
    },
    forget: () => write(null),
  };
}
