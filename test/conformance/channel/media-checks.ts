import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HttpResult, MediaAccess, MediaLocation, MediaRequest } from '../../../src/adapter-sdk/index.js';
import type { ConformanceInput } from './kit-input.js';
import { answer, contextFor } from './scripted-http.js';

const KINDS: readonly MediaLocation['kind'][] = ['at', 'in-mailbox', 'gone', 'retry', 'park'];
const MAX_BYTES = 100 * 1024 * 1024;
const MAX_TIMEOUT_MS = 60_000;

/** Every attachment of the fixtures, and one of which the platform told nothing. */
function requestsOf(input: ConformanceInput): readonly MediaRequest[] {
  const events = input.fixtures.list.flatMap((one) => one.expected);
  const own = events.filter(({ channel, message }) => channel === input.adapter.id && message !== undefined);
  const told = own.flatMap(({ account, message }) =>
    (message?.attachments ?? []).map((attachment) => ({ account, messageId: message?.id ?? null, attachment })),
  );
  return [...told, { account: '1', messageId: null, attachment: { type: 'image' } }];
}

function secretsOf({ settings }: ConformanceInput): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    /token|secret|password/i.test(name) && typeof value === 'string' ? [value] : [],
  );
}

/** What is told beside what goes to the server of the files and nobody else. */
function beside(location: MediaLocation): object {
  switch (location.kind) {
    case 'at': {
      const { headers: _headers, ...rest } = location;
      return rest;
    }
    case 'in-mailbox': {
      const { login: _login, ...server } = location.server;
      return { ...location, server };
    }
    default:
      return location;
  }
}

/** A token goes to hosts that are named, and into an address only where the platform wants it there. */
function expectGuarded(input: ConformanceInput, location: MediaLocation): void {
  expect(KINDS).toContain(location.kind);
  const headers = location.kind === 'at' ? (location.headers ?? {}) : {};
  const isAnywhere = location.kind === 'at' && location.hosts === 'any';
  expect(isAnywhere ? Object.keys(headers) : []).toEqual([]);
  const shown = input.secretInPath !== undefined && location.kind === 'at' ? '' : JSON.stringify(beside(location));
  expect(secretsOf(input).filter((secret) => shown.includes(secret))).toEqual([]);
}

function locateChecks(input: ConformanceInput, access: MediaAccess): void {
  const requests = requestsOf(input);

  it('says where files are with calls that are bounded in time, and gives no token to just anybody', async () => {
    for (const request of requests) {
      const context = contextFor(input, answer(200, '{}'));
      expectGuarded(input, await access.locate(request, context));
      for (const { timeoutMs } of context.requests) {
        expect(timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS).toBe(true);
      }
    }
  });

  it('takes a failed question for no answer', async () => {
    const failures: readonly HttpResult[] = [
      { kind: 'not-sent', cause: 'ECONNREFUSED' },
      { kind: 'no-answer', cause: 'timeout' },
      answer(502, '<!doctype html><title>Gateway</title>'),
    ];
    for (const request of requests) {
      for (const failure of failures) {
        const context = contextFor(input, failure);
        const { kind } = await access.locate(request, context);
        // Who did not ask need not doubt.
        expect(context.requests.length === 0 || kind === 'retry').toBe(true);
      }
    }
  });

  it('gives one of the known answers for any status and text', async () => {
    const status = fc.integer({ min: 100, max: 599 });
    const text = fc.oneof(fc.string(), fc.json());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...requests), status, text, async (request, given, body) => {
        expectGuarded(input, await access.locate(request, contextFor(input, answer(given, body))));
      }),
    );
  });
}

export function mediaChecks(input: ConformanceInput): void {
  const { adapter, manifest } = input;
  const access = adapter.media;

  describe('files of citizens', () => {
    it('states the policies of the code', () => {
      expect(manifest.media).toEqual(access?.policies);
    });

    if (access !== undefined) {
      it('limits the size of each type that is copied', () => {
        for (const [type, policy] of Object.entries(access.policies)) {
          const limit = Object.entries(access.maxBytes).find(([name]) => name === type)?.[1] ?? 0;
          expect({ type, limited: policy !== 'copy' || (limit > 0 && limit <= MAX_BYTES) }).toEqual({
            ...{ type, limited: true },
          });
        }
      });
      locateChecks(input, access);
    }
  });
}
