import type { ChannelContext, HttpRequest, HttpResult, OutgoingPart } from '../../../src/adapter-sdk/index.js';

export const AT_MS = 1_795_600_000_000;
export const OWN = 'did:plc:gggghhhhiiiijjjjkkkkllll';
export const AN = 'did:plc:aaaabbbbccccddddeeeeffff';
export const QUESTION = `at://${AN}/app.bsky.feed.post/3m6voorbeeld2`;

export function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return { kind: 'answer', status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) };
}

export function refusing(name: string, message: string = 'x', status: number = 400): HttpResult {
  return answering(status, { error: name, message });
}

/** A token that says when it ends, as those of the server do. */
export function tokenUntil(endMs: number, name: string = 'access'): string {
  const claims = Buffer.from(JSON.stringify({ exp: endMs / 1000, jti: name })).toString('base64url');
  return `head.${claims}.signature`;
}

export function session(access: string, refresh: string = 'refresh'): HttpResult {
  return answering(200, { did: OWN, handle: 'gemeente.voorbeeld.be', accessJwt: access, refreshJwt: refresh });
}

type Script = Readonly<Record<string, (request: HttpRequest, count: number) => HttpResult>>;

export interface ScriptedServer {
  readonly requests: HttpRequest[];
  /** Names of the methods that were called, in order. */
  called(): readonly string[];
  context(nowMs?: number, settings?: Readonly<Record<string, unknown>>): ChannelContext;
}

export function methodOf(request: HttpRequest): string {
  return new URL(request.url).pathname.replace('/xrpc/', '');
}

let accounts = 0;

/** A server that answers each method by a script. Each has an account of its own, so that no session is shared. */
export function scriptedServer(script: Script): ScriptedServer {
  const requests: HttpRequest[] = [];
  accounts += 1;
  const account = { identifier: `gemeente${accounts}.voorbeeld.be`, appPassword: 'abcd-efgh' };
  const all: Script = { 'com.atproto.server.createSession': () => session('access'), ...script };
  return {
    requests,
    called: () => requests.map((request) => methodOf(request)),
    context: (nowMs = AT_MS, settings = {}) => ({
      http: (request) => {
        requests.push(request);
        const name = methodOf(request);
        const count = requests.filter((one) => methodOf(one) === name).length;
        return Promise.resolve(all[name]?.(request, count) ?? refusing('MethodNotImplemented', name, 501));
      },
      baseUrl: 'https://pds.example',
      settings: { ...account, ...settings },
      nowMs,
    }),
  };
}

export const PART: OutgoingPart = {
  reference: 'schakel:out:01JD8R',
  account: 'brugge-bluesky',
  conversation: `${QUESTION} ${AN}`,
  text: 'Uw zak is meegenomen.',
  citizenAliases: [],
  inReplyTo: QUESTION,
  replyMode: 'post',
  firstAttemptAtMs: AT_MS,
};
