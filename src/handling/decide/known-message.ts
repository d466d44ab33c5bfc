import { messageKey, type ClaimedEvent, type KnownMessage, type World } from '../batch/world.js';

/** Written in front of a delivery's id in what we send along to a platform, and recognised when it comes back. */
export const REFERENCE_PREFIX = 'schakel:';

/** The message that a platform means by its own id, where it is known. */
export function knownMessage(
  event: ClaimedEvent,
  platformId: string | undefined,
  world: World,
): KnownMessage | undefined {
  return platformId === undefined
    ? undefined
    : world.message(messageKey(event.tenant, event.channel, event.account, platformId));
}
