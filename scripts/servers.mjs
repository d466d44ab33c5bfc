// The real PostgreSQL, Redis, RabbitMQ and Dovecot that tests run against, kept running between test runs during development:
//   eval "$(node scripts/servers.mjs start)"     start them (or find them started) and set the variables in this shell
//   node scripts/servers.mjs env                 print the variables again
//   node scripts/servers.mjs stop                stop them and remove their data
// A name after the command gives a separate set, for work that stops and crashes servers: start mine, stop mine.
import { act, environmentOf, readSet, removeSet, setFolder, startSet } from '../test/support/servers/server-set.mjs';

function printEnvironment(set) {
  for (const [name, value] of Object.entries(environmentOf(set))) {
    console.log(`export ${name}='${value}'`);
  }
}

function folderOf(name = 'dev') {
  return setFolder(name);
}

const commands = {
  start: async (name) => printEnvironment(await startSet(folderOf(name))),
  stop: (name) => removeSet(folderOf(name)),
  env: (name) => {
    const set = readSet(folderOf(name));
    if (set === undefined) {
      throw new Error('the servers are not started: node scripts/servers.mjs start');
    }
    printEnvironment(set);
  },
  // What test/support/servers/control.ts runs, by way of the record that SCHAKEL_TEST_SERVERS points at.
  act: (folder, action, server) => act(folder, action, server),
};

const [commandName, ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, commandName ?? '') ? commands[commandName] : undefined;
try {
  if (command === undefined) {
    throw new Error('usage: node scripts/servers.mjs start|stop|env [name]');
  }
  await command(...args);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
