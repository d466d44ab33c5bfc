import { createSession } from 'better-sse';
import type { Request, Response } from 'express';

/** Server-sent events to one caller. */
export interface EventStream {
  /** Does nothing once the stream is closed. */
  push(event: string, data: unknown): void;
  close(): void;
}

/** A caller that reads slower than this is cut off; it connects again and reads the newest state. */
const MAX_UNREAD_BYTES = 256 * 1024;
const KEEP_ALIVE_MS = 15_000;
const RETRY_MS = 2_000;

/** @param onClosed called once, whoever closed it */
export async function openEventStream(
  request: Request,
  response: Response,
  onClosed: () => void,
): Promise<EventStream> {
  const session = await createSession(request, response, {
    keepAlive: KEEP_ALIVE_MS,
    retry: RETRY_MS,
    // Some proxies hold answers back to send them in one piece.
    headers: { 'x-accel-buffering': 'no', 'cache-control': 'no-store' },
  });
  session.once('disconnected', onClosed);
  return {
    push: (event, data) => {
      if (!session.isConnected) {
        return;
      }
      if (response.writableLength > MAX_UNREAD_BYTES) {
        response.destroy();
        return;
      }
      session.push(data, event);
    },
    close: () => {
      response.end();
    },
  };
}
