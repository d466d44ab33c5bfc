/** The part of server-set.mjs that tests use to run servers of their own. */
export interface ServerSet {
  readonly folder: string;
}
export function startSet(folder: string): Promise<ServerSet>;
export function environmentOf(set: ServerSet): Record<string, string>;
export function removeSet(folder: string): Promise<void>;
export function act(
  folder: string,
  action: 'start' | 'stop' | 'crash' | 'pause' | 'resume',
  server: string,
): Promise<void>;
