import { asObject, type JsonObject } from '../basics/json.js';
import type { FakeLinkedIn } from './fake-linkedin.js';
import type { FakeLinkedInOptions, Page } from './options.js';
import { startFakeLinkedIn } from './server.js';

export const PAGE: Page = { organization: '9900001', name: 'Stad Voorbeeld', token: 'AQX-fixture-one' };
export const OTHER_PAGE: Page = { organization: '9900002', name: 'Ander', token: 'AQX-fixture-two' };
export const PAGE_URN = 'urn:li:organization:9900001';
export const NOON_MS = Date.UTC(2026, 10, 23, 12);
export const AN = 'urn:li:person:An1';
export const JEF = 'urn:li:person:Jef2';

export interface RestAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Headers;
}

export interface CallOptions {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LinkedInFixture {
  readonly platform: FakeLinkedIn;
  call(path: string, options?: CallOptions): Promise<RestAnswer>;
  /** What the list of the page tells, newest first. */
  listed(query?: string): Promise<readonly JsonObject[]>;
  close(): Promise<void>;
}

const ALL = 'LIKE,COMMENT,SHARE,SHARE_MENTION,ADMIN_COMMENT,COMMENT_EDIT,COMMENT_DELETE';

/** The start of each call to the list. */
export const LIST = `organizationalEntityNotifications?q=criteria&organizationalEntity=${encodeURIComponent(PAGE_URN)}`;

/** As Rest.li 2.0 wants a URN in an address. */
export function escapedUrn(urn: string): string {
  return encodeURIComponent(urn).replaceAll('(', '%28').replaceAll(')', '%29');
}

export function elementsIn(body: JsonObject): readonly JsonObject[] {
  const { elements } = body;
  return Array.isArray(elements) ? elements.map((one) => asObject(one) ?? {}) : [];
}

/** A platform with a frozen clock and two pages. */
export async function startLinkedInFixture(options: Partial<FakeLinkedInOptions> = {}): Promise<LinkedInFixture> {
  const platform = await startFakeLinkedIn({
    pages: [PAGE, OTHER_PAGE],
    seed: 'test',
    baseNowMs: () => NOON_MS,
    ...options,
  });
  const call = async (path: string, { method, body, headers }: CallOptions = {}): Promise<RestAnswer> => {
    const response = await fetch(`${platform.url}/rest/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${PAGE.token}`,
        'linkedin-version': '202607',
        'x-restli-protocol-version': '2.0.0',
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? {} : (asObject(JSON.parse(text)) ?? {}),
      headers: response.headers,
    };
  };
  return {
    ...{ platform, call, close: platform.close },
    listed: async (query = '') => elementsIn((await call(`${LIST}&actions=List(${ALL})&count=100${query}`)).body),
  };
}
