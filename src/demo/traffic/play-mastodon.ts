import type { MastodonCast } from './cast.js';
import type { MastodonStep } from './script.js';
import type { MastodonStage } from './stage.js';

export interface MastodonScene {
  readonly cast: MastodonCast;
  readonly stage: MastodonStage;
  readonly atMs: number;
}

/** What a citizen writes on Mastodon: always to the account of a municipality. */
export async function performOnMastodon(step: MastodonStep, { cast, stage, atMs }: MastodonScene): Promise<void> {
  await stage.write({
    citizen: cast.citizen(step.by),
    text: `@${cast.account(step.nis)} ${step.text}`,
    visibility: step.isPrivate === true ? 'direct' : 'public',
    key: cast.key(step.key),
    ...(step.under === undefined ? {} : { inReplyTo: cast.key(step.under) }),
    atMs,
  });
}
