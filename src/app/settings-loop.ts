import { releaseParked } from '../handling/index.js';
import type { Log } from '../platform/log/log.js';
import type { WorkOutcome } from '../platform/loop/loop.js';
import type { Doorbell } from '../platform/queue/doorbell.js';
import type { Store } from '../platform/store/store.js';
import type { ActiveSettings, SettingsHolder } from './active-settings.js';

interface SettingsParts {
  readonly store: Store;
  readonly settings: SettingsHolder;
  readonly doorbell: Doorbell;
  readonly log: Log;
}

/** Secrets are read when a snapshot is taken into use, so one that appears later is not noticed. */
export function warnOfSecrets(log: Log, { missing }: ActiveSettings): void {
  if (missing.length > 0) {
    log.warn(
      { missingSecrets: missing },
      'secrets cannot be read and what needs them is refused; set the variable or the file, and restart this process',
    );
  }
}

/** Takes a snapshot that came into force into use. Every process does, whatever its roles. */
export async function takeSnapshot({ settings, log }: Pick<SettingsParts, 'settings' | 'log'>): Promise<WorkOutcome> {
  if ((await settings.refresh()) === 'changed') {
    const active = settings.current();
    log.info({ settings: active.compiled.hash }, 'another configuration is in force');
    warnOfSecrets(log, active);
  }
  return 'idle';
}

/** Sets free what waited for the configuration in force. */
export async function releaseWaiting({ store, settings, doorbell, log }: SettingsParts): Promise<WorkOutcome> {
  const { compiled } = settings.current();
  const accounts = compiled.settings.municipalities.flatMap(({ tenant, accounts: own }) =>
    own.map(({ channel, account }) => ({ channel, account, tenant })),
  );
  const released = await releaseParked(store, accounts, compiled.hash);
  if (released > 0) {
    log.info({ events: released }, 'events that waited for configuration go on');
    doorbell.ring('handle');
  }
  return 'idle';
}
