import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HttpRequest, HttpResult, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { RECEIVED_AT_MS, type ConformanceInput } from './kit-input.js';
import { answer, BASE_URL, contextFor, lateLookUp, partFor, privatePartFor } from './scripted-http.js';

const HTML = '<!doctype html><title>Gateway</title>';
const KINDS: readonly SendOutcome['kind'][] = ['delivered', 'retry', 'park', 'refused', 'quarantined', 'unknown'];
const MAX_TIMEOUT_MS = 60_000;

/** Names of the settings that nobody may see. */
function secretsIn(settings: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(settings).filter((name) => /token|secret|password/i.test(name));
}

function expectBounded(request: HttpRequest): void {
  expect(request.timeoutMs).toBeGreaterThan(0);
  expect(request.timeoutMs).toBeLessThanOrEqual(MAX_TIMEOUT_MS);
  expect(request.url.startsWith(`${BASE_URL}/`)).toBe(true);
}

function expectSafe(request: HttpRequest, input: ConformanceInput): void {
  expectBounded(request);
  for (const name of secretsIn(input.settings)) {
    const secret = String(input.settings[name]);
    expect({ name, inPath: decodeURIComponent(new URL(request.url).pathname).includes(secret) }).toEqual({
      name,
      inPath: name === input.secretInPath,
    });
    expect(decodeURIComponent(new URL(request.url).search).includes(secret)).toBe(false);
    expect(request.body?.includes(secret) === true).toBe(false);
  }
}

function outcomeChecks(input: ConformanceInput): void {
  const { adapter, answers } = input;
  const part = partFor(input);
  const kindFor = async (result: HttpResult): Promise<string> =>
    (await adapter.send(part, contextFor(input, result))).kind;
  const byStatus = answers.statusDecides === true;

  it('retries what never left and looks before it repeats what did', async () => {
    expect(await kindFor({ kind: 'not-sent', cause: 'ECONNREFUSED' })).toBe('retry');
    expect(await kindFor({ kind: 'no-answer', cause: 'timeout' })).toBe('unknown');
  });

  it('reports an accepted message with its id', async () => {
    const outcome = await adapter.send(part, contextFor(input, answer(200, answers.accepted)));
    expect(outcome).toMatchObject({ kind: 'delivered', remoteId: answers.remoteId });
  });

  it('does not believe the page of a proxy', async () => {
    expect(await kindFor(answer(200, HTML))).toBe(byStatus ? 'delivered' : 'unknown');
    expect(await kindFor(answer(502, HTML))).toBe(byStatus ? 'retry' : 'unknown');
    expect(await kindFor(answer(200, answers.accepted.slice(0, -2)))).toBe(byStatus ? 'delivered' : 'unknown');
  });

  it('believes an error, also with status 200', async () => {
    const error = answers.tokenRefused ?? JSON.stringify({ error: { code: 190, message: 'x' } });
    expect(await kindFor(answer(byStatus ? 401 : 200, error))).toBe('park');
  });

  it('gives one of the known outcomes for any status and text', async () => {
    const status = fc.integer({ min: 100, max: 599 });
    const text = fc.oneof(fc.string(), fc.json());
    await fc.assert(
      fc.asyncProperty(status, text, async (given, body) => {
        const outcome = await adapter.send(part, contextFor(input, answer(given, body)));
        expect(KINDS).toContain(outcome.kind);
        expect(outcome.kind === 'delivered' && !byStatus).toBe(false);
      }),
    );
  });
}

/** The private answer to a public message: where the citizen writes on is told, and it is no public place. */
function privateChecks(input: ConformanceInput): void {
  const { adapter, answers } = input;
  const { inPrivate } = answers;

  it('has an example of a private answer to a public message exactly where the channel sends its own', () => {
    expect(inPrivate !== undefined).toBe(adapter.privateReply?.channel === adapter.id);
  });

  if (inPrivate === undefined) {
    return;
  }
  const part = privatePartFor(input);
  const { settings = {} } = inPrivate;
  const told = { ...input, settings: { ...input.settings, ...settings } };

  it('says where the citizen writes on, once it is there', async () => {
    const context = contextFor(told, answer(200, inPrivate.accepted));
    const outcome = await adapter.send(part, context);
    const { remoteId, conversation } = inPrivate;
    expect(outcome).toMatchObject({ kind: 'delivered', remoteId, privately: { conversation } });
    expect(conversation).not.toBe(part.conversation);
    expect(context.requests).toHaveLength(1);
    for (const request of context.requests) {
      expectSafe(request, told);
    }
  });

  it('says nothing of a place while it is in doubt or refused', async () => {
    for (const result of [answer(502, HTML), answer(403, '{"error":"x"}')]) {
      expect(await adapter.send(part, contextFor(told, result))).not.toHaveProperty('privately');
    }
  });
}

function lookUpChecks(input: ConformanceInput): void {
  const { adapter, answers } = input;
  const part = partFor(input);

  it('never takes a failed look for absence', async () => {
    const probe = lateLookUp(input);
    await adapter.lookUp(part, probe);
    const failures: readonly HttpResult[] = [
      { kind: 'no-answer', cause: 'timeout' },
      { kind: 'not-sent', cause: 'ECONNREFUSED' },
      answer(200, HTML),
      answer(500, '{}'),
      answer(400, '{"error":{"code":190}}'),
    ];
    for (const failure of probe.requests.length > 0 ? failures : []) {
      const late = contextFor(input, failure, RECEIVED_AT_MS + 86_400_000);
      expect(await adapter.lookUp(part, late)).toMatchObject({ kind: 'unsure' });
    }
  });

  it('says absent in the end, or never where nobody can tell', async () => {
    const late = lateLookUp(input);
    const { kind } = await adapter.lookUp(part, late);
    expect(kind).toBe(answers.cannotBeAsked === true ? 'untellable' : 'absent');
    expect(answers.cannotBeAsked === true && late.requests.length > 0).toBe(false);
  });
}

function requestChecks(input: ConformanceInput): void {
  const { adapter, answers } = input;
  const part = partFor(input);

  it('makes one call an attempt, bounded in time, with no secret in the address or the body', async () => {
    const context = contextFor(input, answer(200, answers.accepted));
    await adapter.send(part, context);
    expect(context.requests).toHaveLength(1);
    for (const request of context.requests) {
      expectSafe(request, input);
    }
    for (const request of context.preparations) {
      expectBounded(request);
    }
  });

  it('looks up with calls that are bounded in time and show no secret', async () => {
    const context = lateLookUp(input);
    await adapter.lookUp(part, context);
    for (const request of context.requests) {
      expect(request.method).toBe('GET');
      expectSafe(request, input);
    }
  });
}

/** Where a secret is part of the address, what fails may repeat the address: none of it may come back. */
function pathSecretChecks(input: ConformanceInput, secretInPath: string): void {
  const { adapter, settings } = input;
  const secret = String(settings[secretInPath]);
  const cause = `connect failed: ${BASE_URL}/x${secret}/y`;

  it.each<[string, HttpResult]>([
    ['a call that never left', { kind: 'not-sent', cause }],
    ['a call without an answer', { kind: 'no-answer', cause }],
    ['a refusal', answer(400, JSON.stringify({ ok: false, error_code: 400, description: cause }))],
    ['the page of a proxy', answer(502, cause)],
  ])('keeps the secret of the path out of what it says of %s', async (_label, result) => {
    const outcome = await adapter.send(partFor(input), contextFor(input, result));
    expect(JSON.stringify(outcome)).not.toContain(secret);
  });
}

/** Sending is only letting the citizen fetch it. */
function releaseChecks(input: ConformanceInput): void {
  const { adapter, answers } = input;
  const part = partFor(input);
  const failing = contextFor(input, { kind: 'not-sent', cause: 'nobody may be called' });

  it('is done without a call, under an id of the part', async () => {
    expect(await adapter.send(part, failing)).toEqual({ kind: 'delivered', remoteId: answers.remoteId });
    expect(await adapter.send(part, failing)).toEqual({ kind: 'delivered', remoteId: answers.remoteId });
    expect(failing.requests).toEqual([]);
  });

  it('finds an attempt that broke off, without a call', async () => {
    expect(await adapter.lookUp(part, failing)).toEqual({ kind: 'found', remoteId: answers.remoteId });
    expect(failing.requests).toEqual([]);
  });
}

export function sendingChecks(input: ConformanceInput): void {
  if (input.answers.callsNobody === true) {
    describe('release', () => releaseChecks(input));
    return;
  }
  describe('requests', () => requestChecks(input));
  if (input.secretInPath !== undefined) {
    pathSecretChecks(input, input.secretInPath);
  }
  describe('outcomes', () => outcomeChecks(input));
  describe('private answers', () => privateChecks(input));
  describe('look-up', () => lookUpChecks(input));
}
