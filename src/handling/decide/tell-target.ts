import type { NewDelivery } from '../batch/decision.js';
import type { CommandContext } from './command-context.js';

/** Tells the ticket's target, unless it is the one that spoke. */
export function tellTarget({ ticket, by }: CommandContext, delivery: Omit<NewDelivery, 'target'>): NewDelivery[] {
  return by === ticket.state.target ? [] : [{ ...delivery, target: ticket.state.target }];
}
