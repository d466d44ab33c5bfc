import { openDurable } from './durable-files.js';

// Run as a child process: creating a store peaks near a gigabyte of memory that the parent should never hold.
const folder = process.argv[2];
if (folder === undefined) {
  throw new Error('first-start needs the folder of the store');
}
const db = await openDurable(folder);
await db.close();
process.exit(0);
