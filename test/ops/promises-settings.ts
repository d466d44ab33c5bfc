import type { ChannelRules } from '../../src/handling/index.js';
import type { Calendar, Municipality, Settings, SlaPolicy, SlaRule } from '../../src/settings/snapshot.js';
import { PLAIN_TERMS, plainRule } from '../support/test-settings.js';
import { SETTINGS, smallWorld, type SmallWorld } from './small-settings.js';

const DAY = [{ from: '09:00', to: '17:00' }];

/** Open by day in the week. */
export const OFFICE: Calendar = {
  ...{ name: 'office', validFrom: '2020-01-01', timeZone: 'Europe/Brussels', exceptions: {}, holidays: [] },
  week: { '1': DAY, '2': DAY, '3': DAY, '4': DAY, '5': DAY, '6': [], '7': [] },
};

export interface Wanted {
  /** Differs from a promise of 60 minutes to the first answer and 120 to the end, by a calendar that never closes. */
  readonly rule?: Partial<SlaRule>;
  readonly policy?: Partial<SlaPolicy>;
  readonly municipality?: Partial<Municipality>;
  readonly settings?: Partial<Settings>;
  readonly replyWindow?: ChannelRules['replyWindow'];
  /** Settings that differ have another name. */
  readonly hash?: string;
}

/** The small settings with a promise of its own; `municipality` is for alfa. */
export function promising({ rule, policy, municipality, settings, replyWindow, hash }: Wanted): SmallWorld {
  const [alfa, ...others] = SETTINGS.municipalities;
  return smallWorld(
    {
      ...SETTINGS,
      hash: hash ?? SETTINGS.hash,
      calendars: [...SETTINGS.calendars, OFFICE],
      municipalities: alfa === undefined ? [] : [{ ...alfa, ...municipality }, ...others],
      slaPolicies: [
        {
          ...{ name: 'short', validFrom: '2020-01-01', ...PLAIN_TERMS, ...policy },
          rules: [{ ...plainRule('all', 60, 120), warnAt: [0.5], ...rule }],
        },
      ],
      ...settings,
    },
    replyWindow,
  );
}
