import type { TicketCommand } from '../../domain/ticket-command.js';
import type { Rules } from '../batch/rules.js';
import type { ClaimedEvent, TicketRecord, World } from '../batch/world.js';

export interface CommandContext {
  readonly event: ClaimedEvent;
  readonly command: TicketCommand;
  /** The target that sent it, or `api`; it is not told its own words again. */
  readonly by: string;
  readonly rules: Rules;
  readonly world: World;
  readonly ticket: TicketRecord;
}
