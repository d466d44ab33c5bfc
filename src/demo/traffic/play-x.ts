import type { XCast } from './cast.js';
import type { XStep } from './script.js';
import type { XStage } from './stage.js';

export interface XScene {
  readonly cast: XCast;
  readonly stage: XStage;
  readonly atMs: number;
}

/** What a citizen writes on X: to the account of a municipality, for all to read or in private. */
export async function performOnX(step: XStep, { cast, stage, atMs }: XScene): Promise<void> {
  const account = cast.account(step.nis);
  const written = { citizen: cast.citizen(step.by), key: cast.key(step.key), atMs };
  if (step.isPrivate === true) {
    await stage.message({ ...written, account, text: step.text });
    return;
  }
  const under = step.under === undefined ? {} : { inReplyTo: cast.key(step.under) };
  await stage.write({ ...written, ...under, text: `@${account} ${step.text}` });
}
