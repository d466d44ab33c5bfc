export { countEvents } from './count-events.js';
export { PARTITIONED } from './partitions.js';
export { printReport } from './print-report.js';
export { reconcile } from './reconcile.js';
export type { DuplicateCount, Finding, ReconciliationReport, ReconciliationRow } from './report.js';
