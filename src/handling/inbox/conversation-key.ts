/**
 * The key of a conversation with who holds a name now, where that name is the key of an earlier holder's conversation.
 * The first event under it makes it unlike any other.
 */
export function keyOfNewHolder(name: string, eventId: string): string {
  return `${name}@${eventId}`;
}

/** True for a conversation that is not with whom this name meant before. */
export function isOfNewHolder(conversation: string, name: string): boolean {
  return conversation.startsWith(`${name}@`);
}
