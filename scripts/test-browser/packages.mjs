import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installAside } from '../install-aside.mjs';

const PACKAGES = ['puppeteer-core@24.43.1', 'axe-core@4.14.1'];

/** Finds what the checks alone need; the first use installs it. */
export function browserPackages() {
  return createRequire(join(installAside({ name: 'browser', packages: PACKAGES }), 'package.json'));
}
