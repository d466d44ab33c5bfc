import { randomUUID } from 'node:crypto';

export interface ApiAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What tests read of a ticket. */
export interface TicketDetail {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly topic: string;
  readonly target: string;
  readonly channel: string;
  readonly messages: readonly {
    readonly id: string;
    readonly author: string;
    readonly text: string;
    readonly isPublic: boolean;
    readonly attachments: readonly {
      readonly id: string;
      readonly type: string;
      readonly state: string;
      readonly code: string | null;
      readonly bytes: number | null;
    }[];
  }[];
  readonly timeline: readonly { readonly seq: number; readonly type: string; readonly data: Record<string, unknown> }[];
  readonly clocks: readonly { readonly name: string; readonly state: string; readonly dueAt: string }[];
  readonly deliveries: readonly {
    readonly target: string;
    readonly kind: string;
    readonly state: string;
    readonly code: string | null;
  }[];
  readonly usage: readonly { readonly meter: string; readonly target: string | null }[];
  readonly answering: readonly {
    readonly way: string;
    readonly open: boolean;
    readonly code: string | null;
    readonly reason: string | null;
    readonly lengthUnit: string;
    readonly warning: string | null;
    readonly canInvite: boolean;
  }[];
}

export interface FileAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly disposition: string | null;
  readonly policy: string | null;
  readonly bytes: Buffer;
}

/** The HTTP API as a client sees it. */
export class ApiClient {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = `${url}/api/v1`;
    this.#key = key;
  }

  async get(path: string): Promise<ApiAnswer> {
    return this.#call('GET', path, undefined, undefined);
  }

  async post(path: string, body: object, idempotencyKey = randomUUID()): Promise<ApiAnswer> {
    return this.#call('POST', path, body, idempotencyKey);
  }

  async tickets(query = ''): Promise<readonly Record<string, unknown>[]> {
    const { body } = await this.get(`/tickets${query}`);
    return (body['items'] ?? []) as Record<string, unknown>[];
  }

  async ticket(id: string): Promise<TicketDetail> {
    const { body } = await this.get(`/tickets/${id}`);
    return body as unknown as TicketDetail;
  }

  async file(path: string): Promise<FileAnswer> {
    const response = await fetch(this.#url + path, { headers: { authorization: `Bearer ${this.#key}` } });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      disposition: response.headers.get('content-disposition'),
      policy: response.headers.get('content-security-policy'),
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  }

  async #call(method: string, path: string, body?: object, idempotencyKey?: string): Promise<ApiAnswer> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}
