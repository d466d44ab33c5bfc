// npm run new:channel NAME: the folder of a new channel, with everything that the contract asks for and a list of what is still to
// be written. -- --pull for a platform that posts nothing by itself, --title "Its name" for how people call it.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { channelFiles } from './new-channel/templates.mjs';
import { PlainError, projectFolder, runMain } from './prepare.mjs';

/** Also a part of the variable SCHAKEL_<NAME>_BASE_URL. */
const NAME = /^[a-z]{2,30}$/;

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { pull: { type: 'boolean' }, title: { type: 'string' }, root: { type: 'string' } },
  });
  const [name = ''] = positionals;
  if (!NAME.test(name) || positionals.length > 1) {
    throw new PlainError('Give the channel one name of 2 to 30 small letters: npm run new:channel matrix');
  }
  const root = values.root ?? projectFolder;
  const folder = join(root, 'adapters', 'channels', name);
  if (existsSync(folder)) {
    throw new PlainError(`There is a channel "${name}" already, in adapters/channels/${name}. Nothing was changed.`);
  }
  const title = values.title ?? name[0].toUpperCase() + name.slice(1);
  for (const [path, text] of Object.entries(channelFiles({ name, title, isPull: values.pull === true }))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  console.log(`adapters/channels/${name} is there. Next:`);
  console.log(`  1. npm test -- adapters/channels/${name}     tells what is still to be written`);
  console.log('  2. docs/guides/add-a-channel.md               tells what each part must and must not do');
  return 0;
}

await runMain(main);
