import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: Buffer;
}

export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How the next request fares. `hasEffect` says whether the server still does what was asked. */
export type Fault =
  | { readonly kind: 'answer'; readonly hasEffect: boolean; readonly answer: FakeAnswer }
  /** The connection stays open and no answer comes. */
  | { readonly kind: 'hang'; readonly hasEffect: boolean }
  /** The connection breaks, half an answer in. */
  | { readonly kind: 'cut'; readonly hasEffect: boolean }
  /** The effect and the answer come late. */
  | { readonly kind: 'slow'; readonly afterMs: number };

export interface FaultyServer {
  readonly url: string;
  readonly requests: readonly FakeRequest[];
  /** Applies to one request each, in the order they were given. */
  fault(fault: Fault): void;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function write(response: ServerResponse, answer: FakeAnswer): void {
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(answer.body);
}

function failWith(fault: Fault, response: ServerResponse, handle: () => FakeAnswer): void {
  if (fault.kind === 'slow') {
    setTimeout(() => {
      write(response, handle());
    }, fault.afterMs);
    return;
  }
  if (fault.hasEffect) {
    handle();
  }
  if (fault.kind === 'answer') {
    write(response, fault.answer);
  } else if (fault.kind === 'cut') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"id":');
    setTimeout(() => response.destroy(), 20);
  }
}

/** An HTTP server on loopback that does as it is told and remembers what it was asked. */
export async function faultyServer(handle: (request: FakeRequest) => FakeAnswer): Promise<FaultyServer> {
  const requests: FakeRequest[] = [];
  const faults: Fault[] = [];
  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then((rawBody) => {
      const headers = incoming.headers as Record<string, string | undefined>;
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers, rawBody };
      requests.push(request);
      const fault = faults.shift();
      if (fault === undefined) {
        write(response, handle(request));
      } else {
        failWith(fault, response, () => handle(request));
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    fault: (fault) => {
      faults.push(fault);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
