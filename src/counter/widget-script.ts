import { readFileSync } from 'node:fs';
import { projectPath } from '../platform/files/project-path.js';

/** In the order in which they need each other. */
const PARTS = ['texts.js', 'storage.js', 'outbox.js', 'server.js', 'style.js', 'view.js', 'widget.js'];

/** `import { a } from './b.js';`, also over several lines. What it names is in the same script. */
const IMPORT = /^import\s[^;]*;\n/gm;
const EXPORT = /^export /gm;

/**
 * The widget as one classic script, so that a site needs one line for it. Its parts are modules, which tests import one by
 * one; put together they share one function's scope, and leave nothing behind on the page.
 */
export function widgetScript(): string {
  const parts = PARTS.map((name) => readFileSync(projectPath('counter', 'widget', name), 'utf8'));
  const body = parts.map((part) => part.replace(IMPORT, '').replace(EXPORT, '')).join('\n');
  return `(() => {\n'use strict';\n${body}})();\n`;
}
