import { forgetKey, storedKey, storeKey } from './api.js';
import { el, field, replace } from './dom.js';
import { invoicesView, invoiceView } from './invoices.js';
import { keepFresh } from './live.js';
import { ticketView } from './ticket.js';
import { ticketsView } from './tickets.js';
import { usageView } from './usage.js';

const main = document.querySelector('#hoofd');
const menu = document.querySelector('#menu');
const live = document.querySelector('#live');

let stopLive = () => undefined;
/** Grows with every page; a slow answer for a page that was left is not shown. */
let visit = 0;

function say(text) {
  if (live.textContent !== text) {
    live.textContent = text;
  }
}

/** A key in the address is moved to the session at once, so that it stays in no history and no screenshot. */
function takeKeyFromAddress() {
  const key = /^#sleutel=(.+)$/.exec(location.hash)?.[1];
  if (key !== undefined) {
    storeKey(decodeURIComponent(key));
    history.replaceState(null, '', '#/');
  }
}

function signInView(message) {
  menu.hidden = true;
  const input = el('input', { name: 'sleutel', type: 'password', required: true, autocomplete: 'off', maxlength: 500 });
  const form = el(
    'form',
    { class: 'command' },
    el('p', {}, 'Plak de sleutel die u van uw beheerder kreeg. Ze blijft in dit tabblad en verdwijnt als u het sluit.'),
    field('Sleutel', input),
    el('button', { type: 'submit' }, 'Aanmelden'),
    el('p', { role: 'alert', class: 'bad' }, message),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    storeKey(input.value.trim());
    void show();
  });
  replace(main, el('h1', { tabindex: '-1' }, 'Aanmelden'), form);
  input.focus();
}

function viewOf(hash) {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  const [, ticket] = /^\/ticket\/([0-9a-f-]+)$/.exec(path) ?? [];
  if (ticket !== undefined) {
    return (container) => ticketView(container, ticket);
  }
  const [, invoice] = /^\/factuur\/([0-9a-f-]+)$/.exec(path) ?? [];
  if (invoice !== undefined) {
    return (container) => invoiceView(container, invoice);
  }
  if (path === '/facturen') {
    return invoicesView;
  }
  return path === '/verbruik' ? usageView : (container) => ticketsView(container, query);
}

function fail(error) {
  if (error.status === 401 || error.status === 429) {
    forgetKey();
    signInView(error.message);
    return;
  }
  replace(
    main,
    el('h1', { tabindex: '-1' }, 'Dat lukt nu niet'),
    el('p', { role: 'alert' }, error.message),
    el(
      'p',
      {},
      el('button', { type: 'button', onclick: () => void show() }, 'Opnieuw proberen'),
      ' ',
      el('a', { href: '#/' }, 'Naar alle tickets'),
    ),
  );
}

async function show() {
  stopLive();
  say('');
  takeKeyFromAddress();
  if (storedKey() === null) {
    signInView('');
    return;
  }
  visit += 1;
  const mine = visit;
  const page = el('div');
  try {
    menu.hidden = false;
    const refresh = await viewOf(location.hash)(page);
    if (mine !== visit) {
      return;
    }
    replace(main, page);
    page.querySelector('h1')?.focus();
    stopLive = keepFresh(refresh, say);
  } catch (error) {
    if (mine === visit) {
      fail(error);
    }
  }
}

document.querySelector('#sign-out').addEventListener('click', () => {
  forgetKey();
  history.replaceState(null, '', '#/');
  void show();
});
document.querySelector('#skip').addEventListener('click', (event) => {
  // The address holds the page; jumping by it would leave the page.
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', () => void show());
void show();
