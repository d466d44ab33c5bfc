import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelAdapter, ChannelEvent, HttpRequest, HttpResult } from '../../../src/adapter-sdk/index.js';

/** When the kit receives everything; fixtures are of the days before. */
export const RECEIVED_AT_MS = 1_795_600_000_000;

export type QualityClaim = { readonly done: string } | { readonly todo: string } | { readonly exempt: string };

export interface ChannelManifest {
  readonly id: string;
  readonly kind: string;
  readonly modes: readonly string[];
  readonly owner: string;
  readonly receiver: string;
  readonly capabilities: readonly string[];
  readonly eventKey: string;
  readonly personalData: readonly string[];
  readonly limits: {
    readonly textCharacters?: number;
    readonly textBytes?: number;
    readonly textWeighted?: number;
  };
  /** What is kept of each type of file; left out by a channel that cannot fetch. */
  readonly media?: Readonly<Record<string, string>>;
  readonly quality: Readonly<Record<string, QualityClaim>>;
}

/** One recorded, documented or constructed body and everything that must come out of it. */
export interface Fixture {
  readonly file: string;
  readonly label: string;
  readonly source: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly expected: readonly ChannelEvent[];
}

export interface Fixtures {
  /** The adapter's folder. */
  readonly folder: string;
  readonly list: readonly Fixture[];
}

/** How the platform signs, written apart from the adapter so that the two can disagree. */
export interface Signing {
  readonly secret: string;
  readonly otherSecret: string;
  /** True where the platform only repeats the secret, so that it proves who calls and nothing about the body. */
  readonly leavesBodyOut?: boolean;
  headers(body: Buffer, secret: string, nowMs: number): Readonly<Record<string, string>>;
}

/** A private answer to a public message, on a channel that sends its own. */
export interface PrivateAnswers {
  /** What the platform answers when it took the message, and the id in it. */
  readonly accepted: string;
  readonly remoteId: string;
  /** Where the writer of the first public fixture then writes on. */
  readonly conversation: string;
  /** Settings that have to be different for it. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Answers {
  /** What the platform answers when it took the message, and the id in it. */
  readonly accepted: string;
  readonly remoteId: string;
  readonly inPrivate?: PrivateAnswers;
  /** An answer to a look-up that shows nothing. */
  readonly nothingFound: string;
  /** True where the status alone decides and bodies are not read (webhooks). */
  readonly statusDecides?: boolean;
  /** What the platform answers when our token is not good any more; unless told, as Meta says it. */
  readonly tokenRefused?: string;
  /**
   * True where answers wait for the citizen to fetch them (a counter of our own): nobody is called, so nothing can fail, and an
   * attempt that broke off is found.
   */
  readonly callsNobody?: boolean;
  /** True where no look at the platform can tell what became of an answer: it then never says present or absent. */
  readonly cannotBeAsked?: boolean;
}

/** What the platform answers to looks at the account. */
export interface Pulls {
  readonly account: string;
  /** Where a look begins, for a channel that cannot read the cursor `10`. */
  readonly from?: string;
  /** A whole answer in which a citizen writes. */
  readonly page: string;
  /** Where the next look begins after it. */
  readonly cursor: string;
  /** The answer when nothing is new since `from`. */
  readonly empty: string;
  /** The answer when the token is not good any more. */
  readonly refused: HttpResult;
}

export interface ConformanceInput {
  readonly adapter: ChannelAdapter;
  readonly manifest: ChannelManifest;
  readonly fixtures: Fixtures;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The setting that the platform wants in the path of each call. It is then nowhere else, and in nothing that comes back. */
  readonly secretInPath?: string;
  /** Left out for a channel that is only pulled. */
  readonly signing?: Signing;
  /** Left out for a channel that only posts. */
  readonly pulls?: Pulls;
  readonly answers: Answers;
  /**
   * What the platform answers to a call that only prepares another one: a log-in, a read before a write. Undefined for
   * every other call. A log-in may carry a secret in its body.
   */
  readonly prepares?: (request: HttpRequest) => HttpResult | undefined;
}

interface FixtureFile {
  readonly label: string;
  readonly source: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly body?: unknown;
  readonly bodyText?: string;
  readonly expected: readonly ChannelEvent[];
}

export function jsonFile<T>(path: string): T {
  // Files of this repository; the tests that read them are what checks them.
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

function fixtureOf(folder: string, file: string): Fixture {
  const raw = jsonFile<FixtureFile>(join(folder, file));
  const body = Buffer.from(raw.bodyText ?? JSON.stringify(raw.body));
  const account = raw.account === undefined ? {} : { account: raw.account };
  const { label, source, expected } = raw;
  return { file, label, source, body, headers: raw.headers ?? {}, expected, ...account };
}

/** Reads the `fixtures` folder of an adapter. */
export function fixturesIn(folder: string): Fixtures {
  const inner = join(folder, 'fixtures');
  const files = readdirSync(inner).filter((name) => name.endsWith('.json'));
  return { folder, list: files.toSorted().map((file) => fixtureOf(inner, file)) };
}

export function manifestIn(folder: string): ChannelManifest {
  return jsonFile<ChannelManifest>(join(folder, 'manifest.json'));
}
