import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { apiRoutes } from '../../src/api/routes.js';
import { commandLine } from '../../src/app/command-line.js';
import { projectFolder } from './temporary-project.js';

/** Variables that tests and scripts read; the service does not know them. */
const OF_TESTS = /^SCHAKEL_TEST_/;
/** Where an adapter's platform is; the adapter names it, and the environment hands it through. */
const OF_ADAPTERS = /^SCHAKEL_[A-Z]+_BASE_URL$/;
const ENVIRONMENT_PAGE = 'docs/guides/deploy-cluster.md';

function projectFiles(pattern: string): readonly string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', pattern];
  const names = execFileSync('git', args, { cwd: projectFolder, encoding: 'utf8' }).split('\0');
  return names.filter((name) => name !== '' && existsSync(join(projectFolder, name)));
}

function read(name: string): string {
  return readFileSync(join(projectFolder, name), 'utf8');
}

/** Every match in every page, as `page: match`, without repetitions. */
function mentions(pattern: RegExp): readonly { readonly page: string; readonly what: string }[] {
  return projectFiles('*.md').flatMap((page) =>
    [...new Set([...read(page).matchAll(pattern)].map((match) => match[1] ?? ''))].map((what) => ({ page, what })),
  );
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** The anchors that headings of a page get. */
function anchorsOf(page: string): readonly string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function brokenLinksIn(page: string): readonly string[] {
  const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? page : normalize(join(dirname(page), path));
      const isThere = existsSync(join(projectFolder, file));
      return !isThere || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    })
    .map((link) => `${page}: ${link}`);
}

async function commandPaths(): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  for (const command of (await commandLine([])).commands) {
    paths.add(command.name());
    for (const inner of command.commands) {
      paths.add(`${command.name()} ${inner.name()}`);
    }
  }
  return paths;
}

function schemaVariables(): readonly string[] {
  const names = [...read('src/app/environment.ts').matchAll(/^ +(SCHAKEL_[A-Z_]+):/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)].toSorted();
}

function adapterVariables(): readonly string[] {
  const names = projectFiles('adapters/*/index.ts').flatMap((name) =>
    [...read(name).matchAll(/'(SCHAKEL_[A-Z]+_BASE_URL)'/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set(names)].toSorted();
}

describe('documentation', () => {
  it('has links that lead somewhere', () => {
    expect(projectFiles('*.md').flatMap(brokenLinksIn)).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = [...mentions(/npm run ([a-z][a-z:-]*)/g), ...mentions(/npm (start|test)\b/g)];
    expect(named.filter(({ what }) => scripts[what] === undefined)).toEqual([]);
  });

  it('names commands of the command line that exist', async () => {
    const paths = await commandPaths();
    const named = mentions(/(?:npx schakel|`schakel|"schakel|^schakel) ([a-z]+(?: [a-z]+)?)/gm);
    const isCommand = (what: string): boolean => {
      const [first = ''] = what.split(' ');
      const hasInner = [...paths].some((path) => path.startsWith(`${first} `));
      return hasInner ? paths.has(what) || what === first : paths.has(first);
    };
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(({ what }) => !isCommand(what))).toEqual([]);
  });

  it('names routes of the API that exist', () => {
    const routes = new Set(apiRoutes().map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    const named = mentions(/\b((?:GET|POST) \/api\/v1\/[\w/{}-]+)/g);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ what }) => !routes.has(what.replace('/api/v1', '')))).toEqual([]);
  });

  it('tells every command of the command line in the README', async () => {
    const readme = read('README.md');
    const [groups, all] = [new Set<string>(), await commandPaths()];
    for (const path of all) {
      if (path.includes(' ')) {
        groups.add(path.split(' ')[0] ?? '');
      }
    }
    const leaves = [...all].filter((path) => !groups.has(path));
    expect(leaves.filter((path) => !readme.includes(`schakel ${path}`))).toEqual([]);
  });

  it('tells every variable of the environment, and no other', () => {
    const rows = [...read(ENVIRONMENT_PAGE).matchAll(/^\| `(SCHAKEL_[A-Z_]+)` \|/gm)].map((match) => match[1] ?? '');
    expect(rows.toSorted()).toEqual([...schemaVariables(), ...adapterVariables()].toSorted());
  });

  it('names no variable that nothing reads', () => {
    const known = new Set([...schemaVariables(), ...adapterVariables(), 'SCHAKEL_REF_MISSING']);
    const named = mentions(/\b(SCHAKEL_[A-Z_]*[A-Z])\b/g);
    expect(named.filter(({ what }) => !known.has(what) && !OF_TESTS.test(what))).toEqual([]);
    expect(adapterVariables().every((name) => OF_ADAPTERS.test(name))).toBe(true);
  });

  it('names tests that exist in the table of promises', () => {
    const table = read('docs/architecture.md');
    const named = [...table.matchAll(/`((?:src|test|adapters)\/[\w./-]+\.ts)`/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !existsSync(join(projectFolder, name)))).toEqual([]);
    const quoted = [...table.matchAll(/`([\w./-]+\.ts)`: "([^"]+)"/g)];
    expect(quoted.filter(([, name = '', title = '']) => !read(name).includes(title)).map(([text]) => text)).toEqual([]);
  });

  it('has a file for every part that the README of a lane must have', () => {
    const owners = [
      'src/intake',
      'src/handling',
      'src/billing',
      'src/settings',
      'src/platform/store',
      'src/app',
      'src/api',
    ];
    const headings = ['## Owns', '## Does not own', '## Invariants', '## When it fails'];
    const missing = owners.flatMap((owner) =>
      headings
        .filter((heading) => !read(`${owner}/README.md`).includes(heading))
        .map((heading) => `${owner}: ${heading}`),
    );
    expect(missing).toEqual([]);
  });
});
