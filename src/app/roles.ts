import type { Environment } from './environment.js';

/** What a process does. Any number of processes may have the same role; the embedded profile has all in one. */
export const PROCESS_ROLES = ['intake', 'worker', 'api', 'scheduler'] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];

export interface ServeOptions {
  readonly environment: Environment;
  readonly roles: readonly ProcessRole[];
  /** Folder to apply before serving; without it the active snapshot of the database is used. */
  readonly configFolder: string | undefined;
  readonly bootstrapKey: string | undefined;
  /** Serves a page with the widget of the digital counter on it, for the demo. */
  readonly hasCounterDemo?: boolean;
}
