// npm run bench:sla: what a million open clocks cost, and how late their warnings come while processes are killed.
// --quick takes a tenth of the clocks; --json prints one object on the standard output, and nothing else.
import { runBench } from './run-bench.mjs';

await runBench({
  command: 'bench:sla',
  load: async () => (await import('../bench/sla/measure.mjs')).measure,
  lines: (figures) => [
    `tick, few clocks    ${figures.tick_ms_10k} ms with ${figures.clocks_few} open clocks`,
    `tick, many clocks   ${figures.tick_ms_1m} ms with ${figures.clocks_many} open clocks`,
    `ratio               ${figures.tick_ratio}`,
    `lateness            p50 ${figures.lateness_p50_ms} ms, p99 ${figures.lateness_p99_ms} ms of ${figures.warnings} warnings, each once,`,
    `                    with a worker and a scheduler killed and started again meanwhile`,
  ],
});
