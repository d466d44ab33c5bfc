import { expect } from '@jest/globals';
import type { TicketDetail } from '../support/schakel/api-client.js';
import type { ProfileName } from '../support/schakel/profiles.js';
import { ticketWhen, type World } from './town.js';

/** Answers for good: 1700 on the cluster profile, an operator of the API on the embedded one. */
export async function answer(profile: ProfileName, world: World, ticketId: string, text: string): Promise<void> {
  if (profile === 'cluster') {
    await world.answerFrom1700('be.schakel.answer.reply.v1', { ticketId, text, isFinal: true });
  } else {
    expect((await world.api.post(`/tickets/${ticketId}/replies`, { text, final: true })).status).toBe(200);
  }
}

/** The ticket, once an answer to its citizen came to this state for this reason. */
export function ticketWithAnswer(world: World, id: string, state: string, code: string): Promise<TicketDetail> {
  return ticketWhen(world, id, `the answer to be ${state} by ${code}`, ({ deliveries }) =>
    deliveries.some((one) => one.state === state && one.code === code),
  );
}
