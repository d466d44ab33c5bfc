// npm run bench: how much Schakel carries on this machine, on the cluster profile, beside a bare server in the same run.
// --quick takes less time and gives rougher figures; --json prints one object on the standard output, and nothing else.
import { runBench } from './run-bench.mjs';

await runBench({
  command: 'bench',
  load: async () => (await import('../bench/measure.mjs')).measure,
  lines: (figures) => [
    `acknowledged      ${figures.ack_per_second} webhooks a second, in the database`,
    `bare server       ${figures.bare_per_second} a second, stored nowhere`,
    `ratio             ${figures.ack_ratio}`,
    `end to end        ${figures.e2e_per_second} messages a second, from webhook to broker confirm, all stages on`,
    `ratio             ${figures.e2e_ratio} of a bare server right before and right after`,
    `ack at half load  p50 ${figures.ack_p50_ms} ms, p99 ${figures.ack_p99_ms} ms (bare server p99 ${figures.bare_p99_ms} ms)`,
    `memory            ${figures.rss_mb} MB, embedded, after a warm start`,
    'reconcile         ok',
  ],
});
