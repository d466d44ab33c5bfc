import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { consoleRouter } from '../../src/api/index.js';
import { createHttpApp } from '../../src/platform/http-in/app.js';
import { projectPath } from '../../src/platform/files/project-path.js';

const app = createHttpApp({ first: [], routers: [consoleRouter()], report: () => undefined });
const folder = projectPath('console');
const files = readdirSync(folder);

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

const scripts = files.filter((name) => name.endsWith('.js'));

describe('the console', () => {
  it('is served at the root, with every file it names', async () => {
    const page = await request(app).get('/');
    expect(page.status).toBe(200);
    expect(page.type).toBe('text/html');
    for (const [, path = ''] of page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
      const file = await request(app).get(path);
      expect({ path, status: file.status }).toEqual({ path, status: 200 });
      expect(file.get('cache-control')).toBe('no-cache');
    }
  });

  it.each(scripts)('%s imports only files that are there, and is served as a script', async (name) => {
    expect((await request(app).get(`/${name}`)).type).toMatch(/javascript/);
    for (const [, from = ''] of read(name).matchAll(/from '([^']+)'/g)) {
      expect(from).toMatch(/^\.\/[a-z-]+\.js$/);
      expect(files).toContain(from.slice(2));
    }
  });

  it('has nothing inline, so that the content security policy can forbid it', () => {
    expect(read('index.html')).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style/);
  });

  it.each(scripts)('%s never turns data into markup or code', (name) => {
    expect(read(name)).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc|\.style\b|style:/,
    );
  });

  it('talks to the HTTP API and to nothing else', () => {
    const code = scripts.map(read).join('\n');
    expect([...code.matchAll(/fetch\(/g)]).toHaveLength(1);
    expect(code).toContain('fetch(`/api/v1${path}`');
    expect(code).not.toMatch(/https?:\/\//);
    expect(code).not.toContain('localStorage');
  });

  it.each(['/../package.json', '/%2e%2e/package.json', '/.git/config', '/..%5cpackage.json'])(
    'serves nothing outside its folder: %s',
    async (path) => {
      expect((await request(app).get(path)).status).toBeGreaterThanOrEqual(400);
    },
  );
});
