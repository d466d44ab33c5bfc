// npm run bench:billing: what rating and closing a month of ten million ledger entries takes, beside a plain sum of them.
// --quick takes a tenth of the entries; --json prints one object on the standard output, and nothing else.
import { runBench } from './run-bench.mjs';

await runBench({
  command: 'bench:billing',
  load: async () => (await import('../bench/billing/measure.mjs')).measure,
  lines: (figures) => [
    `entries             ${figures.entries}, on ${figures.invoices} invoices`,
    `plain SQL sum       ${figures.sql_sum_s} s`,
    `rating and closing  ${figures.rate_and_close_s} s, ${figures.close_over_sum} times the sum`,
    `memory              ${figures.rss_mb} MB at most, ${figures.rss_before_mb} MB before`,
  ],
});
