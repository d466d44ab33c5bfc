import type { LinkedInCast } from './cast.js';
import type { LinkedInStep } from './script.js';
import type { LinkedInStage } from './stage.js';

export interface LinkedInScene {
  readonly cast: LinkedInCast;
  readonly stage: LinkedInStage;
  readonly atMs: number;
}

/** What the page of a municipality publishes on LinkedIn, and what people say under it. */
export async function performOnLinkedIn(step: LinkedInStep, { cast, stage, atMs }: LinkedInScene): Promise<void> {
  const written = { text: step.text, key: cast.key(step.key), atMs };
  if (step.does === 'linkedin-publish') {
    await stage.publish({ ...written, organization: cast.page(step.nis) });
    return;
  }
  await stage.comment({
    ...{ ...written, actor: cast.citizen(step.by), post: cast.key(step.about) },
    ...(step.under === undefined ? {} : { replyTo: cast.key(step.under) }),
  });
}
