import type { Router } from 'express';
import { projectPath } from '../platform/files/project-path.js';
import { staticFiles } from '../platform/http-in/static-files.js';

/** The web page at `/`: files only. Everything it shows it asks of the HTTP API with the key of its user. */
export function consoleRouter(): Router {
  return staticFiles(projectPath('console'));
}
