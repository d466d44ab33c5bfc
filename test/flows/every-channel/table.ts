import type { World } from '../town.js';
import { bluesky } from './bluesky.js';
import { counter } from './counter.js';
import type { ChannelDriver } from './driver.js';
import { email } from './email.js';
import { linkedin } from './linkedin.js';
import { mastodon } from './mastodon.js';
import { facebook, instagram, messenger, whatsapp } from './meta.js';
import { standard } from './standard.js';
import { telegram } from './telegram.js';
import { x } from './x.js';

/** Every channel, by its id. `stories.ts` compares the ids with the folders of adapters. */
export const CHANNELS: Readonly<Record<string, (world: World) => ChannelDriver>> = {
  ...{ facebook, messenger, instagram, whatsapp, x, linkedin, bluesky, mastodon, telegram, email, counter, standard },
};
