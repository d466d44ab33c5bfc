import { createHash } from 'node:crypto';
import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelEvent, RawRequest, Receiver } from '../../../src/adapter-sdk/index.js';
import { emailAlias } from './mail-answer.js';
import { fieldsOf, textOf, textsIn, type Fields } from './payloads.js';

interface Origin {
  readonly account: string;
  readonly receivedAtMs: number;
}

/** What each kind of body has. */
interface Kept extends Origin {
  readonly conversation: string;
  readonly body: Fields;
}

/** Conversation of what belongs to no citizen. */
const NOBODY = 'account';
const RECEIPTS: ReadonlyMap<unknown, 'delivered' | 'read'> = new Map([
  ['delivered', 'delivered'],
  ['read', 'read'],
]);

function place({ account, receivedAtMs }: Origin): Pick<ChannelEvent, 'channel' | 'account' | 'occurredAtMs'> {
  return { channel: 'counter', account, occurredAtMs: receivedAtMs };
}

function unreadable(request: RawRequest, origin: Origin): readonly ChannelEvent[] {
  const code = 'COUNTER_BODY_UNREADABLE';
  const key = `unrecognised:${createHash('sha256').update(request.rawBody).digest('hex')}`;
  return [{ ...place(origin), key, conversation: NOBODY, action: 'drop', unrecognised: code }];
}

interface Words {
  readonly key: string;
  readonly id: string;
  readonly text: string;
}

/** Who gives no name is called by the receipt number: the one thing that citizen and operator both know. */
function question(kept: Kept, number: string, { key, id, text }: Words): ChannelEvent {
  const { conversation, body } = kept;
  const address = textOf(body['email']);
  return {
    ...place(kept),
    ...{ key, conversation, action: 'open' },
    citizen: {
      aliases: [
        { kind: 'session', value: conversation },
        ...(address === undefined ? [] : [emailAlias(conversation, { number, address })]),
      ],
      name: textOf(body['name']) ?? `Bezoeker ${number}`,
    },
    // The conversation stands in the id, so that the door shows a citizen words of this conversation only.
    message: { id: `${conversation}:${id}`, text, attachments: [], isPublic: false },
  };
}

function words(kept: Kept): ChannelEvent | undefined {
  const { conversation, body } = kept;
  const [text, number, messageId] = [textOf(body['text']), textOf(body['number']), textOf(body['messageId'])];
  if (text === undefined || number === undefined) {
    return undefined;
  }
  if (body['kind'] === 'submission') {
    // One form is one conversation. The number stands in the text, where a search of a colleague finds it.
    const withNumber = `${text}\n\nOntvangstnummer: ${number}`;
    return question(kept, number, { key: `submission:${conversation}`, id: 'form', text: withNumber });
  }
  return body['kind'] === 'message' && messageId !== undefined
    ? question(kept, number, { key: `message:${conversation}:${messageId}`, id: messageId, text })
    : undefined;
}

/** That the citizen fetched or saw answers. The door checked that they are answers of this conversation. */
function receipts(kept: Kept): readonly ChannelEvent[] {
  const status = RECEIPTS.get(kept.body['status']);
  const deliveries = kept.body['kind'] === 'receipt' ? [...new Set(textsIn(kept.body['deliveries']))] : [];
  return status === undefined
    ? []
    : deliveries.map((delivery) => ({
        ...place(kept),
        ...{ key: `${status}:${delivery}`, conversation: kept.conversation, action: 'delivery' },
        // The id under which it was released: a mail in doubt is settled once the citizen has read the answer here.
        receipt: { status, reference: `schakel:${delivery}`, messageId: `schakel:${delivery}` },
      }));
}

function split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[] {
  const origin = { account: request.account ?? 'unknown', receivedAtMs };
  const body = fieldsOf(jsonOf(request.rawBody.toString('utf8')));
  const conversation = textOf(body?.['conversation']);
  if (body === undefined || conversation === undefined) {
    return unreadable(request, origin);
  }
  const kept = { ...origin, conversation, body };
  const said = words(kept);
  const events = said === undefined ? receipts(kept) : [said];
  return events.length === 0 ? unreadable(request, origin) : events;
}

/** Reads what the door of the counter keeps. Nobody signs, so there is no door among the webhooks. */
export const counterReceiver: Receiver = { id: 'counter', split };
