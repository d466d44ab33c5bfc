import { REFUSALS } from './texts.js';

const STORED_UNDER = 'schakel-sleutel';

/** What the API refused, with a sentence for the person. */
export class Refused extends Error {
  constructor(problem) {
    super(REFUSALS[problem.code] ?? problem.detail ?? problem.title ?? 'Er ging iets mis.');
    this.code = problem.code;
    this.status = problem.status;
  }
}

export function storedKey() {
  return sessionStorage.getItem(STORED_UNDER);
}

export function storeKey(key) {
  sessionStorage.setItem(STORED_UNDER, key);
}

export function forgetKey() {
  sessionStorage.removeItem(STORED_UNDER);
}

/** A name for one thing that should happen once. `randomUUID` is missing on plain http, this is not. */
export function newIdempotencyKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

async function send(path, options = {}) {
  try {
    return await fetch(`/api/v1${path}`, {
      ...options,
      headers: { ...options.headers, authorization: `Bearer ${storedKey()}` },
      cache: 'no-store',
    });
  } catch {
    // fetch tells nothing that a person could use; the API answers with problems by itself.
    throw new Refused({ code: 'NETWORK', status: 0 });
  }
}

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused({ status: response.status, ...body });
  }
  return body;
}

export async function get(path) {
  return read(await send(path));
}

/** Saves an answer as a file. The key travels in a header, so a plain link would not do. */
export async function download(path, accept, fileName) {
  const response = await send(path, { headers: { accept } });
  if (!response.ok) {
    await read(response);
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}

/** An answer as an address for an element of this page. The key travels in a header, so the API's own would not do. */
export async function objectUrl(path) {
  const response = await send(path);
  if (!response.ok) {
    await read(response);
  }
  return URL.createObjectURL(await response.blob());
}

/** @returns the body and the status: 202 means that it is stored and not decided yet */
export async function post(path, body, idempotencyKey) {
  const response = await send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await read(response) };
}

/** Every item of a list, page by page. */
export async function all(path) {
  const items = [];
  let cursor = '';
  do {
    const page = await get(`${path}?limit=200${cursor}`);
    items.push(...page.items);
    cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== '');
  return items;
}

/** Reads the event stream until it ends; calls back for each event. */
export async function readStream(onEvent, signal) {
  const response = await send('/stream', { signal });
  if (!response.ok) {
    throw new Refused({ status: response.status, code: 'STREAM' });
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = /^event:\s?(.*)$/m.exec(block)?.[1];
      if (event !== undefined) {
        onEvent(event);
      }
    }
  }
}
