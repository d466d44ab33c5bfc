import type { BlueskyCast } from './cast.js';
import type { BlueskyStep } from './script.js';
import type { BlueskyStage } from './stage.js';

export interface BlueskyScene {
  readonly cast: BlueskyCast;
  readonly stage: BlueskyStage;
  readonly atMs: number;
}

/** What a citizen writes on Bluesky: to the account of a municipality, for all to read or in private. */
export async function performOnBluesky(step: BlueskyStep, { cast, stage, atMs }: BlueskyScene): Promise<void> {
  const account = cast.account(step.nis);
  const written = { citizen: cast.citizen(step.by), key: cast.key(step.key), atMs };
  if (step.isPrivate === true) {
    await stage.write({ ...written, account, text: step.text });
    return;
  }
  const under = step.under === undefined ? {} : { replyTo: cast.key(step.under) };
  await stage.post({ ...written, ...under, mentions: account, text: `@${account} ${step.text}` });
}
