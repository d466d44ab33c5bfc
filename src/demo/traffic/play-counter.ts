import type { CounterCast } from './cast.js';
import type { CounterStep } from './script.js';
import type { CounterStage } from './stage.js';

export interface CounterScene {
  readonly cast: CounterCast;
  readonly stage: CounterStage;
}

/** What a citizen fills in on the form of a municipality. The counter takes its own time for it. */
export async function performAtCounter(step: CounterStep, { cast, stage }: CounterScene): Promise<void> {
  await stage.submit({
    account: cast.account(step.nis),
    submissionId: cast.submissionId(step.key),
    name: cast.name(step.by),
    text: step.text,
  });
}
