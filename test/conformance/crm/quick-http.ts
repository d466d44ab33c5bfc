import { request as startRequest } from 'node:http';
import type { HttpClient, HttpRequest, HttpResult } from '../../../src/adapter-sdk/index.js';

export interface QuickHttp {
  readonly http: HttpClient;
  /** As the adapter asked them, time limits included. */
  readonly requests: readonly HttpRequest[];
}

/** Loopback answers at once or never, so no test waits for an adapter's own limit. */
const LIMIT_MS = 250;

function call(request: HttpRequest): Promise<HttpResult> {
  return new Promise((resolve) => {
    let isConnected = false;
    const outgoing = startRequest(
      request.url,
      {
        method: request.method,
        headers: { ...request.headers, connection: 'close' },
        signal: AbortSignal.timeout(LIMIT_MS),
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', () => {
          resolve({ kind: 'no-answer', cause: 'the answer broke off' });
        });
        answer.on('end', () => {
          const headers = Object.fromEntries(
            Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
          );
          resolve({ kind: 'answer', status: answer.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString() });
        });
      },
    );
    outgoing.on('socket', (socket) => {
      socket.on('connect', () => {
        isConnected = true;
      });
    });
    outgoing.on('error', (error) => {
      resolve({ kind: isConnected ? 'no-answer' : 'not-sent', cause: error.message });
    });
    outgoing.end(request.body);
  });
}

/** A small HttpClient for kits: no redirects, no guard, short limits. The product's own is in src/platform/http-out. */
export function quickHttp(): QuickHttp {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return call(request);
    },
  };
}

/** Every call gives the same result; for answers that a server cannot be made to give. */
export function httpGiving(result: HttpResult): QuickHttp {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve(result);
    },
  };
}
