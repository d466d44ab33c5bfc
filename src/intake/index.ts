export { createGroupCommit, type GroupCommit } from './inbox/group-commit.js';
export type { Door, DoorRequest, FindDoor } from './receive/door.js';
export { askedIn, askHistory, cursorAfter, gapSince, lastPostedAt, NOTHING_ASKED } from './pull/ask-history.js';
export { hurryFailed } from './pull/pull-rows.js';
export { pullAccounts, type PulledAccount } from './pull/pull-accounts.js';
export { createWatchers, type WatchDeps, type Watchers } from './pull/watch-accounts.js';
export { webhooks, type Refusal, type WebhookDeps } from './receive/webhooks.js';
