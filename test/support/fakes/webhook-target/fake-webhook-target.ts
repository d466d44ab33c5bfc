import { Webhook } from 'standardwebhooks';
import { type FakeAnswer, type FakeRequest, type FaultyServer, faultyServer } from '../../faulty-server.js';

export interface ReceivedEvent {
  readonly webhookId: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface FakeWebhookTarget extends FaultyServer {
  /** What it acted on: each webhook id once, as the standard asks of receivers. */
  readonly processed: readonly ReceivedEvent[];
  /** Repetitions that it dropped. */
  readonly repeated: readonly string[];
  /** Requests whose signature did not hold. */
  readonly refused: readonly string[];
}

export interface FakeWebhookTargetOptions {
  readonly secret: string;
  readonly now: () => number;
}

const TOLERANCE_MS = 5 * 60_000;

/** The reference library signs; its own `verify` reads the wall clock, which tests do not follow. */
function isSigned(request: FakeRequest, webhook: Webhook, nowMs: number): boolean {
  const atMs = Number(request.headers['webhook-timestamp']) * 1_000;
  const id = request.headers['webhook-id'] ?? '';
  if (id === '' || !(Math.abs(nowMs - atMs) <= TOLERANCE_MS)) {
    return false;
  }
  const expected = webhook.sign(id, new Date(atMs), request.rawBody.toString());
  return (request.headers['webhook-signature'] ?? '').split(' ').includes(expected);
}

/** A receiver of Standard Webhooks, with the reference library as the judge of signatures. */
export async function startFakeWebhookTarget(options: FakeWebhookTargetOptions): Promise<FakeWebhookTarget> {
  const webhook = new Webhook(options.secret);
  const processed: ReceivedEvent[] = [];
  const repeated: string[] = [];
  const refused: string[] = [];

  function take(request: FakeRequest): FakeAnswer {
    const webhookId = request.headers['webhook-id'] ?? '';
    const text = request.rawBody.toString();
    if (!isSigned(request, webhook, options.now())) {
      refused.push(webhookId);
      return { status: 401, body: '{"error":"signature"}' };
    }
    if (processed.some((event) => event.webhookId === webhookId)) {
      repeated.push(webhookId);
      return { status: 200, body: '{}' };
    }
    const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
    processed.push({ webhookId, type: String(body['type']), body });
    return { status: 204, body: '' };
  }

  const server = await faultyServer(take);
  return { ...server, processed, repeated, refused };
}
