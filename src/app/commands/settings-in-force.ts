import type { Store } from '../../platform/store/store.js';
import type { Settings } from '../../settings/snapshot.js';
import { activeSnapshot } from '../snapshot-store.js';
import { CommandFailed } from './command-environment.js';

/** @throws CommandFailed on an installation that has no configuration yet */
export async function settingsInForce(store: Store): Promise<Settings> {
  const active = await activeSnapshot(store);
  if (active === undefined) {
    throw new CommandFailed('No configuration is active yet. Run: schakel config apply --config <folder>');
  }
  return active.settings;
}
