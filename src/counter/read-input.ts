/** What a browser posts, read field by field. Pure; a fault is a word, which `texts.ts` says in Dutch. */

export const MAX_TEXT = 4_000;
export const MAX_NAME = 100;
/** Nobody fills a form in faster than this; a program does. */
export const MIN_FILL_MS = 3_000;
/** More answers than a page shows. */
const MAX_RECEIPTS = 200;

const ID = /^[A-Za-z0-9-]{16,64}$/;
/** One address and nothing beside it: it ends up in the head of a mail. */
const EMAIL = /^[^\s@<>()[\],;:\\"]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,6}$/;
const DELIVERY_ID = /^[0-9a-f-]{36}$/;

export type Fault =
  | 'text-missing'
  | 'text-too-long'
  | 'name-too-long'
  | 'email-wrong'
  | 'id-wrong'
  | 'trap-filled'
  | 'too-fast';

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export interface Submission {
  readonly submissionId: string;
  readonly text: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
}

export interface WrittenMessage {
  readonly messageId: string;
  readonly text: string;
}

export interface Receipt {
  readonly status: 'delivered' | 'read';
  readonly deliveries: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(body: unknown): Fields {
  return typeof body === 'object' && body !== null ? (body as Fields) : {};
}

export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
}

function faultsOfText(text: string): readonly Fault[] {
  if (text === '') {
    return ['text-missing'];
  }
  return text.length > MAX_TEXT ? ['text-too-long'] : [];
}

function faultOf(isWrong: boolean, fault: Fault): readonly Fault[] {
  return isWrong ? [fault] : [];
}

/** Only pages of ours say when they were opened; a program that posts JSON has no form to fill in. */
function isTooFast(fields: Fields, nowMs: number): boolean {
  const openedAtMs = Number(fields['openedAt']);
  return fields['openedAt'] !== undefined && !(nowMs - openedAtMs >= MIN_FILL_MS);
}

function filled(text: string): string | undefined {
  return text === '' ? undefined : text;
}

export function readSubmission(body: unknown, nowMs: number): Read<Submission> {
  const fields = fieldsOf(body);
  const [submissionId, text] = [textIn(fields, 'submissionId'), textIn(fields, 'text')];
  const [name, email] = [textIn(fields, 'name'), textIn(fields, 'email')];
  const faults = [
    ...faultsOfText(text),
    ...faultOf(name.length > MAX_NAME, 'name-too-long'),
    ...faultOf(email !== '' && !EMAIL.test(email), 'email-wrong'),
    ...faultOf(!ID.test(submissionId), 'id-wrong'),
    // No person sees this field; what fills in every field is a program.
    ...faultOf(textIn(fields, 'website') !== '', 'trap-filled'),
    ...faultOf(isTooFast(fields, nowMs), 'too-fast'),
  ];
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, value: { submissionId, text, name: filled(name), email: filled(email) } };
}

export function readMessage(body: unknown): Read<WrittenMessage> {
  const fields = fieldsOf(body);
  const [messageId, text] = [textIn(fields, 'messageId'), textIn(fields, 'text')];
  const faults = [...faultsOfText(text), ...faultOf(!ID.test(messageId), 'id-wrong')];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: { messageId, text } };
}

export function readReceipt(body: unknown): Receipt {
  const fields = fieldsOf(body);
  const given: readonly unknown[] = Array.isArray(fields['deliveries']) ? fields['deliveries'] : [];
  return {
    status: fields['status'] === 'read' ? 'read' : 'delivered',
    deliveries: given
      .slice(0, MAX_RECEIPTS)
      .filter((id): id is string => typeof id === 'string' && DELIVERY_ID.test(id)),
  };
}
