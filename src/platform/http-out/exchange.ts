import type { Dispatcher } from 'undici';
import type { HttpResult } from '../../adapter-sdk/http.js';
import { failureCause } from './failure-cause.js';

const MAX_BODY_BYTES = 1024 * 1024;

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

function joinRepeated(headers: Headers): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    }
  }
  return joined;
}

/**
 * One call, from the queue for a connection to the end of the answer. It settles once, and what it settles to depends
 * on whether undici had begun to write: before that nothing can have happened on the other side.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly result: Promise<HttpResult>;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #settle: (result: HttpResult) => void = () => {};
  #isSettled = false;
  #isWritten = false;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Record<string, string> = {};
  #byteCount = 0;

  constructor(timeoutMs: number) {
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#timer = setTimeout(() => {
      const error = new Error(`no full answer within ${timeoutMs} ms`);
      this.fail(error);
      this.#controller?.abort(error);
    }, timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isSettled) {
      // Given up while it waited for a connection: it must not be written after all.
      controller.abort(new Error('given up before it was sent'));
      return;
    }
    this.#controller = controller;
    this.#isWritten = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#status = status;
    this.#headers = joinRepeated(headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#byteCount += chunk.length;
    if (this.#byteCount > MAX_BODY_BYTES) {
      this.#answer();
      controller.abort(new Error(`the body is over ${MAX_BODY_BYTES} bytes`));
    }
  }

  onResponseEnd(): void {
    this.#answer();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.fail(error);
  }

  fail(error: unknown): void {
    this.#finish({ kind: this.#isWritten ? 'no-answer' : 'not-sent', cause: failureCause(error) });
  }

  #answer(): void {
    const text = Buffer.concat(this.#chunks, Math.min(this.#byteCount, MAX_BODY_BYTES)).toString('utf8');
    this.#finish({ kind: 'answer', status: this.#status, headers: this.#headers, text });
  }

  #finish(result: HttpResult): void {
    this.#isSettled = true;
    clearTimeout(this.#timer);
    this.#settle(result);
  }
}
