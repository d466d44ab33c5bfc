import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CrmAdapter, HookItem, RawRequest, TargetDelivery } from '../../../src/adapter-sdk/index.js';
import type { Fault } from '../../support/faulty-server.js';

/** The other side, as real as it gets: a fake that keeps what was done to it. */
export interface CrmHarness {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Applies to the next request. */
  fault(fault: Fault): void;
  /** How often the delivery took effect, as somebody working there would count. */
  effectsOf(delivery: TargetDelivery): number;
  /** Requests that reached it. */
  requestCount(): number;
  close(): Promise<void>;
}

export interface HookFixture {
  readonly name: string;
  readonly body: Buffer;
  /** Headers beside the signature. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expected: readonly HookItem[];
}

export interface CrmManifest {
  readonly id: string;
  readonly kind: string;
  readonly capabilities: readonly string[];
  readonly personalData: readonly string[];
  readonly quality: Readonly<
    Record<string, { readonly done?: string; readonly exempt?: string; readonly todo?: string }>
  >;
}

export interface CrmConformanceInput {
  readonly adapter: CrmAdapter;
  /** The adapter's folder. */
  readonly folder: string;
  readonly startHarness: () => Promise<CrmHarness>;
  /** Settings that are valid by the adapter's schema; the names of the secret ones among them. */
  readonly exampleSettings: Readonly<Record<string, unknown>>;
  readonly secretSettings: readonly string[];
  /** Signs a body as the other side does. */
  readonly signHook: (body: Buffer, settings: Readonly<Record<string, unknown>>, nowMs: number) => RawRequest;
}

export const HOOK_RECEIVED_AT_MS = Date.UTC(2026, 10, 23, 12, 0, 0);

export function jsonFile<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/** `fixtures/hooks/<name>.json`: where it comes from, the body or raw text, and the items expected from it. */
export function hookFixturesIn(folder: string): readonly HookFixture[] {
  const hooks = join(folder, 'fixtures', 'hooks');
  return readdirSync(hooks).map((file) => {
    const fixture = jsonFile<{ body?: unknown; raw?: string; headers?: Record<string, string>; expected: HookItem[] }>(
      join(hooks, file),
    );
    return {
      name: file.replace(/\.json$/, ''),
      body: Buffer.from(fixture.raw ?? JSON.stringify(fixture.body)),
      headers: fixture.headers ?? {},
      expected: fixture.expected,
    };
  });
}
