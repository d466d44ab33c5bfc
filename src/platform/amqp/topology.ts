import type { Channel } from 'amqplib';

/** Times that a message may come back before it is set aside. RabbitMQ 4 uses the same number when none is given. */
const DELIVERY_LIMIT = 20;

export interface LinkNames {
  readonly ticketsExchange: string;
  readonly ticketsQueue: string;
  readonly ticketsRejectedQueue: string;
  readonly answersExchange: string;
  readonly answersQueue: string;
  readonly answersRejectedQueue: string;
}

/** The names are a contract; the prefix is for tests that share one broker. */
export function linkNames(prefix = ''): LinkNames {
  return {
    ticketsExchange: `${prefix}schakel.tickets`,
    ticketsQueue: `${prefix}schakel.tickets.1700`,
    ticketsRejectedQueue: `${prefix}schakel.tickets.1700.rejected`,
    answersExchange: `${prefix}schakel.answers`,
    answersQueue: `${prefix}schakel.answers`,
    answersRejectedQueue: `${prefix}schakel.answers.rejected`,
  };
}

/**
 * A quorum queue whose dead letters are handed over with confirms: without `at-least-once` (which needs
 * `reject-publish`) a message that passes the delivery limit can be lost on the way to the other queue.
 */
function withDeadLetters(deadLetterQueue: string): object {
  return {
    'x-queue-type': 'quorum',
    'x-delivery-limit': DELIVERY_LIMIT,
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': deadLetterQueue,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  };
}

/**
 * Declares all that the link needs; repeating it changes nothing. It throws when something exists with other
 * arguments, because Schakel must not delete a queue with messages in it.
 */
export async function declareTopology(channel: Channel, names: LinkNames): Promise<void> {
  await channel.assertExchange(names.ticketsExchange, 'topic', { durable: true });
  await channel.assertQueue(names.ticketsRejectedQueue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.assertQueue(names.ticketsQueue, {
    durable: true,
    arguments: withDeadLetters(names.ticketsRejectedQueue),
  });
  await channel.bindQueue(names.ticketsQueue, names.ticketsExchange, 'ticket.#');
  // Fanout: an answer arrives whatever routing key its sender chose.
  await channel.assertExchange(names.answersExchange, 'fanout', { durable: true });
  await channel.assertQueue(names.answersRejectedQueue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.assertQueue(names.answersQueue, {
    durable: true,
    arguments: withDeadLetters(names.answersRejectedQueue),
  });
  await channel.bindQueue(names.answersQueue, names.answersExchange, '');
}
