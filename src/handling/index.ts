/** What the composition root and the API use of handling. */
export { decideBatch, type BatchDeps } from './batch/decide-batch.js';
export { CLOCK_IRRELEVANT_FACTS } from './batch/histories.js';
export type { ChannelRules, Rules, TenantRules } from './batch/rules.js';
export type { Draft } from './batch/draft.js';
export type { ClockOutcome } from './batch/write-clocks.js';
export { compileTopics } from './classify/code-topic.js';
export type { ClaimedDelivery } from './deliver/claim.js';
export { createDeliverTurn, type DeliverTurn } from './deliver/deliver-loop.js';
export type { DeliverDeps, DeliverSettings } from './deliver/serve-target.js';
export type { SettledDelivery } from './deliver/settle.js';
export type { Item, TargetRuntime } from './deliver/target-runtime.js';
export type { InboxEvent } from './inbox/inbox-event.js';
export { storeAnswers, type StoredAnswer } from './inbox/store-answers.js';
export { decisionOf, submitCommand } from './inbox/submit-command.js';
export { splitIntakes, type Split, type SplitDeps } from './normalise/split-intakes.js';
export { releaseParked, type ClaimedAccount } from './release/release-parked.js';
export { fireClocks } from './timers/fire-clocks.js';
export { spreadChanges } from './timers/spread-changes.js';
