import type { MailCast } from './cast.js';
import type { MailStep } from './script.js';
import type { MailStage } from './stage.js';

export interface MailScene {
  readonly cast: MailCast;
  readonly stage: MailStage;
  readonly atMs: number;
}

/** A citizen mails a municipality. */
export async function performByMail(step: MailStep, { cast, stage, atMs }: MailScene): Promise<void> {
  await stage.write({
    ...{ citizen: cast.citizen(step.by), to: cast.mailbox(step.nis), subject: step.subject, text: step.text },
    ...{ key: cast.key(step.key), atMs },
    ...(step.hasPhoto === true ? { photo: step.key } : {}),
  });
}
