/** An outgoing HTTP call. The time limit is required: nothing waits for ever. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

/** A failed call says whether the request can have reached the other side; that decides between retry and unknown. */
export type HttpResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Names in lower case; repeated headers are joined with a comma. */
      readonly headers: Readonly<Record<string, string>>;
      /** At most 1 MiB of the body; more is cut and makes JSON unreadable, which adapters treat as garbage. */
      readonly text: string;
    }
  /** The connection was never made: nothing can have happened there. */
  | { readonly kind: 'not-sent'; readonly cause: string }
  /** The request left (in part) and no full answer came. */
  | { readonly kind: 'no-answer'; readonly cause: string };

/** Redirects are not followed; private addresses are refused unless the installation allows them. */
export type HttpClient = (request: HttpRequest) => Promise<HttpResult>;

/** Parses a JSON body, or gives undefined for anything that is not JSON (a proxy's page, a cut answer). */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
