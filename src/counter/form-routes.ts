import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { asTenant } from '../api/tenant-sql.js';
import {
  allowOrigin,
  framesOf,
  isWelcome,
  sendPage,
  sendRefusal,
  setRetryAfter,
  statusOf,
  type Refused,
} from './answers.js';
import { loadConversations, type ShownConversation } from './conversation-rows.js';
import type { CounterAccount, CounterDeps } from './counter-deps.js';
import { conversationPage, formPage, problemPage, receiptPage, type FormState, type ReceiptFacts } from './pages.js';
import { fieldsOf, readSubmission, textIn, type Fault, type Submission } from './read-input.js';
import { conversationOf, isToken, receiptNumber, tokenOfForm } from './session.js';
import { keep, mayCome, wrongInput, wrongSite } from './take-in.js';
import { TEXTS } from './texts.js';

export function showForm(deps: CounterDeps, account: CounterAccount, response: Response): void {
  const state = { submissionId: randomUUID(), openedAtMs: deps.nowMs(), text: '', name: '', email: '', faults: [] };
  sendPage(response, 200, formPage(account, state), framesOf(account));
}

interface Submitting {
  readonly request: Request;
  readonly response: Response;
  readonly account: CounterAccount;
}

/** The form as it was filled in, so that nothing has to be written twice. Its id stays, unless that is what is wrong. */
function filledIn(request: Request, faults: readonly Fault[], nowMs: number): FormState {
  const fields = fieldsOf(request.body);
  const openedAtMs = Number(textIn(fields, 'openedAt'));
  return {
    submissionId: faults.includes('id-wrong') ? randomUUID() : textIn(fields, 'submissionId') || randomUUID(),
    openedAtMs: Number.isFinite(openedAtMs) && openedAtMs > 0 ? openedAtMs : nowMs,
    text: textIn(fields, 'text'),
    name: textIn(fields, 'name'),
    email: textIn(fields, 'email'),
    faults,
  };
}

interface NotTaken {
  readonly refused: Refused;
  readonly faults: readonly Fault[];
}

/** Stores the form, or says why not. */
async function take(
  deps: CounterDeps,
  { request, account }: Submitting,
): Promise<NotTaken | { readonly submission: Submission }> {
  if (!isWelcome(request, account)) {
    return { refused: wrongSite(deps), faults: [] };
  }
  const admitted = await mayCome(deps, request, { does: 'write', account: account.account, conversation: undefined });
  if (!admitted.ok) {
    return { refused: admitted.refused, faults: [] };
  }
  const read = readSubmission(request.body, deps.nowMs());
  if (!read.ok) {
    return { refused: wrongInput(deps, read.faults), faults: read.faults };
  }
  const { submissionId, text, name } = read.value;
  const email = account.hasMail ? read.value.email : undefined;
  const conversation = conversationOf(account.account, tokenOfForm(account.account, submissionId));
  const number = receiptNumber(conversation);
  const kept = await keep(deps, account, { kind: 'submission', conversation, number, text, name, email });
  return kept.ok ? { submission: { ...read.value, email } } : { refused: kept.refused, faults: [] };
}

function receiptOf({ account }: CounterAccount, { submissionId, email }: Submission): ReceiptFacts {
  const token = tokenOfForm(account, submissionId);
  const number = receiptNumber(conversationOf(account, token));
  return { number, path: `/counter/${encodeURIComponent(account)}/receipt/${token}`, email };
}

/** A form of ours gets a page, a program that posts JSON gets JSON. The same id gives the same receipt for ever. */
export async function submit(deps: CounterDeps, submitting: Submitting): Promise<void> {
  const { request, response, account } = submitting;
  const isForm = request.is('urlencoded') !== false;
  const taken = await take(deps, submitting);
  if (!isForm) {
    allowOrigin(request, response, account);
  }
  if ('submission' in taken) {
    const receipt = receiptOf(account, taken.submission);
    if (isForm) {
      sendPage(response, 200, receiptPage(account, receipt), framesOf(account));
    } else {
      response.json({ receipt: receipt.number, page: receipt.path });
    }
    return;
  }
  const { refused, faults } = taken;
  if (!isForm) {
    sendRefusal(response, refused);
    return;
  }
  setRetryAfter(response, refused);
  const trouble = faults.length > 0 ? {} : { trouble: refused.sentences.join(' ') };
  const state = { ...filledIn(request, faults, deps.nowMs()), ...trouble };
  sendPage(response, statusOf(refused), formPage(account, state), framesOf(account));
}

export async function readConversation(
  deps: CounterDeps,
  { tenant, account }: CounterAccount,
  conversation: string,
): Promise<ShownConversation> {
  const found = await asTenant(deps.store, 'api.read', tenant, (sql) =>
    loadConversations(sql, tenant, [{ account, conversation }]),
  );
  return found.get(conversation) ?? { messages: [], version: '' };
}

/** The private page of a form. Who opens it has read what it shows; that is noted if it can be, and shown anyway. */
export async function showReceipt(deps: CounterDeps, submitting: Submitting): Promise<void> {
  const { request, response, account } = submitting;
  const token = request.params['secret'];
  if (!isToken(token)) {
    sendPage(response, 404, problemPage(TEXTS.unknown));
    return;
  }
  const conversation = conversationOf(account.account, token);
  const admitted = await mayCome(deps, request, { does: 'read', account: account.account, conversation });
  if (!admitted.ok) {
    setRetryAfter(response, admitted.refused);
    sendPage(response, statusOf(admitted.refused), problemPage(admitted.refused.sentences.join(' ')));
    return;
  }
  const shown = await readConversation(deps, account, conversation);
  const deliveries = shown.messages.flatMap(({ delivery }) => delivery ?? []);
  // A HEAD shows nothing to anybody.
  if (deliveries.length > 0 && request.method === 'GET') {
    await keep(deps, account, { kind: 'receipt', conversation, status: 'read', deliveries });
  }
  sendPage(response, 200, conversationPage(account, receiptNumber(conversation), shown));
}
