import { afterAll, beforeAll, describe } from '@jest/globals';
import type { ProfileName } from '../support/schakel/profiles.js';
import { answerStories } from './answers.js';
import { blueskyStories } from './bluesky.js';
import { counterStories } from './counter.js';
import { deadAccountStories } from './dead-accounts.js';
import { linkedInStories } from './linkedin.js';
import { emailStories } from './email.js';
import { everyChannelStories } from './every-channel/stories.js';
import { mastodonStories } from './mastodon.js';
import { mediaStories } from './media.js';
import { mergingStories } from './merging.js';
import { buildWorld, type World } from './town.js';
import { missedStories } from './missed.js';
import { telegramStories } from './telegram.js';
import { publicToPrivateStories } from './public-to-private.js';
import { troubleStories } from './trouble.js';
import { xStories } from './x.js';

/** The same stories on each profile: what a citizen, a municipality and the contact center live through. */
export function citizensStories(profile: ProfileName): void {
  let world: World;
  beforeAll(async () => {
    world = await buildWorld(profile);
  }, 120_000);
  afterAll(async () => {
    await world.close();
  }, 30_000);

  describe(`on the ${profile} profile`, () => {
    answerStories(profile, () => world);
    mergingStories(() => world);
    telegramStories(profile, () => world);
    mediaStories(() => world);
    mastodonStories(profile, () => world);
    xStories(profile, () => world);
    linkedInStories(profile, () => world);
    blueskyStories(profile, () => world);
    deadAccountStories(profile, () => world);
    counterStories(() => world);
    publicToPrivateStories(profile, () => world);
    missedStories(() => world);
    emailStories(() => world);
    troubleStories(profile, () => world);
    everyChannelStories(profile, () => world);
  });
}
