import type { CounterAccount } from './counter-deps.js';
import type { ShownConversation, ShownMessage } from './conversation-rows.js';
import { html, NOTHING, type Html } from './html.js';
import { MAX_NAME, MAX_TEXT, type Fault } from './read-input.js';
import { faultText, TEXTS, when } from './texts.js';

/** What a page sends back when it is filled in again. */
export interface FormState {
  readonly submissionId: string;
  readonly openedAtMs: number;
  readonly text: string;
  readonly name: string;
  readonly email: string;
  readonly faults: readonly Fault[];
  /** A sentence about us or the caller, and not about a field. */
  readonly trouble?: string;
}

/** Nothing of it is inline, so that the content security policy can forbid that. */
function page(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="nl-BE">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="/counter/counter.css" />
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `.html;
}

function footer({ privacyUrl, accessibilityUrl }: CounterAccount): Html {
  const accessibility =
    accessibilityUrl === '' ? NOTHING : html`<p><a href="${accessibilityUrl}">${TEXTS.accessibility}</a></p>`;
  return html`<footer>
    <p>${TEXTS.privacyNote} <a href="${privacyUrl}">${TEXTS.privacy}</a></p>
    ${accessibility}
  </footer>`;
}

const FIELD_OF: ReadonlyMap<Fault, string> = new Map([
  ['name-too-long', 'name'],
  ['email-wrong', 'email'],
]);

function linkOf(fault: Fault): Html {
  const field = FIELD_OF.get(fault) ?? 'text';
  return html`<li><a href="#${field}">${faultText(fault)}</a></li>`;
}

/** What went wrong stands first and gets the focus, so that a screen reader begins there. */
function troubles({ faults, trouble }: FormState): Html {
  if (faults.length === 0 && trouble === undefined) {
    return NOTHING;
  }
  const said = trouble === undefined ? NOTHING : html`<p>${trouble}</p>`;
  const list =
    faults.length === 0
      ? NOTHING
      : html`<ul>
          ${faults.map(linkOf)}
        </ul>`;
  return html`<div class="faults" role="alert" tabindex="-1" autofocus>
    <h2>${TEXTS.faultsTitle}</h2>
    ${said} ${list}
  </div>`;
}

function invalid(state: FormState, faults: readonly Fault[]): Html {
  return state.faults.some((fault) => faults.includes(fault)) ? html` aria-invalid="true"` : NOTHING;
}

function emailField(state: FormState): Html {
  return html`<label for="email">${TEXTS.email}</label>
    <p id="email-hint" class="hint">${TEXTS.emailHint}</p>
    <input
      id="email"
      name="email"
      type="email"
      autocomplete="email"
      aria-describedby="email-hint"
      value="${state.email}"
      ${invalid(state, ['email-wrong'])}
    />`;
}

function fields(state: FormState, hasMail: boolean): Html {
  return html`<input type="hidden" name="submissionId" value="${state.submissionId}" />
    <input type="hidden" name="openedAt" value="${String(state.openedAtMs)}" />
    <label for="text">${TEXTS.text}</label>
    <p id="text-hint" class="hint">${TEXTS.textHint}</p>
    <textarea
      id="text"
      name="text"
      rows="8"
      maxlength="${String(MAX_TEXT)}"
      required
      aria-describedby="text-hint"
      ${invalid(state, ['text-missing', 'text-too-long'])}
    >
${state.text}</textarea>
    <label for="name">${TEXTS.name}</label>
    <p id="name-hint" class="hint">${TEXTS.nameHint}</p>
    <input
      id="name"
      name="name"
      autocomplete="name"
      maxlength="${String(MAX_NAME)}"
      aria-describedby="name-hint"
      value="${state.name}"
      ${invalid(state, ['name-too-long'])}
    />
    ${hasMail ? emailField(state) : NOTHING}
    <div class="trap" aria-hidden="true">
      <label for="website">${TEXTS.trap}</label>
      <input id="website" name="website" tabindex="-1" autocomplete="off" />
    </div>`;
}

export function formPage(account: CounterAccount, state: FormState): string {
  const title = TEXTS.title(account.municipality);
  const hasFaults = state.faults.length > 0 || state.trouble !== undefined;
  return page(
    hasFaults ? `Fout: ${title}` : title,
    html`<h1>${title}</h1>
      ${troubles(state)}
      <p>${TEXTS.intro} ${TEXTS.required}</p>
      <form method="post" action="/counter/${encodeURIComponent(account.account)}/submissions">
        ${fields(state, account.hasMail)}
        <button type="submit">${TEXTS.send}</button>
      </form>
      ${footer(account)}`,
  );
}

export interface ReceiptFacts {
  readonly number: string;
  /** Path of the private page. */
  readonly path: string;
  /** Where the answer goes as well. */
  readonly email: string | undefined;
}

export function receiptPage(account: CounterAccount, { number, path, email }: ReceiptFacts): string {
  return page(
    TEXTS.thanksTitle,
    html`<h1>${TEXTS.thanksTitle}</h1>
      <p>${TEXTS.number} <strong class="number">${number}</strong>. ${TEXTS.numberHint}</p>
      <p>${TEXTS.link}</p>
      ${email === undefined ? NOTHING : html`<p>${TEXTS.mailed(email)}</p>`}
      <p><a href="${path}">${TEXTS.linkText}</a></p>
      ${footer(account)}`,
  );
}

/** Operators find a form by the number under its text; who wrote it did not write that. */
function ownWords(text: string, number: string): string {
  const underIt = `\n\nOntvangstnummer: ${number}`;
  return text.endsWith(underIt) ? text.slice(0, -underIt.length) : text;
}

function messagePart({ from, text, at }: ShownMessage, account: CounterAccount, number: string): Html {
  const who = from === 'citizen' ? TEXTS.you : account.municipality;
  return html`<li class="${from}">
    <h2>${who} <time datetime="${at}">${when(at)}</time></h2>
    <p class="words">${from === 'citizen' ? ownWords(text, number) : text}</p>
  </li>`;
}

export function conversationPage(account: CounterAccount, number: string, { messages }: ShownConversation): string {
  const title = `${TEXTS.conversationHead} ${number}`;
  const isAnswered = messages.some(({ from }) => from === 'municipality');
  const waits = isAnswered ? NOTHING : html`<p>${TEXTS.conversationWaits}</p>`;
  const list = html`<ol class="messages">
      ${messages.map((message) => messagePart(message, account, number))}
    </ol>
    ${waits}`;
  const none = html`<p>${TEXTS.conversationEmpty}</p>`;
  return page(
    title,
    html`<h1>${TEXTS.conversationHead} <span class="whole">${number}</span></h1>
      ${messages.length === 0 ? none : list}${footer(account)}`,
  );
}

/** Where there is no form to go back to. */
export function problemPage(sentence: string): string {
  return page(
    TEXTS.problemTitle,
    html`<h1>${TEXTS.problemTitle}</h1>
      <p>${sentence}</p>`,
  );
}
