#!/usr/bin/env -S node --max-semi-space-size=64
// Batches of some hundred messages live shorter than V8 expects of what outlives 16 MB of new objects: with 64 MB the
// collector moves less of them to where only a full collection finds them.
import { existsSync } from 'node:fs';

const main = new URL('../dist/src/main.js', import.meta.url);
if (existsSync(main)) {
  process.setSourceMapsEnabled(true);
  await import(main.href);
} else {
  console.error('Schakel is not built yet. Run "npm start" or "npm run build" in its folder first.');
  process.exitCode = 1;
}
