// npm run test:browser: the widget and the form of the digital counter, and the console, in a real Chromium, against the built
// program on the embedded profile. The widget stands on a site of another origin with a strict content security policy.
// Words after it choose checks by their sentence: npm run test:browser -- widget. SCHAKEL_TEST_PICTURES=DIR keeps pictures.
import { PlainError, prepare, runMain } from './prepare.mjs';
import { openBrowser } from './test-browser/browser.mjs';
import { chromiumProgram } from './test-browser/chromium.mjs';
import { consoleChecks } from './test-browser/console-checks.mjs';
import { formChecks } from './test-browser/form-checks.mjs';
import { startSchakel } from './test-browser/schakel.mjs';
import { startTownSite } from './test-browser/town-site.mjs';
import { widgetChecks } from './test-browser/widget-checks.mjs';

function say(text) {
  console.log(text);
}

async function runChecks(checks) {
  let passed = 0;
  let failed = 0;
  for (const [name, check] of checks) {
    try {
      await check();
      passed += 1;
      say(`  ok      ${name}`);
    } catch (error) {
      failed += 1;
      say(`  FAILED  ${name}\n${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  return { passed, failed };
}

/** Starts what a check needs, and ends it in the opposite order, whatever happens. */
async function withWorld(work) {
  const opened = [];
  const keep = (one) => {
    opened.unshift(one);
    return one;
  };
  try {
    const site = keep(await startTownSite());
    const schakel = keep(await startSchakel(site.url));
    site.showWidgetOf(schakel.url);
    const browser = keep(await openBrowser(chromiumProgram()));
    return await work({ site, schakel, browser });
  } finally {
    for (const one of opened) {
      await one.close();
    }
  }
}

async function main() {
  const beganMs = Date.now();
  const words = process.argv.slice(2).join(' ');
  prepare();
  return withWorld(async (world) => {
    const all = [...widgetChecks(world), ...formChecks(world), ...consoleChecks(world)];
    const chosen = all.filter(([name]) => name.includes(words));
    if (chosen.length === 0) {
      throw new PlainError(`No check has "${words}" in its sentence.`);
    }
    const { passed, failed } = await runChecks(chosen);
    say(`${((Date.now() - beganMs) / 1000).toFixed(1)} s in all`);
    say(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  });
}

await runMain(main);
