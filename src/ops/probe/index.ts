/** Asks platforms how accounts are: tokens, permissions, subscriptions. */
export { USUAL_EVERY_MS } from './after-probe.js';
export { probeAccounts, type ProbeDeps, type ProbedAccount } from './probe-accounts.js';
export { hurryProbes } from './probe-rows.js';
