// What may import what. Everything is forbidden but the edges listed here; to add one, add it to a row with its reason.
// `npm run check` runs it, and test/architecture/import-boundaries.test.ts sees every rule fail.

const test = String.raw`(\.test\.ts$|^test/)`;
const local = '^(src|adapters|test|scripts|bin|console|counter)/';
const stage = 'normalise|correlate|classify|route|sla|deliver|reply';

/** One row a folder: what its sources may import beside themselves. `advice` speaks to the person who broke the rule. */
const folders = [
  {
    name: 'domain-imports-nothing',
    from: '^src/domain/',
    may: [],
    advice:
      'The domain is plain values and pure functions. Hand in what you need, or move this to the folder that has it.',
  },
  {
    name: 'adapter-sdk-stays-small',
    from: '^src/adapter-sdk/',
    may: ['^src/domain/', '^src/platform/schema/'],
    advice:
      'All that the SDK imports reaches every adapter. Describe what you need as an interface of the SDK instead.',
  },
  {
    name: 'platform-knows-no-business',
    from: '^src/platform/',
    // The contracts of outgoing HTTP and of mail belong to the adapters that call them; the clients implement them.
    may: ['^src/domain/', String.raw`^src/adapter-sdk/(http|mail)\.ts$`],
    advice: 'Platform code serves every lane. Pass what you need as a value or a function from the lane that calls it.',
  },
  {
    name: 'settings-reads-configuration-only',
    from: '^src/settings/',
    may: ['^src/domain/', '^src/platform/(schema|files)/', '^src/adapter-sdk/'],
    advice: 'Settings turn files into a snapshot. What must be stored or sent belongs to the caller.',
  },
  {
    name: 'ticket-history-only-reads',
    from: '^src/ticket-history/',
    may: ['^src/domain/', '^src/platform/'],
    advice: 'It reads stored facts for whoever folds them again. What the fold means belongs to the domain.',
  },
  {
    name: 'intake-stands-alone',
    from: '^src/intake/',
    may: ['^src/domain/', '^src/platform/', '^src/settings/', '^src/adapter-sdk/'],
    advice: 'Lanes meet in the database only. Put shared nouns in src/domain, and let src/app put the lanes together.',
  },
  {
    name: 'handling-stands-alone',
    from: '^src/handling/',
    may: ['^src/domain/', '^src/platform/', '^src/settings/', '^src/adapter-sdk/'],
    advice: 'Lanes meet in the database only. Put shared nouns in src/domain, and let src/app put the lanes together.',
  },
  {
    name: 'billing-stands-alone',
    from: '^src/billing/',
    may: ['^src/domain/', '^src/platform/', '^src/settings/'],
    advice: 'Lanes meet in the database only. Put shared nouns in src/domain, and let src/app put the lanes together.',
  },
  {
    name: 'api-uses-public-faces',
    from: '^src/api/',
    // The explanation of a ticket folds its facts again.
    may: [
      ...['^src/domain/', '^src/platform/', '^src/settings/', '^src/ticket-history/'],
      String.raw`^src/(handling|billing)/index\.ts$`,
    ],
    advice: 'The API sees a lane through its index.ts. Export there what the API needs, or read it from the database.',
  },
  {
    name: 'counter-shows-one-conversation',
    from: '^src/counter/',
    // It reads as role api does, for one tenant; what it takes in is handed to it as a function.
    may: ['^src/domain/', '^src/platform/', String.raw`^src/api/tenant-sql\.ts$`],
    advice:
      'The counter is a door for strangers. Hand in what it needs from src/app, and let handling decide the rest.',
  },
  {
    name: 'ops-reads-the-ledger',
    from: '^src/ops/',
    // Reconciliation and what-if fold facts again; reading them is no work of a lane. Probes speak in the words of adapters.
    may: [
      ...['^src/domain/', '^src/platform/', '^src/settings/', '^src/billing/', '^src/ticket-history/'],
      '^src/adapter-sdk/',
    ],
    advice: 'Operations prove the work of the lanes from stored rows, not by calling their code. Query the rows.',
  },
  {
    name: 'demo-is-a-stranger',
    from: '^src/demo/',
    may: [],
    advice:
      'The demo plays platforms that do not know us. Write the type again; sharing it would hide a shared mistake.',
  },
  {
    name: 'app-composes',
    from: '^src/app/',
    may: ['^src/', '^adapters/'],
    advice: 'The composition root may import all of the product, but no tests or scripts.',
  },
  {
    name: 'main-starts-the-app',
    from: String.raw`^src/main\.ts$`,
    may: ['^src/app/', String.raw`^src/domain/expected-failure\.ts$`],
    advice: 'main.ts only starts the command line. Put what it should do in src/app.',
  },
  {
    name: 'adapter-uses-the-sdk',
    from: '^adapters/(channels|crms|contact-centers)/([^/]+)/',
    own: '^adapters/$1/$2/',
    may: ['^adapters/vendors/', '^src/adapter-sdk/'],
    advice:
      'An adapter imports src/adapter-sdk, its own folder and adapters/vendors. Share with the same vendor through ' +
      'adapters/vendors/<vendor>; ask for the rest in the SDK.',
  },
  {
    name: 'vendor-uses-the-sdk',
    from: '^adapters/vendors/([^/]+)/',
    own: '^adapters/vendors/$1/',
    may: ['^src/adapter-sdk/'],
    advice: 'Vendor code is adapter code that two adapters share: it imports src/adapter-sdk and its own folder only.',
  },
  {
    name: 'console-is-a-client',
    from: '^console/',
    may: [],
    advice: 'The console talks to the HTTP API and imports nothing of the server.',
  },
  {
    name: 'counter-pages-are-a-client',
    from: '^counter/',
    may: [],
    advice: 'The widget runs on sites of municipalities. It talks to routes and imports nothing of the server.',
  },
  {
    name: 'scripts-stay-outside',
    from: '^(scripts|bin)/',
    own: '^(scripts|bin)/',
    may: ['^test/support/servers/'],
    advice: 'Scripts run the built product as a process. Give the command line what the script should ask for.',
  },
];

const mail = ['^src/platform/mail/'];
/** The one home of each package. Its types count as the package. */
const packages = {
  ...{ nodemailer: mail, imapflow: mail, 'postal-mime': mail, 'html-to-text': mail },
  pg: ['^src/platform/store/'],
  '@electric-sql/pglite': ['^src/platform/store/'],
  bullmq: ['^src/platform/queue/'],
  ioredis: ['^src/platform/queue/'],
  amqplib: ['^src/platform/amqp/'],
  opossum: ['^src/platform/http-out/'],
  undici: ['^src/platform/http-out/'],
  // What a file is, by its bytes.
  'file-type': ['^src/platform/blob/'],
  'ipaddr.js': ['^src/platform/http-(in|out)/'],
  express: ['^src/platform/http-in/', '^src/(api|counter|intake|demo)/'],
  helmet: ['^src/platform/http-in/', '^src/(api|intake)/'],
  'better-sse': ['^src/platform/http-in/', '^src/(api|intake)/'],
  'prom-client': ['^src/platform/metrics/'],
  pino: ['^src/platform/log/'],
  ajv: ['^src/platform/schema/'],
  'ajv-formats': ['^src/platform/schema/'],
  commander: ['^src/app/'],
  yaml: ['^src/settings/'],
  // Request and response schemas, of which the OpenAPI document is made.
  typebox: ['^src/api/'],
  // Pages are drawn in one file of the lane that has something to print.
  pdfkit: [String.raw`^src/billing/invoice/documents/pdf-page\.ts$`],
  // A language is detected where a text gets its topic.
  eld: ['^src/handling/classify/'],
  // Secrets of Standard Webhooks are made and checked where that scheme is spoken.
  standardwebhooks: ['^adapters/channels/standard/', '^src/adapter-sdk/'],
  // The domain's two exceptions: calculating with time and money by hand is where others went wrong. One file each, so
  // that the rest of the domain sees our types only and the package can be replaced by the language's own.
  'temporal-polyfill': [String.raw`^src/domain/time\.ts$`],
  'big.js': [String.raw`^src/domain/money\.ts$`],
};

function pathOfPackage(name) {
  return `(^|/)node_modules/(@types/)?${name.replaceAll('.', String.raw`\.`)}/`;
}

function folderRule({ name, from, own = from, may, advice }) {
  return {
    name,
    severity: 'error',
    comment: advice,
    from: { path: from, pathNot: test },
    to: { path: local, pathNot: [own, ...may] },
  };
}

function homeRule([name, homes]) {
  return {
    name: `home-of-${name}`,
    severity: 'error',
    comment: `${name} is used in one place, so that it can be replaced there. Use what that folder exports, or extend it.`,
    from: { path: '^(src|adapters)/', pathNot: [test, ...homes] },
    to: { path: pathOfPackage(name) },
  };
}

const otherRules = [
  {
    name: 'folder-without-a-row',
    comment:
      'This folder has no row in .dependency-cruiser.cjs, so nothing guards it. Add a row with what it may import.',
    from: { path: '^(src|adapters)/', pathNot: [test, ...folders.map((row) => row.from)] },
    to: {},
  },
  {
    name: 'package-without-a-home',
    comment:
      'This package has no home in .dependency-cruiser.cjs. A new dependency needs a reason, a home and a row there.',
    from: { path: '^(src|adapters)/', pathNot: test },
    to: { path: '(^|/)node_modules/', pathNot: Object.keys(packages).map(pathOfPackage) },
  },
  {
    name: 'stages-do-not-meet',
    comment:
      'A stage never imports another stage. Give the result as a value; the batch that calls the stages passes it on.',
    from: { path: `^src/handling/(${stage})/`, pathNot: test },
    to: { path: `^src/handling/(${stage})/`, pathNot: '^src/handling/$1/' },
  },
  {
    name: 'domain-has-no-outside',
    comment:
      'Files, network, clock and process are handed in to the domain. Only node:crypto (hashes of values) is allowed.',
    from: { path: '^src/domain/', pathNot: test },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
  },
  {
    name: 'adapters-have-no-outside',
    comment:
      'An adapter reaches the outside through the HTTP client that it is given, which has limits, breaker and records.',
    from: { path: '^adapters/', pathNot: test },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer|url|querystring|util)$' },
  },
  {
    name: 'nothing-imports-tests',
    comment: 'Tests and their support are not part of the product. Move what both need to the folder that owns it.',
    from: { path: '^(src|adapters)/', pathNot: test },
    to: { path: test },
  },
  {
    name: 'tests-do-not-import-tests',
    comment: 'Importing a test file runs its tests twice. Put what both use in test/support or in a conformance kit.',
    from: { path: test },
    to: { path: String.raw`\.test\.ts$` },
  },
  {
    name: 'development-packages-in-tests-only',
    comment:
      'This package is absent from an installed Schakel. Make it a dependency, with a home, or use it in tests only.',
    from: { path: '^(src|adapters|bin)/', pathNot: test },
    // A package's types come from a development package and are gone after the build.
    to: { dependencyTypes: ['npm-dev'], pathNot: '(^|/)node_modules/@types/' },
  },
  {
    name: 'start-before-installation',
    comment: 'This script runs on a fresh clone, before packages are there. Use what Node itself brings.',
    from: { path: String.raw`^scripts/(start|prepare|parent)\.mjs$` },
    to: { path: '(^|/)node_modules/' },
  },
  {
    name: 'no-circles',
    comment: 'Two files that need each other are one, or lack a third that both import. Move the shared part there.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'every-import-resolves',
    comment: 'This import leads nowhere, so no rule can judge it. Correct the path or install the package.',
    from: {},
    to: { couldNotResolve: true },
  },
];

module.exports = {
  forbidden: [
    ...folders.map(folderRule),
    ...Object.entries(packages).map(homeRule),
    ...otherRules.map((rule) => ({ severity: 'error', ...rule })),
  ],
  options: {
    // TypeScript 7 has no programming interface for the default parser; without this the .ts files are silently not read.
    parser: 'swc',
    // Types are imports too: a type of another lane ties the lanes together as much as its code does.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
