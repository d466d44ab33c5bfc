import type { IncomingMessage } from 'node:http';
import { asObject, type JsonObject, parseJson } from './json.js';

const MOST_BYTES = 1_000_000;

export interface ParsedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The body as an object, whether it came as JSON or as a form; empty when it was neither. */
  readonly body: JsonObject;
  readonly headers: IncomingMessage['headers'];
}

/** Undefined when the body is larger than anything that is sent here. */
export async function readRequest(request: IncomingMessage): Promise<ParsedRequest | undefined> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk as Uint8Array); // a request without an encoding yields buffers only
    bytes += buffer.length;
    if (bytes > MOST_BYTES) {
      return undefined;
    }
    chunks.push(buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const isForm = request.headers['content-type']?.includes('x-www-form-urlencoded') === true;
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: Object.fromEntries(url.searchParams),
    body: isForm ? Object.fromEntries(new URLSearchParams(text)) : (asObject(parseJson(text)) ?? {}),
    headers: request.headers,
  };
}
