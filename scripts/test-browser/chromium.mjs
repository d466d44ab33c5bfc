import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasDebianPackages, installDebianPackages } from '../../test/support/servers/debian.mjs';
import { folderWith, searchPath } from '../../test/support/servers/programs.mjs';
import { PlainError } from '../prepare.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const VARIABLE = 'SCHAKEL_TEST_CHROMIUM';

function installed() {
  const folders = searchPath();
  return NAMES.flatMap((name) => {
    const folder = folderWith([name], folders);
    return folder === undefined ? [] : [join(folder, name)];
  }).at(0);
}

/** The program of a Chromium: the one that is told, one on this machine, or Debian's, which root installs. */
export function chromiumProgram() {
  const told = process.env[VARIABLE];
  if (told !== undefined && told !== '') {
    if (!existsSync(told)) {
      throw new PlainError(`${VARIABLE} says ${told}, and there is no such program.`);
    }
    return told;
  }
  const found = installed();
  if (found !== undefined) {
    return found;
  }
  if (hasDebianPackages()) {
    console.log('Installing Chromium …');
    installDebianPackages(['chromium']);
  }
  const now = installed();
  if (now === undefined) {
    throw new PlainError(`There is no Chromium here: install chromium, or say in ${VARIABLE} where it is.`);
  }
  return now;
}
