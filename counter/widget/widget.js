import { allMessages, nextWaiting, pauseMs, settled, unread, untold, withEntry, withoutShown } from './outbox.js';
import { openServer } from './server.js';
import { newToken, openStorage } from './storage.js';
import { TEXTS } from './texts.js';
import { openView } from './view.js';

/** How often a closed widget looks for an answer, milliseconds. */
const LOOK_CLOSED_MS = 60_000;

const script = document.currentScript;

/** A pause that `wake` cuts short. */
function makePause() {
  let end = () => undefined;
  return {
    wake: () => end(),
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}

function start({ account, municipality, privacyUrl, base }) {
  const server = openServer((url, options) => fetch(url, options), base, account);
  const storage = openStorage(
    () => window.localStorage,
    account,
    () => Date.now(),
  );
  const [sending, looking] = [makePause(), makePause()];
  let known = { messages: [], version: '', receipt: '' };

  function show() {
    const { outbox, told } = storage.load();
    const messages = allMessages(known.messages, outbox);
    view.show({ messages, unreadCount: unread(known.messages, told).length, receipt: known.receipt });
  }

  function send(text) {
    if (text === '') {
      return TEXTS.empty;
    }
    const random = (bytes) => crypto.getRandomValues(bytes);
    const { outbox, session } = storage.load();
    const added = withEntry(outbox, newToken(random), text, new Date().toISOString());
    if (added === undefined) {
      return TEXTS.full;
    }
    storage.update((state) => ({ ...state, session: session || newToken(random), outbox: added }));
    show();
    sending.wake();
    return '';
  }

  /** One message after the other, in the order in which they were written, until the server has each. */
  async function sendForEver() {
    for (let failures = 0; ;) {
      const { session, outbox } = storage.load();
      const entry = nextWaiting(outbox);
      if (entry === undefined) {
        failures = 0;
        await sending.wait(LOOK_CLOSED_MS);
        continue;
      }
      const verdict = await server.send(session, entry);
      storage.update((state) => ({ ...state, outbox: settled(state.outbox, entry.messageId, verdict) }));
      if (verdict.kind === 'late' || verdict.kind === 'busy') {
        show();
        await sending.wait(pauseMs(failures, Math.random(), verdict.retryAfterSeconds));
        failures += 1;
      } else {
        failures = 0;
        known = { ...known, receipt: verdict.body?.receipt ?? known.receipt };
        show();
        looking.wake();
      }
    }
  }

  async function tellSeen(session) {
    const status = view.isOpen() ? 'read' : 'delivered';
    const deliveries = untold(known.messages, storage.load().told, status);
    if (deliveries.length === 0) {
      return;
    }
    const verdict = await server.tell(session, status, deliveries);
    if (verdict.kind === 'stored') {
      const now = Object.fromEntries(deliveries.map((delivery) => [delivery, status]));
      storage.update((state) => ({ ...state, told: { ...state.told, ...now } }));
    }
  }

  async function lookOnce(session) {
    const verdict = await server.look(session, known.version, view.isOpen() && !document.hidden);
    if (verdict.kind !== 'stored') {
      return false;
    }
    // The citizen may have wiped the conversation meanwhile.
    if (storage.load().session === session) {
      known = verdict.body;
      storage.update((state) => ({ ...state, outbox: withoutShown(state.outbox, known.messages) }));
      await tellSeen(session);
      show();
    }
    return true;
  }

  async function lookForEver() {
    for (let failures = 0; ;) {
      const { session } = storage.load();
      const isGood = session === '' || (await lookOnce(session));
      failures = isGood ? 0 : failures + 1;
      const isTalking = session !== '' && view.isOpen() && !document.hidden;
      const quiet = isTalking ? 1_000 : LOOK_CLOSED_MS;
      await looking.wait(isGood ? quiet : pauseMs(failures, Math.random()));
    }
  }

  const view = openView(
    { municipality, privacyUrl, formUrl: server.formUrl },
    {
      open: () => looking.wake(),
      close: () => undefined,
      send,
      forget: () => {
        storage.forget();
        known = { messages: [], version: '', receipt: '' };
        show();
      },
    },
  );
  window.addEventListener('online', () => {
    sending.wake();
    looking.wake();
  });
  document.addEventListener('visibilitychange', () => looking.wake());
  window.addEventListener('storage', ({ key }) => {
    if (key === storage.key) {
      show();
    }
  });
  show();
  void sendForEver();
  void lookForEver();
}

/** The body is there once the script runs, or soon. */
function whenReady(work) {
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', work);
  } else {
    work();
  }
}

const { account = '', municipality = '', privacy = '' } = script.dataset;
const place = { account, municipality, privacyUrl: privacy, base: new URL(script.src).origin };
whenReady(() => start(place));
