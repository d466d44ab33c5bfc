import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

const used = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function runAndRemember(...args) {
  used.add(this);
  return run.apply(this, args);
};

/**
 * Switches off what a suite stores by asynchronous context. Jest makes such a store for each suite and never lets go of it
 * (`testExecutionContext` of jest-circus 30.5), and until Node 24 every promise is told to every store: the hundredth suite
 * of a worker paid for ninety-nine that are over.
 */
export default class ForgetfulEnvironment extends TestEnvironment {
  async teardown() {
    for (const store of used) {
      store.disable();
    }
    used.clear();
    await super.teardown();
  }
}
