/**
 * Runs checks one after the other, all of them, a line for each.
 *
 * @param checks pairs of a sentence and the function that throws when it does not hold
 * @param say takes a line
 * @returns how many passed and failed
 */
export async function runChecks(checks, say) {
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
