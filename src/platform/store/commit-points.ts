/**
 * Every commit that Schakel makes, by name. `Store.transaction` and `Store.commit` ask for one, so none can be without; failure tests
 * kill a process right before and right after each of them (`SCHAKEL_FAILPOINT`).
 */
export const COMMIT_POINTS = [
  'intake.group',
  'intake.claim',
  'intake.pull',
  'handling.split',
  'handling.batch',
  'deliver.claim',
  'deliver.settle',
  'deliver.lease',
  'media.claim',
  'media.settle',
  'media.drop',
  'handling.erase',
  'timers.fire',
  'timers.spread',
  'settings.apply',
  'settings.release',
  'api.command',
  'api.crisis',
  'api.redrive',
  'api.read',
  'api.file-read',
  'api.keys',
  'answers.store',
  'counter.quota',
  'billing.read',
  'billing.close',
  'scheduler.project',
  'scheduler.housekeeping',
  'ops.reconcile',
  'ops.probe-claim',
  'ops.probe',
  'store.migrate',
] as const;

export type CommitPoint = (typeof COMMIT_POINTS)[number];
