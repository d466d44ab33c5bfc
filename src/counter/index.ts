export type { CounterAccount, CounterDeps, CounterRefusal } from './counter-deps.js';
export { counterRouter } from './counter-router.js';
