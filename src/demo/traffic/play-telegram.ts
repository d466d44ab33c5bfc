import type { TelegramCast } from './cast.js';
import type { Step, TelegramStep } from './script.js';
import type { TelegramStage } from './stage.js';

export interface TelegramScene {
  readonly cast: TelegramCast;
  readonly stage: TelegramStage;
  readonly atMs: number;
  readonly stepNamed: (key: string) => Step;
}

/** What a citizen does on Telegram. */
export async function performOnTelegram(step: TelegramStep, scene: TelegramScene): Promise<void> {
  const { cast, stage, atMs } = scene;
  const updateId = cast.updateId(step);
  if (step.does === 'telegram-say') {
    await stage.say({
      bot: cast.bot(step.nis),
      citizen: cast.citizen(step.by),
      messageId: cast.messageId(step),
      text: step.text,
      ...(step.hasPhoto === true ? { photo: `AgAC-${step.key}` } : {}),
      ...{ atMs, updateId },
    });
    return;
  }
  const original = scene.stepNamed(step.of);
  if (original.does !== 'telegram-say') {
    throw new Error(`${step.key} edits ${step.of}, which was not said on Telegram.`);
  }
  await stage.edit({
    bot: cast.bot(original.nis),
    citizenId: cast.citizen(original.by).id,
    messageId: cast.messageId(original),
    text: step.text,
    ...{ atMs, updateId },
  });
}
