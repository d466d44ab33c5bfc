import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** How the application answers: it is busy once, silent once after it took an answer, or refuses until told otherwise. */
export type AppMood = 'busy' | 'silent' | 'refuses' | undefined;

export interface AppAnswer {
  readonly text: string;
  readonly reference: string;
}

/** An application of a municipality that keeps the contract of the channel `standard`: it drops a `webhook-id` that it saw. */
export interface AppStand {
  readonly url: string;
  /** Posts a signed webhook. */
  post(url: string, hook: { type: string; data: object; webhookId: string | undefined }): Promise<void>;
  answers(): readonly AppAnswer[];
  setMood(mood: AppMood): void;
  close(): Promise<void>;
}

const BUSY_SECONDS = '1';

export async function openAppStand(secrets: { readonly signing: string; readonly reply: string }): Promise<AppStand> {
  const answers = new Map<string, AppAnswer>();
  let mood: AppMood;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const now = mood;
      mood = now === 'refuses' ? now : undefined;
      if (now === 'busy') {
        response.writeHead(429, { 'retry-after': BUSY_SECONDS }).end();
        return;
      }
      if (now === 'refuses') {
        response.writeHead(401).end();
        return;
      }
      const { data } = new Webhook(secrets.reply).verify(body, headers) as { readonly data: AppAnswer };
      answers.set(headers['webhook-id'] ?? '', data);
      if (now !== 'silent') {
        response.writeHead(204).end();
      }
    })().catch(() => {
      response.writeHead(400).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    post: async (url, { type, data, webhookId = randomUUID() }) => {
      const at = new Date();
      const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
      const headers = {
        ...{ 'content-type': 'application/json', 'webhook-id': webhookId },
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secrets.signing).sign(webhookId, at, body),
      };
      const { status } = await fetch(url, { method: 'POST', headers, body });
      if (status !== 200) {
        throw new Error(`Schakel answered ${status} to ${type}`);
      }
    },
    answers: () => [...answers.values()],
    setMood: (next) => {
      mood = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
