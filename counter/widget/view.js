import { STYLE } from './style.js';
import { TEXTS } from './texts.js';

/** The widget on the page, in a shadow tree, so that neither style reaches the other. Texts only ever become text. */

function make(name, properties = {}, children = []) {
  const { attributes = {}, ...own } = properties;
  const element = Object.assign(document.createElement(name), own);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value);
  }
  element.append(...children);
  return element;
}

function linkTo(href, textContent) {
  return make('a', { href, textContent, target: '_blank', rel: 'noopener' });
}

const TIME = new Intl.DateTimeFormat('nl-BE', { dateStyle: 'short', timeStyle: 'short' });
const NOTES = { waiting: TEXTS.waiting, late: TEXTS.late, busy: TEXTS.busy, stored: TEXTS.stored, shown: '' };

function noteOf({ state, reason }) {
  return state === 'refused' ? `${TEXTS.refused} ${reason}` : NOTES[state];
}

/** One message. It stays the same element when its state changes, so that a screen reader does not read it again. */
function makeItem(message, municipality) {
  const who = message.from === 'citizen' ? TEXTS.you : municipality || TEXTS.us;
  const note = make('p', { className: 'small' });
  const item = make('li', { className: message.from }, [
    make('p', { className: 'small' }, [
      make('span', { className: 'who', textContent: who }),
      make('span', { textContent: ` ${TIME.format(new Date(message.at))}` }),
    ]),
    make('p', { className: 'words', textContent: message.text }),
    note,
  ]);
  return { item, note };
}

function makeParts({ municipality, privacyUrl, formUrl }) {
  const links = [linkTo(formUrl, TEXTS.form), ...(privacyUrl === '' ? [] : [linkTo(privacyUrl, TEXTS.privacy)])];
  const close = make('button', { type: 'button', textContent: TEXTS.close });
  const list = make('ol');
  const log = make('div', { className: 'log', tabIndex: 0, attributes: { role: 'log', 'aria-label': TEXTS.log } }, [
    make('p', { className: 'small', textContent: TEXTS.intro }),
    list,
  ]);
  const status = make('p', { className: 'small', attributes: { role: 'status' } });
  const text = make('textarea', { id: 'text', rows: 3, maxLength: 4000 });
  const form = make('form', { noValidate: true }, [
    make('label', { htmlFor: 'text', textContent: TEXTS.label }),
    text,
    make('button', { type: 'submit', className: 'main', textContent: TEXTS.send }),
  ]);
  const number = make('p', { className: 'number' });
  const forget = make('button', { type: 'button', className: 'plain', textContent: TEXTS.forget });
  const title = make('h2', { id: 'title', textContent: TEXTS.title(municipality) });
  const panel = make(
    'div',
    {
      id: 'panel',
      className: 'panel',
      hidden: true,
      attributes: { role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'title', lang: 'nl-BE' },
    },
    [
      make('div', { className: 'top' }, [title, close]),
      ...[log, status, form],
      make('div', { className: 'foot small' }, [number, links[0], forget, ...links.slice(1)]),
    ],
  );
  const launcher = make('button', {
    type: 'button',
    className: 'launcher main',
    textContent: TEXTS.open,
    attributes: { 'aria-haspopup': 'dialog', 'aria-expanded': 'false', lang: 'nl-BE' },
  });
  return { launcher, panel, close, list, status, form, text, number, forget };
}

/** The keyboard stays in the dialog while it is open: after the last element comes the first one. */
function keepFocus(event, panel, root) {
  const stops = [...panel.querySelectorAll('a[href], button, textarea, [tabindex="0"]')].filter(
    (element) => !element.hidden,
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const from = event.shiftKey ? first : last;
  if (event.key === 'Tab' && root.activeElement === from) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}

/** Adds the widget to the page. `on` holds what happens: `open`, `close`, `send` and `forget`. */
export function openView(place, on) {
  const host = make('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  // Not a style element: the security policy of the site may forbid those.
  root.adoptedStyleSheets = [sheet];
  const parts = makeParts(place);
  const { launcher, panel, close, list, status, form, text, number, forget } = parts;
  root.append(launcher, panel);
  document.body.append(host);
  const items = new Map();

  function setOpen(isOpen) {
    panel.hidden = !isOpen;
    launcher.hidden = isOpen;
    // What came while it was closed could not be scrolled to.
    list.lastElementChild?.scrollIntoView({ block: 'nearest' });
    launcher.setAttribute('aria-expanded', String(isOpen));
    (isOpen ? text : launcher).focus();
    (isOpen ? on.open : on.close)();
  }

  function showItems(messages) {
    const keys = new Set(messages.map(({ key }) => key));
    for (const [key, { item }] of items) {
      if (!keys.has(key)) {
        item.remove();
        items.delete(key);
      }
    }
    for (const [index, message] of messages.entries()) {
      const known = items.get(message.key) ?? makeItem(message, place.municipality);
      items.set(message.key, known);
      const note = noteOf(message);
      // The same words once more would be read aloud once more.
      if (known.note.textContent !== note) {
        known.note.textContent = note;
      }
      if (list.children[index] !== known.item) {
        list.insertBefore(known.item, list.children[index] ?? null);
        known.item.scrollIntoView({ block: 'nearest' });
      }
    }
  }

  launcher.addEventListener('click', () => setOpen(true));
  close.addEventListener('click', () => setOpen(false));
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      setOpen(false);
    }
    keepFocus(event, panel, root);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const problem = on.send(text.value.trim());
    status.textContent = problem;
    if (problem === '') {
      text.value = '';
    }
    text.focus();
  });
  forget.addEventListener('click', () => {
    if (window.confirm(TEXTS.forgetAsk)) {
      on.forget();
      text.focus();
    }
  });
  return {
    isOpen: () => !panel.hidden,
    show({ messages, unreadCount, receipt }) {
      showItems(messages);
      launcher.textContent = unreadCount === 0 ? TEXTS.open : `${TEXTS.open} (${TEXTS.news(unreadCount)})`;
      number.textContent = receipt === '' ? '' : TEXTS.number(receipt);
      forget.hidden = messages.length === 0;
    },
  };
}
