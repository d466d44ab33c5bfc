export { liveness, type Liveness, type LoopProgress } from './liveness.js';
export { readiness, type DependencyCheck, type DependencyHealth, type Readiness } from './readiness.js';
