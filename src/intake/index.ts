export { createGroupCommit, type GroupCommit } from './inbox/group-commit.js';
export type { Door, DoorRequest, FindDoor } from './receive/door.js';
export { webhooks, type Refusal, type WebhookDeps } from './receive/webhooks.js';
