import { setTimeout as wait } from 'node:timers/promises';
import { type Cast, castFor } from './cast.js';
import { SAMPLE } from './sample.js';
import { performAtCounter } from './play-counter.js';
import { performOnBluesky } from './play-bluesky.js';
import { performOnLinkedIn } from './play-linkedin.js';
import { performByMail } from './play-mail.js';
import { performOnMastodon } from './play-mastodon.js';
import { performOnTelegram } from './play-telegram.js';
import { performOnX } from './play-x.js';
import type {
  BlueskyStep,
  CommentStep,
  CounterStep,
  LinkedInStep,
  MailStep,
  MastodonStep,
  SayStep,
  Step,
  TelegramStep,
  XStep,
} from './script.js';
import type { Stages, TrafficStage } from './stage.js';

export interface PlayOptions {
  readonly stages: Stages;
  /** Between two steps. The times inside the messages do not depend on it. */
  readonly paceMs: number;
  /** Ids follow from it. Who plays the same seed again repeats the same messages and adds none. */
  readonly seed: string;
  /** When the sample was first played. The caller keeps it, so that a replay carries the same times. */
  readonly startedAtMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrafficProgress) => void;
}

export interface TrafficProgress {
  readonly done: number;
  readonly total: number;
  readonly key: string;
}

export interface TrafficResult {
  readonly played: number;
  readonly isComplete: boolean;
}

const LAST_SECOND = SAMPLE.at(-1)?.second ?? 0;

/** The whole sample lies in the minute before the start: no message comes from the future, whatever the pace. */
function timeOf(step: Step, startedAtMs: number): number {
  return startedAtMs - (LAST_SECOND - step.second) * 1000;
}

export async function playTraffic(options: PlayOptions): Promise<TrafficResult> {
  const cast = castFor(options.seed);
  let played = 0;
  for (const step of SAMPLE) {
    if (played > 0 && !(await paused(options.paceMs, options.signal))) {
      break;
    }
    if (options.signal?.aborted === true) {
      break;
    }
    await perform(step, { cast, stages: options.stages, atMs: timeOf(step, options.startedAtMs) });
    played += 1;
    options.onProgress?.({ done: played, total: SAMPLE.length, key: step.key });
  }
  return { played, isComplete: played === SAMPLE.length };
}

/** False when the pause was cut short. */
async function paused(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
    return true;
  } catch {
    return false;
  }
}

interface Turn {
  readonly cast: Cast;
  readonly stages: Stages;
  readonly atMs: number;
}

interface Scene {
  readonly cast: Cast;
  readonly platform: TrafficStage;
  readonly atMs: number;
}

async function perform(step: Step, { cast, stages, atMs }: Turn): Promise<void> {
  if (step.does === 'telegram-say' || step.does === 'telegram-edit') {
    await performOnTelegram(step, { cast: cast.telegram, stage: stages.telegram, atMs, stepNamed });
  } else if (step.does === 'mastodon-write') {
    await performOnMastodon(step, { cast: cast.mastodon, stage: stages.mastodon, atMs });
  } else if (step.does === 'x-write') {
    await performOnX(step, { cast: cast.x, stage: stages.x, atMs });
  } else if (step.does === 'linkedin-publish' || step.does === 'linkedin-comment') {
    await performOnLinkedIn(step, { cast: cast.linkedin, stage: stages.linkedin, atMs });
  } else if (step.does === 'bluesky-write') {
    await performOnBluesky(step, { cast: cast.bluesky, stage: stages.bluesky, atMs });
  } else if (step.does === 'mail-write') {
    await performByMail(step, { cast: cast.mail, stage: stages.mail, atMs });
  } else if (step.does === 'counter-submit') {
    await performAtCounter(step, { cast: cast.counter, stage: stages.counter });
  } else {
    await performOnMeta(step, { cast, platform: stages.meta, atMs });
  }
}

async function performOnMeta(
  step: Exclude<Step, TelegramStep | MastodonStep | XStep | LinkedInStep | BlueskyStep | MailStep | CounterStep>,
  scene: Scene,
): Promise<void> {
  const { cast, platform, atMs } = scene;
  switch (step.does) {
    case 'say':
      await platform.say(sayInput(step, scene));
      return;
    case 'comment':
      await platform.comment(commentInput(step, scene));
      return;
    case 'post':
      await platform.post({
        account: cast.account(step.nis, 'facebook'),
        author: cast.author(step.by, 'facebook'),
        text: step.text,
        postId: cast.postId(step),
        atMs,
      });
      return;
    case 'mention':
      await platform.mention({
        account: cast.account(step.nis, 'facebook'),
        text: step.text,
        postId: cast.postId(step),
        commentId: cast.id(step, 'facebook'),
        atMs,
      });
      return;
    case 'edit':
      await platform.edit({ ...changeOf(step, step.of, scene), text: step.text });
      return;
    case 'remove':
      await platform.remove(changeOf(step, step.of, scene));
      return;
    case 'answer-outside':
      await platform.answerOutside(outsideInput(step, scene));
  }
}

function sayInput(step: SayStep, { cast, platform, atMs }: Scene): Parameters<TrafficStage['say']>[0] {
  return {
    channel: step.channel,
    account: cast.account(step.nis, step.channel),
    citizen: cast.citizen(step.by, step.channel),
    messageId: cast.id(step, step.channel),
    atMs,
    ...(step.text === undefined ? {} : { text: step.text }),
    ...(step.attachment === undefined ? {} : { attachments: [attachmentOf(step, platform)] }),
  };
}

function attachmentOf(
  step: SayStep,
  platform: TrafficStage,
): NonNullable<Parameters<TrafficStage['say']>[0]['attachments']>[number] {
  return step.attachment === 'location'
    ? { type: 'location', latitude: 50.8798, longitude: 4.7005 }
    : { type: step.attachment ?? 'image', url: platform.photoUrl(step.key) };
}

function commentInput(step: CommentStep, { cast, platform, atMs }: Scene): Parameters<TrafficStage['comment']>[0] {
  return {
    channel: step.channel,
    account: cast.account(step.nis, step.channel),
    author: cast.author(step.by, step.channel),
    commentId: step.channel === 'facebook' ? cast.id(step, 'facebook') : `180${cast.id(step, 'facebook').slice(0, 14)}`,
    atMs,
    ...(step.text === undefined ? {} : { text: step.text }),
    ...(step.hasPhoto === true ? { photo: platform.photoUrl(step.key) } : {}),
    ...(step.under === undefined ? {} : { parentId: cast.id(stepNamed(step.under), 'facebook') }),
  };
}

function stepNamed(key: string): Step {
  const found = SAMPLE.find((step) => step.key === key);
  if (found === undefined) {
    throw new Error(`The sample has no step ${key}.`);
  }
  return found;
}

function channelOf(step: Step): SayStep['channel'] | 'facebook' {
  return step.does === 'say' || step.does === 'comment' ? step.channel : 'facebook';
}

function changeOf(
  step: Step,
  of: string,
  { cast, atMs }: Scene,
): { readonly id: string; readonly changeId: string; readonly atMs: number } {
  const original = stepNamed(of);
  return { id: cast.id(original, channelOf(original)), changeId: cast.id(step, 'whatsapp'), atMs };
}

function outsideInput(
  step: Extract<Step, { readonly does: 'answer-outside' }>,
  { cast, atMs }: Scene,
): Parameters<TrafficStage['answerOutside']>[0] {
  const original = stepNamed(step.of);
  if (original.does !== 'say') {
    const parentId = cast.id(original, 'facebook');
    return { parentId, text: step.text, commentId: cast.id(step, 'facebook'), atMs };
  }
  return {
    channel: original.channel,
    account: cast.account(original.nis, original.channel),
    citizenId: cast.citizen(original.by, original.channel).id,
    text: step.text,
    messageId: cast.id(step, original.channel),
    atMs,
  };
}
