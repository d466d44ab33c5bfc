/** The text of docs/channels.md. */
export function channelsDoc(): string;
