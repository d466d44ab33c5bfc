import { BoundedMap } from '../basics/bounded-map.js';
import { businessScopedId } from './ids.js';
import type { Channel } from './options.js';

export type PrivateChannel = Exclude<Channel, 'facebook'>;

export interface Citizen {
  /** Messenger and Instagram: the scoped id. WhatsApp: a phone number (digits) or a business-scoped user id. */
  readonly id: string;
  readonly name?: string;
  readonly username?: string;
  /** WhatsApp: a phone number the business may see, beside a business-scoped `id`. */
  readonly phone?: string;
}

export interface PrivateMessage {
  readonly id: string;
  readonly fromCitizen: boolean;
  readonly text: string;
  readonly atMs: number;
  readonly reference?: string;
}

export interface Conversation {
  readonly key: string;
  readonly channel: PrivateChannel;
  readonly account: string;
  readonly citizen: Citizen;
  /** WhatsApp: what `to` and `recipient` may hold. */
  readonly phone?: string;
  readonly userId?: string;
  lastCitizenAtMs: number | undefined;
  isBlocked: boolean;
  messages: PrivateMessage[];
  /** When the pair may send again without borrowing, for WhatsApp's pair rate. */
  pair: { freeAtMs: number; burstStartMs: number; burstCount: number };
}

const MOST_CONVERSATIONS = 5_000;
const MOST_MESSAGES = 200;
const BSUID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

export interface ConversationIdentity {
  readonly channel: PrivateChannel;
  readonly account: string;
  readonly citizen: Citizen;
  /** WhatsApp: the portfolio that user ids are scoped to. */
  readonly wabaId?: string;
}

export class Conversations {
  private readonly all = new BoundedMap<Conversation>(MOST_CONVERSATIONS);
  private readonly byAlias = new BoundedMap<string>(MOST_CONVERSATIONS * 2);
  private readonly byMessage = new BoundedMap<string>(MOST_CONVERSATIONS * 10);

  find(account: string, alias: string): Conversation | undefined {
    const key = this.byAlias.get(`${account}/${alias}`);
    return key === undefined ? undefined : this.all.get(key);
  }

  /** The conversation of a citizen with an account, made when this is the first contact. */
  open(identity: ConversationIdentity): Conversation {
    const { channel, account, citizen } = identity;
    const known = this.find(account, citizen.id);
    if (known !== undefined) {
      return known;
    }
    const conversation: Conversation = {
      key: `${channel}/${account}/${citizen.id}`,
      channel,
      account,
      citizen,
      ...(channel === 'whatsapp' ? whatsappAliases(citizen, identity.wabaId ?? account) : {}),
      lastCitizenAtMs: undefined,
      isBlocked: false,
      messages: [],
      pair: { freeAtMs: 0, burstStartMs: 0, burstCount: 0 },
    };
    this.all.set(conversation.key, conversation);
    for (const alias of [citizen.id, conversation.phone, conversation.userId]) {
      if (alias !== undefined) {
        this.byAlias.set(`${account}/${alias}`, conversation.key);
      }
    }
    return conversation;
  }

  addMessage(conversation: Conversation, message: PrivateMessage): void {
    conversation.messages.push(message);
    if (conversation.messages.length > MOST_MESSAGES) {
      conversation.messages.shift();
    }
    this.byMessage.set(message.id, conversation.key);
  }

  ofMessage(messageId: string): Conversation | undefined {
    const key = this.byMessage.get(messageId);
    return key === undefined ? undefined : this.all.get(key);
  }

  ofCitizen(citizenId: string): Conversation | undefined {
    return this.all.values().find((conversation) => conversation.citizen.id === citizenId);
  }

  list(): readonly Conversation[] {
    return this.all.values();
  }
}

/** Since 2026 every citizen has a user id; the phone number is known only when the citizen did not hide it. */
function whatsappAliases(citizen: Citizen, wabaId: string): { phone?: string; userId: string } {
  if (BSUID.test(citizen.id)) {
    return citizen.phone === undefined ? { userId: citizen.id } : { userId: citizen.id, phone: citizen.phone };
  }
  return { phone: citizen.id, userId: businessScopedId(wabaId, citizen.id) };
}
