import type { Id } from '../../domain/ids.js';
import type { Histories } from './histories.js';
import type { Conversation, KnownMessage, OutgoingReply, TicketRecord, WrittenMessage } from './world.js';

/** What was loaded for a batch. */
export interface LoadedWorld {
  readonly conversations: Map<string, Conversation>;
  readonly tickets: Map<string, TicketRecord>;
  readonly citizens: Map<string, string>;
  readonly messages: Map<string, KnownMessage>;
  readonly replies: readonly OutgoingReply[];
  readonly written: ReadonlyMap<Id, readonly WrittenMessage[]>;
  readonly histories: Histories;
  readonly numbers: readonly number[];
}
