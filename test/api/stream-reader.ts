import type { Express } from 'express';
import { startHttpServer } from '../../src/platform/http-in/server.js';

export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

const DEADLINE_MS = 8_000;

/** Splits server-sent events text; a comment (keep-alive) is no event. */
function parse(text: string): StreamEvent[] {
  return text.split('\n\n').flatMap((block) => {
    const event = /^event:\s?(.*)$/m.exec(block)?.[1];
    const data = /^data:\s?(.*)$/m.exec(block)?.[1];
    return event === undefined || data === undefined ? [] : [{ event, data: JSON.parse(data) as unknown }];
  });
}

/** Opens `/stream`, runs `afterFirst` once the first event came, and gives the first `count` events. */
export async function readFirstEvents(
  app: Express,
  key: string,
  count: number,
  afterFirst: () => Promise<void>,
): Promise<readonly StreamEvent[]> {
  const server = await startHttpServer(app, { host: '127.0.0.1', port: 0 });
  const stop = new AbortController();
  const deadline = setTimeout(() => {
    stop.abort();
  }, DEADLINE_MS);
  try {
    const response = await fetch(`${server.url}/api/v1/stream`, {
      headers: { authorization: `Bearer ${key}` },
      signal: stop.signal,
    });
    let text = '';
    let isFirst = true;
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString('utf8');
      const events = parse(text);
      if (events.length > 0 && isFirst) {
        isFirst = false;
        await afterFirst();
      }
      if (events.length >= count) {
        return events.slice(0, count);
      }
    }
    return parse(text);
  } finally {
    clearTimeout(deadline);
    stop.abort();
    await server.close(1_000);
  }
}
