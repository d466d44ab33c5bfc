import type { Id } from '../../domain/ids.js';
import type { WrittenMessage } from './world.js';

/** The messages of tickets as they are after the events decided so far. */
export class Written {
  readonly #byTicket = new Map<Id, WrittenMessage[]>();

  constructor(loaded: ReadonlyMap<Id, readonly WrittenMessage[]>) {
    for (const [ticketId, messages] of loaded) {
      this.#byTicket.set(ticketId, [...messages]);
    }
  }

  /** Oldest first. */
  of(ticketId: Id): readonly WrittenMessage[] {
    const messages = this.#byTicket.get(ticketId) ?? [];
    return messages.toSorted((a, b) => a.occurredAtMs - b.occurredAtMs || (a.id < b.id ? -1 : 1));
  }

  add(ticketId: Id, message: WrittenMessage): void {
    const messages = this.#byTicket.get(ticketId);
    if (messages === undefined) {
      this.#byTicket.set(ticketId, [message]);
    } else {
      messages.push(message);
    }
  }

  rewrite(messageId: string, text: string): void {
    for (const messages of this.#byTicket.values()) {
      const at = messages.findIndex(({ id }) => id === messageId);
      const message = messages[at];
      if (message !== undefined) {
        messages[at] = { ...message, text };
      }
    }
  }

  move(message: WrittenMessage, to: Id): void {
    for (const [ticketId, messages] of this.#byTicket) {
      this.#byTicket.set(
        ticketId,
        messages.filter(({ id }) => id !== message.id),
      );
    }
    this.add(to, message);
  }
}
