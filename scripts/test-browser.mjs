// npm run test:browser: the widget and the form of the digital counter, and the console, in a real Chromium, against the built
// program on the embedded profile. The widget stands on a site of another origin with a strict content security policy.
// Words after it choose checks by their sentence: npm run test:browser -- widget. SCHAKEL_TEST_PICTURES=DIR keeps pictures.
import { PlainError, prepare, runMain } from './prepare.mjs';
import { runChecks } from './run-checks.mjs';
import { checksIn, withWorld } from './test-browser/world.mjs';

function say(text) {
  console.log(text);
}

async function main() {
  const beganMs = Date.now();
  const words = process.argv.slice(2).join(' ');
  prepare();
  return withWorld(async (world) => {
    const chosen = checksIn(world).filter(([name]) => name.includes(words));
    if (chosen.length === 0) {
      throw new PlainError(`No check has "${words}" in its sentence.`);
    }
    const { passed, failed } = await runChecks(chosen, say);
    say(`${((Date.now() - beganMs) / 1000).toFixed(1)} s in all`);
    say(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  });
}

await runMain(main);
