// The second half of `npm run build`: makes the program in dist/src, dist/adapters and dist/chunks of the modules that the
// compiler wrote to dist/modules, together with the packages that they use. A process then reads some tens of files at its
// start instead of a thousand. See docs/adr/0030-the-program-is-bundled.md.
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { PlainError, projectFolder, runMain } from './prepare.mjs';

/** What is started or loaded by its place; src/platform/files/project-path.ts finds it again. All else is reached from these. */
const ENTRY_POINTS = ['src/main.js', 'src/platform/store/first-start.js', 'adapters/**/index.js'];

/** Packages that read files beside their own: WebAssembly, the measures of fonts, a native module. They stay where npm put them. */
const OUTSIDE = ['@electric-sql/pglite', 'pdfkit', 'msgpackr-extract'];

/** Packages that could read such files, in ways that Schakel does not use them in. */
const NOT_READING = {
  bullmq: 'only for work in files of its own',
  commander: 'in a comment',
  ioredis: 'only for showFriendlyErrorStack',
  msgpackr: 'only without require',
  pino: 'only for transports, which are threads',
  'thread-stream': 'only for the transports of pino',
  undici: 'only where it is known',
};

/** Some packages ask for Node's modules by `require`, which a module of ours does not have by itself. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

const PACKAGE_OF_FILE = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/;
const OWN_PLACE = /\b__(?:dirname|filename)\b/;

function packageOf(file) {
  return PACKAGE_OF_FILE.exec(file)?.[1];
}

function packagesThatReadFiles(modules, { outputs }) {
  const files = new Set(Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs)));
  const reading = [...files]
    .filter((file) => packageOf(file) !== undefined && OWN_PLACE.test(readFileSync(join(modules, file), 'utf8')))
    .map(packageOf);
  return [...new Set(reading)].filter((name) => NOT_READING[name] === undefined);
}

/** By its names a CommonJS module can be imported at once only: esbuild gives an `import()` of it no more than `default`. */
function packagesThatLoseNames({ inputs }) {
  const late = Object.entries(inputs)
    .filter(([file]) => packageOf(file) === undefined)
    .flatMap(([, { imports }]) =>
      imports.filter(({ kind, external }) => kind === 'dynamic-import' && external !== true),
    )
    .map(({ path }) => path);
  return [...new Set(late)].filter((file) => inputs[file]?.format === 'cjs').map(packageOf);
}

function complaintsAbout(modules, metafile) {
  return [
    ...packagesThatReadFiles(modules, metafile).map(
      (name) => `${name} may read files beside its own. Name it in scripts/bundle.mjs, under OUTSIDE or NOT_READING.`,
    ),
    ...packagesThatLoseNames(metafile).map(
      (name) => `${name} is CommonJS and loaded late. Import it in a module of its own, and load that one late.`,
    ),
  ];
}

/** Bundles the project in `root`. */
async function bundle(root) {
  const [modules, target] = [join(root, 'dist', 'modules'), join(root, 'dist')];
  for (const folder of ['src', 'adapters', 'chunks']) {
    // Names of chunks come from their content, so old ones would stay for ever.
    rmSync(join(target, folder), { recursive: true, force: true });
  }
  const { metafile } = await build({
    ...{
      absWorkingDir: modules,
      entryPoints: ENTRY_POINTS,
      outbase: modules,
      outdir: target,
      chunkNames: 'chunks/[name]-[hash]',
    },
    // Spreads of literals, which keep long objects readable, become plain properties: V8 copies a spread one by one.
    minifySyntax: true,
    // Split: what two entry points share is one chunk, so a class is one class, and what is loaded late stays late.
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', external: OUTSIDE },
    ...{ banner: { js: REQUIRE }, sourcemap: 'linked', sourcesContent: false, metafile: true, logLevel: 'warning' },
  });
  const complaints = complaintsAbout(modules, metafile);
  if (complaints.length > 0) {
    throw new PlainError(complaints.join('\n'));
  }
}

async function main() {
  const { values } = parseArgs({ options: { root: { type: 'string', default: projectFolder } } });
  await bundle(resolve(values.root));
  return 0;
}

await runMain(main);
