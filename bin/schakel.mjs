#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/src/main.js', import.meta.url);
if (existsSync(main)) {
  process.setSourceMapsEnabled(true);
  await import(main.href);
} else {
  console.error('Schakel is not built yet. Run "npm start" or "npm run build" in its folder first.');
  process.exitCode = 1;
}
